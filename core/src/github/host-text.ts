import { cutText } from "../text/index.ts";
import { plainUnicode } from "../text/plain-unicode.ts";

/**
 * Words that the host would make something of: mentions, references to issues and commits, addresses. Shown as code,
 * which is the one place where it leaves them alone.
 */
const LIVE = /@[\p{L}\p{N}_]|#\d|\bGH-\d|:\/\/|\bwww\.|\.(?:com|org|net|io|dev)\/|\b[0-9a-f]{7,64}\b/iu;
/** Signs that begin a form in Markdown wherever they stand. */
const MARKUP = /[\\`*_{}[\]<>#|~&$!^]/gu;
/** Signs that begin one at the start of a line only; with a slash begin the orders that other bots obey. */
const LINE_START = /^(\d{1,9})([.)])(?=\s|$)|^([-+=:/])/gu;
const COMMENT_START = /<(?=!-)/gu;

const MAX_TEXT = 8_000;
const MAX_QUOTE = 6_000;

/**
 * Text of strangers as Markdown that says just that on GitHub: nobody is mentioned, no issue is referred to or closed,
 * nothing is linked, loaded or hidden, and no form of Markdown or HTML comes of it.
 */
export function toHostText(text: string): string {
  return cutText(plainUnicode(text).trim(), MAX_TEXT)
    .replace(/\n{3,}/gu, "\n\n")
    .split("\n")
    .map((line) => tameLine(line.trim()))
    .join("\n");
}

function tameLine(line: string): string {
  return line
    .split(/(\s+)/u)
    .map((word) => (LIVE.test(word) ? asCode(word) : escape(word)))
    .join("")
    .replace(
      LINE_START,
      (_, number: string | undefined, stop: string | undefined, sign: string | undefined) =>
        number === undefined ? `\\${sign}` : `${number}\\${stop}`,
    );
}

const escape = (text: string): string => text.replace(MARKUP, "\\$&");
const asCode = (word: string): string => `\`${word.replaceAll("`", "'").replace(COMMENT_START, "< ")}\``;

/** The same for a cell of a table: one line, in which a bar ends nothing. */
export function toHostCell(text: string): string {
  return toHostText(text.replace(/\s+/gu, " ")).replace(/(?<!\\)\|/gu, "\\|");
}

/**
 * The same for a place that shows letters as they are: a title, the first line of a commit. What could become a reference
 * or a mention loses its sign.
 */
export function toHostLine(text: string, length: number): string {
  const line = cutText(plainUnicode(text), length * 5)
    .replace(/[a-z][a-z\d+.-]{0,30}:\/\//giu, "")
    .replace(/\bwww\.(?=\w)/giu, "")
    .replace(/@+(?=[\p{L}\p{N}_])/gu, "")
    .replace(/\s*#+(?=\d)/gu, " no. ")
    .replace(/\bGH-(?=\d)/giu, "GH ")
    .replace(/[`<>]/gu, "'")
    .replaceAll("![", "[")
    .replace(/\s+/gu, " ")
    .trim();
  return cutText(line, length);
}

/**
 * Text of strangers letter for letter, in a block of code that nothing in it can end. It stands in a quotation, so that no
 * line of it is the beginning of a line: there other bots look for orders, in code as well.
 */
export function quoteForHost(text: string): string {
  const lines = plainUnicode(text).replace(/^\n+/u, "").trimEnd();
  const quoted = cutText(lines, MAX_QUOTE).replace(COMMENT_START, "< ");
  const longest = Math.max(0, ...(quoted.match(/`+/gu) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}text\n${quoted}\n${fence}`.replace(/^/gmu, "> ");
}
