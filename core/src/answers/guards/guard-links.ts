import { findLinks, isTooLongToParse, MAY_LEAD } from "./find-links.ts";
import { ADDRESS, isKnownMail, MAIL, MARKS_AT_END, rankAddress, withoutEscapes } from "./link-hosts.ts";
import type { LinkRank, LinkRules } from "./link-hosts.ts";

// Every part has a longest length: without one, a text of nothing but brackets would take minutes.
const IMAGE = /!\[[^\]\n]{0,300}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,300}\])|<img\b[^>]{0,2000}>/giu;
const INLINE_LINK =
  /\[((?:[^[\]\n]|\[[^[\]\n]{0,100}\]){0,300})\]\(\s{0,9}<?([^\s()<>]{0,2000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,200}){0,5})>?(?:\s{1,9}["'(][^)\n]{0,300}["')])?\s{0,9}\)/gu;
const REFERENCE = /^[\t ]{0,9}(?:>[\t ]{0,9}){0,9}\[(?!\^)[^\]\n]{1,300}\]:[\t ]*\S.*$/gmu;
/** The sign of a footnote, or what begins its words: no chat knows either. */
const FOOTNOTE = /^[\t ]{0,9}\[\^[\w-]{1,100}\]:[\t ]*|\[\^[\w-]{1,100}\]/gmu;
const HTML_LINK = /<a\b[^<>]{0,2000}>|<\/a>/giu;
const AUTO_LINK = /<([a-z][a-z0-9+.-]{1,30}:[^\s<>|]{0,2000})(?:\|([^<>]{0,300}))?>/giu;
const AUTO_MAIL = /<([^\s<>@!|]{1,64}@[^\s<>@|]{1,255})>/gu;
const FENCED = /(^[\t ]*(`{3,9}(?=[^`\n]*$)|~{3,9})[\s\S]*?(?:^[\t ]*\2[\t ]*$|(?![\s\S])))/gmu;
const CODE = /(^[\t ]*(`{3,9}|~{3,9})[\s\S]*?(?:^[\t ]*\2[\t ]*$|(?![\s\S]))|(?<!`)`[^`\n]{1,2000}`(?!`))/gmu;
const NO_ADDRESS = "(address removed)";

export type Tamed = {
  text: string;
  /** The addresses that nobody had named; none of them is in the text any more. */
  removed: string[];
};

/**
 * Leaves no link but those that may be one. Of a link to anywhere else the words stay; a bare address that the articles name
 * stays readable as code, and one that nobody named goes. Images go: showing one is a request to its host. Addresses inside
 * the product ("/docs", "#top") lead nowhere from a chat.
 */
export function tameLinks(markdown: string, rules: LinkRules): Tamed {
  const removed: string[] = [];
  const rankOf = (address: string): LinkRank => {
    const found = rankAddress(withoutEscapes(address), rules);
    if (found === "unknown" && leadsAway(address)) removed.push(address);
    return found;
  };
  // Split at code: odd parts of three are code, the third is its fence.
  const text = withoutLinks(markdown, rankOf)
    .split(CODE)
    .filter((_, index) => index % 3 !== 2)
    .map((part, index) =>
      index % 2 === 1
        ? withoutAddresses(part, rankOf, true)
        : withoutAddresses(part.replace(FOOTNOTE, ""), rankOf, false),
    )
    .join("")
    .replace(MAIL, (mail) => (isKnownMail(mail, rules) ? mail : dropped(mail, removed)))
    .replace(/[\t ]+$/gmu, "");
  // What was cut out may have let something through that was not there before.
  removed.push(...foreignIn(markdown, rules), ...foreignIn(text, rules));
  return { text: withoutHidden(text, rules), removed };
}

/** Not so what leads to another page of the same site. Browsers see no tabs and line ends in an address. */
function leadsAway(address: string): boolean {
  const plain = withoutEscapes(address).replace(/[\t\r\n]/gu, "");
  return /^(?:[a-z][a-z0-9+.-]*:|[\\/]{2}|www\.|[^\s/]+@)/iu.test(plain);
}

