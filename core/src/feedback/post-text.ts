import { InvalidError } from "../errors.ts";
import { plainUnicode } from "../text/plain-unicode.ts";
import { withoutMassMentions } from "../tickets/text.ts";

export const MAX_TITLE = 150;
export const MAX_DESCRIPTION = 10_000;
export const MAX_COMMENT = 2_000;

/** A title as it is stored: one line, nothing hidden in it, no call to everybody. Throws `InvalidError` with what to do. */
export function toTitle(text: string): string {
  const title = oneLine(text);
  if (!/[\p{L}\p{N}]/u.test(title)) throw new InvalidError("Please give it a title.");
  if (title.length > MAX_TITLE)
    throw new InvalidError(
      `The title is too long: ${MAX_TITLE} characters at most. The rest can go into the description.`,
    );
  return title;
}

export const oneLine = (text: string): string =>
  withoutMassMentions(plainUnicode(text)).replace(/\s+/gu, " ").trim();

const KIND_OF_POST =
  /^\s*(?:\[?(?:feature(?: request)?|request|suggestion|idea|enhancement|improvement|fr)\]?)\s*[:\-–—]\s*/iu;

/** What somebody wrote above a wish as the title of a post, without the word that says that it is one. */
export function toWish(subject: string): string {
  const wish = oneLine(subject).replace(KIND_OF_POST, "");
  return /[\p{L}\p{N}]/u.test(wish) ? wish.charAt(0).toUpperCase() + wish.slice(1) : "A feature request";
}

export function toDescription(text: string): string {
  return toText(text, MAX_DESCRIPTION, "The description");
}

/** What agents say with a change of status, or note for themselves. */
export function toComment(text: string, what = "The comment"): string {
  return toText(text, MAX_COMMENT, what);
}

function toText(text: string, length: number, what: string): string {
  const clean = withoutMassMentions(plainUnicode(text)).trim();
  if (clean.length > length)
    throw new InvalidError(`${what} is too long: ${length.toLocaleString("en-US")} characters at most.`);
  return clean;
}
