import { stripVTControlCharacters } from "node:util";
import { hideSecrets } from "../answers/secrets.ts";
import { cutText } from "../text/index.ts";

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/gu;

/** Text as a model or a person may see it and Postgres may keep it: no secrets, no control characters. */
export function toShown(text: string): string {
  return hideSecrets(text.toWellFormed()).text.replaceAll("\r\n", "\n").replace(CONTROL, "");
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
