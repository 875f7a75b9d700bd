import { createHash, randomInt } from "node:crypto";

/** Without letters and digits that look alike: I, L, O, 0 and 1. */
const ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const LENGTH = 8;
const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`, "u");

/** Eight characters that nobody guesses within the ten minutes that they are good for. */
export function makeLinkCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

/** In two halves, as people copy it best: `ABCD-EFGH`. */
export const showLinkCode = (code: string): string =>
  `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

/** The code in what somebody typed, whatever its case, spaces and hyphens; null where it cannot be one. */
export function readLinkCode(typed: string): string | null {
  const code = typed
    .slice(0, 64)
    .replaceAll(/[\s\-‐-―]/gu, "")
    .toUpperCase();
  return CODE.test(code) ? code : null;
}

/** What is stored in place of a secret: it tells whether somebody knows it, but not what it is. */
export const hashSecret = (use: string, workspaceId: number, secret: string): string =>
  createHash("sha256").update(`firstline ${use}\n${workspaceId}\n${secret}`).digest("base64url");
