import { stripVTControlCharacters } from "node:util";
import { HIDDEN, hideSecrets } from "../answers/guards/secrets.ts";
import { cutText } from "../text/index.ts";

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/gu;

/** Text as a model or a person may see it and Postgres may keep it: no secrets, no control characters. */
export function toShown(text: string): string {
  return hideSecrets(text.toWellFormed()).text.replaceAll("\r\n", "\n").replace(CONTROL, "");
}

/** Private keys are the one kind of secret that goes over several lines; they have up to a hundred. */
const LONGEST_KEY = 120;
const KEY_BEGINS = "-----BEGIN ";
const KEY_ENDS = "-----END ";
/** A name may stand above the secret that it names. */
const NAME_LINES = 2;

/** Some lines of a text, from one to before another, as they may be seen; of a long text only these cost time. */
export function showLines(lines: readonly string[], from: number, to: number): string {
  const start = isInKey(lines, from) ? endOfKey(lines, from, to) : from;
  const above = Math.min(start, NAME_LINES);
  const shown = toShown(lines.slice(start - above, to).join("\n"))
    .split("\n")
    .slice(above);
  return [...(start > from ? [HIDDEN] : []), ...shown].join("\n");
}

function isInKey(lines: readonly string[], at: number): boolean {
  for (let above = at - 1; above >= Math.max(0, at - LONGEST_KEY); above -= 1) {
    const line = lines[above] ?? "";
    const begins = line.lastIndexOf(KEY_BEGINS);
    const ends = line.lastIndexOf(KEY_ENDS);
    if (begins !== ends) return begins > ends;
  }
  return false;
}

function endOfKey(lines: readonly string[], from: number, to: number): number {
  const end = lines.findIndex((line, index) => index >= from && line.includes(KEY_ENDS));
  return end < 0 ? to : Math.min(to, end + 1);
}

/** What a command printed, without colors and cursor movements; of what is too long, the end says most. */
export function toShownOutput(output: string, length: number): string {
  return keepEnd(toShown(stripVTControlCharacters(output)), length);
}

function keepEnd(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.slice(text.length - length + 40).toWellFormed();
  return `[${text.length - end.length} characters cut]\n${end}`;
}

/** For the log of an attempt. */
export function toLogged(text: string, length = 4000): string {
  return cutText(toShown(text), length);
}
