import { cutText, focusQuestion, isGreeting } from "../text/index.ts";

/** The longest member message that is kept in full; Slack allows 40,000 characters. */
export const MAX_MESSAGE_LENGTH = 40_000;
const SUBJECT_LENGTH = 120;

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/gu;
/** Zero-width and direction marks, and the tag block: invisible to people, read by models. Joiners inside emoji stay. */
const INVISIBLE =
  /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/** What a member wrote, without what no person can see, cut to the length that is kept. */
export function cleanText(text: string): string {
  const whole = text.toWellFormed().replaceAll("\r\n", "\n");
  return cutText(whole.replace(CONTROL, "").replace(INVISIBLE, "").trim(), MAX_MESSAGE_LENGTH);
}

/** What is asked, or else the first sentence or line that says something, as a subject of at most 120 characters. */
export function subjectOf(text: string): string {
  const withoutCode = text.replace(/```[\s\S]*?(```|$)/gu, " ");
  const line =
    focusQuestion(withoutCode)
      .split("\n")
      .map((part) => part.replace(/^[#>*\-\s]+/u, "").trim())
      .find((part) => /[\p{L}\p{N}]/u.test(part) && !isGreeting(part)) ?? text.trim();
  const sentence = /^.{15,}?[.?!](?=\s|$)/u.exec(line)?.[0] ?? line;
  const flat = sentence.replace(/\s+/gu, " ").trim();
  if (flat.length <= SUBJECT_LENGTH) return flat;
  const cut = cutText(flat, SUBJECT_LENGTH);
  const lastSpace = cut.lastIndexOf(" ");
  return lastSpace > 60 ? `${cut.slice(0, lastSpace)}…` : cut;
}

/** Takes the power to notify everybody out of text that the bot repeats, on every platform. */
export function withoutMassMentions(text: string): string {
  let tamed = tame(text);
  // What is taken out may join what stood around it to a new one; whoever nests deeper than this means harm.
  for (let round = 0; round < 3 && tame(tamed) !== tamed; round += 1) tamed = tame(tamed);
  return tame(tamed) === tamed ? tamed : tamed.replace(/[@<]/gu, "");
}

function tame(text: string): string {
  return (
    text
      .replace(/<!(channel|here|everyone)(?:\|[^>]*)?>/giu, "$1")
      .replace(/<!subteam\^[A-Z0-9]+(?:\|@?([^>]*))?>/giu, (_, name: string | undefined) => name ?? "group")
      .replace(/<@&\d+>/gu, "role")
      // Only from the first of many @: from each of them would take minutes.
      .replace(/(?<!@)@+(everyone|here|channel)\b/giu, "$1")
  );
}