/** What platforms would make links of that nobody has named. */
function foreignIn(text: string, rules: LinkRules): string[] {
  if (isTooLongToParse(text)) return [];
  const found = findLinks(text, rules).filter(({ rank }) => rank === "unknown");
  return found.map(({ address }) => address).filter(leadsAway);
}

/** The text is read as the platforms read it, and once more without what was found. */
function withoutHidden(text: string, rules: LinkRules): string {
  if (isTooLongToParse(text)) return MAY_LEAD.test(text) ? defused(text, rules) : text;
  if (findLinks(text, rules).length === 0) return text;
  const safe = defused(text, rules);
  return findLinks(safe, rules).length === 0 ? safe : wordsOf(safe);
}

/** Everything that is written as a link, outside the code between fences: there `[key: string]: number` is none. */
function withoutLinks(markdown: string, rankOf: (address: string) => LinkRank): string {
  // Every second part of three is code, the third is its fence.
  return markdown
    .split(FENCED)
    .filter((_, index) => index % 3 !== 2)
    .map((part, index) => (index % 2 === 1 ? part : withoutLinksIn(part, rankOf)))
    .join("");
}

function withoutLinksIn(markdown: string, rankOf: (address: string) => LinkRank): string {
  return markdown
    .replace(orInCode(IMAGE), inCode)
    .replace(REFERENCE, (line) => dropLine(line, rankOf))
    .replace(orInCode(HTML_LINK), inCode)
    .replace(
      orInCode(INLINE_LINK),
      (whole: string, code: string | undefined, words: string, target: string) =>
        code !== undefined || rankOf(target) === "linked" ? whole : words,
    )
    .replace(AUTO_LINK, (link: string, target: string, words: string | undefined) => {
      const rank = rankOf(target);
      if (rank === "linked") return link;
      return words ?? (rank === "named" ? target : NO_ADDRESS);
    })
    .replace(AUTO_MAIL, "$1");
}

/** A sign of what is taken out, or code within a line, which stays: "`<img>`" tells of a tag and is none. */
const orInCode = (sign: RegExp): RegExp =>
  new RegExp(String.raw`((?<!\x60)\x60[^\x60\n]{1,2000}\x60(?!\x60))|${sign.source}`, sign.flags);
const inCode = (_: string, code: string | undefined): string => code ?? "";

/** Definitions of links stand apart from their words: none is needed where links stand in the text. */
function dropLine(line: string, rankOf: (address: string) => LinkRank): string {
  for (const address of line.match(ADDRESS) ?? []) rankOf(address);
  return "";
}

function withoutAddresses(text: string, rankOf: (address: string) => LinkRank, isCode: boolean): string {
  return text.replace(ADDRESS, (address) => {
    const bare = address.replace(MARKS_AT_END, "");
    const end = address.slice(bare.length);
    const rank = rankOf(bare);
    if (rank === "linked" || (rank === "named" && isCode)) return address;
    return (rank === "named" ? `\`${withoutEscapes(bare)}\`` : NO_ADDRESS) + end;
  });
}

function dropped(address: string, removed: string[]): string {
  removed.push(address);
  return NO_ADDRESS;
}

/** Whoever hides a link this deep means harm: no address stays, and neither brackets nor escapes mean anything. */
function defused(text: string, rules: LinkRules): string {
  return text
    .replace(/[<>]/gu, "")
    .replace(/\\+(?=[!-/:-@[-`{-~])/gu, "")
    .replace(/(?:https?:\/\/|(?<![\p{L}\p{N}])www\.)\S*/giu, NO_ADDRESS)
    .replace(MAIL, (mail) => (isKnownMail(mail, rules) ? mail : NO_ADDRESS))
    .replace(/&(?=#|\w)/gu, "&amp;")
    .replace(/[[\]]/gu, String.raw`\$&`);
}

/** No address is without one of these signs, and nothing is hidden without the others. */
function wordsOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}\s.,]|[.,](?=\S)/gu, " ");
}
