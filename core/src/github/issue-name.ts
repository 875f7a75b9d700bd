import { InvalidError } from "../errors.ts";

export type IssueName = { repo: string | null; number: number };

const REPO = String.raw`([\w.-]{1,100}/[\w.-]{1,100})`;
const ADDRESS = new RegExp(
  String.raw`^https?://[^/\s]+/${REPO}/(issues|pull|pulls)/(\d{1,9})(?:[/?#]\S*)?$`,
  "u",
);
const SHORT = new RegExp(String.raw`^(?:${REPO})?#?(\d{1,9})$`, "u");

/** 12, "#12", "owner/name#12" or an address. Throws `InvalidError` for anything else, and for pull requests. */
export function readIssueName(given: number | string): IssueName {
  const text = String(given).trim().replace(/^<|>$/gu, "");
  const address = ADDRESS.exec(text);
  if (address) {
    if (address[2] !== "issues")
      throw new InvalidError("That is a pull request. Link the issue that it is for.");
    return named(address[1] ?? null, address[3]);
  }
  const short = SHORT.exec(text);
  if (!short) throw new InvalidError("Give the issue's number, owner/name#12, or its address.");
  return named(short[1] ?? null, short[2]);
}

function named(repo: string | null, digits: string | undefined): IssueName {
  const number = Number(digits);
  if (number > 0) return { repo, number };
  throw new InvalidError("Issues are numbered from 1.");
}
