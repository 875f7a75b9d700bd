import { readFencedLines } from "./fenced-lines.ts";

const CODE = String.raw`(?<!\x60)(\x60{1,3})(?!\x60)[^\x60]{1,2000}\1(?!\x60)`;
/** `:material-check:`, a picture of MkDocs, with the space behind it. */
const ICON = String.raw`(?<![\w:]):(?:material|octicons|fontawesome|simple)-[a-z\d-]{1,80}:[ \t]?`;
/** `++ctrl+alt+"A"++`, keys of MkDocs. */
const KEYS = String.raw`(?<![\w+])\+\+([\w"'-]{1,20}(?:\+[\w"'-]{1,20}){0,5})\+\+(?![\w+])`;
/**
 * `[[Page#Part|words]]`, a link of Obsidian and of wikis, and `![[picture.png]]`. Lists of code (`[[a, b]]`), tables of TOML
 * and links (`[[1]](address)`) look alike: a page begins with a capital, has a space or a slash, or other words to show.
 */
const PAGE = String.raw`[\p{L}\d](?:[^[\]|#\n,;=<>{}()"'\x60]|(?<=\p{L})'(?=\p{L})){0,200}`;
const IS_PAGE = String.raw`(?=\p{Lu}|[^[\]\n]{0,300}[ /|])`;
const WIKI = String.raw`(?<![\w.\]=]|=[ \t])(?:(!)|(?=\[\[${IS_PAGE}))\[\[(${PAGE})(?:#[^[\]|\n]{0,200})?(?:\|([^[\]\n]{1,200}))?\]\](?![([:;.]\w|[([:;])`;
const SIGN = new RegExp([CODE, ICON, KEYS, WIKI].join("|"), "gu");
/** What MkDocs shows of a short form when somebody points at it. */
const ABBREVIATION = /^\*\[[^[\]\n]{1,100}\]:[ \t]/u;

/** Signs that only one tool makes a picture, a key or a link of, as the words that they stand for. */
export function plainSigns(markdown: string): string {
  if (!/:[a-z]+-|\+\+[a-z"]|\[\[|^\*\[/imu.test(markdown)) return markdown;
  return readFencedLines(markdown)
    .flatMap(({ line, isCode }) => {
      if (isCode || /^(?: {4}|\t)/u.test(line)) return line;
      return ABBREVIATION.test(line) ? [] : line.replace(SIGN, saySign);
    })
    .join("\n");
}

function saySign(
  found: string,
  _ticks: string | undefined,
  keys: string | undefined,
  embeds: string | undefined,
  page: string | undefined,
  words: string | undefined,
): string {
  if (found.startsWith("`")) return found;
  if (keys !== undefined) return `\`${keys.split("+").map(keyName).join("+")}\``;
  return page === undefined || embeds === "!" ? "" : (words ?? page);
}

/** As a keyboard has it. */
function keyName(written: string): string {
  const name = written.replace(/["']/gu, "");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
