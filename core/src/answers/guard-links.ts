import { fromMarkdown } from "mdast-util-from-markdown";
import { hasTooManyLines, tameMarkdown } from "../text/index.ts";
import { ADDRESS, hostOf, MAIL } from "./link-hosts.ts";
import type { HostRank } from "./link-hosts.ts";

// Every part has a longest length: without one, a text of nothing but brackets would take minutes.
const IMAGE = /!\[[^\]\n]{0,300}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,300}\])|<img\b[^>]{0,2000}>/giu;
const INLINE_LINK =
  /\[((?:[^[\]\n]|\[[^[\]\n]{0,100}\]){0,300})\]\(\s{0,9}<?([^\s()<>]{0,2000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,200}){0,5})>?(?:\s{1,9}["'(][^)\n]{0,300}["')])?\s{0,9}\)/gu;
const REFERENCE = /^[\t ]{0,9}(?:>[\t ]{0,9}){0,9}\[[^\]\n]{1,300}\]:[\t ]*\S.*$/gmu;
const HTML_LINK = /<a\b[^<>]{0,2000}>|<\/a>/giu;
const AUTO_LINK = /<([a-z][a-z0-9+.-]{1,30}:[^\s<>|]{0,2000})(?:\|([^<>]{0,300}))?>/giu;
const AUTO_MAIL = /<([^\s<>@!|]{1,64}@[^\s<>@|]{1,255})>/gu;
const CODE = /(^[\t ]*(`{3,9}|~{3,9})[\s\S]*?(?:^[\t ]*\2[\t ]*$|(?![\s\S]))|(?<!`)`[^`\n]{1,2000}`(?!`))/gmu;
const NO_ADDRESS = "(address removed)";

export type Tamed = {
  text: string;
  /** The addresses that were taken out and that nobody had named. */
  removed: string[];
};

/**
 * Leaves no link but those to hosts of the workspace's own. Of a link to any other the words stay; a bare address that the
 * articles name stays readable as code, and one that nobody named goes. Images go: showing one is a request to its host.
 * Addresses inside the product ("/docs", "#top") lead nowhere from a chat.
 */
export function tameLinks(markdown: string, rank: (host: string) => HostRank): Tamed {
  const removed: string[] = [];
  const rankOf = (address: string): HostRank => {
    const host = hostOf(address);
    const found = host === null ? "unknown" : rank(host);
    if (found === "unknown" && /^(?:[a-z][a-z0-9+.-]*:|\/\/|www\.)/iu.test(address)) removed.push(address);
    return found;
  };
  // Split at code: odd parts of three are code, the third is its fence.
  const linked = withoutLinks(markdown, rankOf);
  const text = linked
    .split(CODE)
    .filter((_, index) => index % 3 !== 2)
    .map((part, index) => withoutAddresses(part, rankOf, index % 2 === 1))
    .join("")
    .replace(MAIL, (mail, host: string) => (rank(host) === "unknown" ? dropped(mail, removed) : mail))
    .replace(/[\t ]+$/gmu, "");
  return { text: holds(text, rank) ? text : defused(text), removed };
}

/** Everything that is written as a link. */
function withoutLinks(markdown: string, rankOf: (address: string) => HostRank): string {
  return markdown
    .replace(IMAGE, "")
    .replace(REFERENCE, (line) => dropLine(line, rankOf))
    .replace(HTML_LINK, "")
    .replace(INLINE_LINK, (link: string, words: string, target: string) =>
      rankOf(target) === "linked" ? link : words,
    )
    .replace(AUTO_LINK, (link: string, target: string, words: string | undefined) => {
      const rank = rankOf(target);
      if (rank === "linked") return link;
      return words ?? (rank === "named" ? target : NO_ADDRESS);
    })
    .replace(AUTO_MAIL, "$1");
}

/** Definitions of links stand apart from their words: none is needed where links stand in the text. */
function dropLine(line: string, rankOf: (address: string) => HostRank): string {
  for (const address of line.match(ADDRESS) ?? []) rankOf(address);
  return "";
}

/** Marks at the end belong to the sentence, not to the address. */
function withoutAddresses(text: string, rankOf: (address: string) => HostRank, isCode: boolean): string {
  return text.replace(ADDRESS, (address) => {
    const bare = address.replace(/[).,;:!?\]*_]+$/u, "");
    const end = address.slice(bare.length);
    const rank = rankOf(bare);
    if (rank === "linked" || (rank === "named" && isCode)) return address;
    return (rank === "named" ? `\`${bare}\`` : NO_ADDRESS) + end;
  });
}

function dropped(address: string, removed: string[]): string {
  removed.push(address);
  return NO_ADDRESS;
}

/** Parsers take seconds for longer texts made for that; answers are far shorter. */
const LONGEST_PARSED = 8_000;
type Parsed = { type: string; url?: string; value?: string; children?: Parsed[] };

/** Whether a reader of Markdown finds no link in it but to hosts that may be linked to, however it was written. */
function holds(text: string, rank: (host: string) => HostRank): boolean {
  if (!/[:@]|\/\/|www\./iu.test(text) || !/[[<:@]/u.test(text)) return true;
  if (text.length > LONGEST_PARSED || hasTooManyLines(text)) return false;
  return isTame(fromMarkdown(tameMarkdown(text)), rank);
}

function isTame({ type, url, value = "", children = [] }: Parsed, rank: (host: string) => HostRank): boolean {
  if (type === "image" || type === "definition") return false;
  if (url !== undefined && !isLinked(url, rank)) return false;
  const isShown = type === "text" || type === "html";
  if (isShown && (value.match(ADDRESS) ?? []).some((address) => !isLinked(address, rank))) return false;
  return children.every((child) => isTame(child, rank));
}

function isLinked(address: string, rank: (host: string) => HostRank): boolean {
  const host = hostOf(address.replace(/[).,;:!?\]*_]+$/u, ""));
  return host !== null && rank(host) === "linked";
}

/** Whoever hides a link this deep means harm: no address stays, and no bracket means anything. */
function defused(text: string): string {
  return text
    .replace(ADDRESS, NO_ADDRESS)
    .replace(/&(?=#|\w)/gu, "&amp;")
    .replace(/[<>]/gu, "")
    .replace(/(?<!\\)[[\]]/gu, String.raw`\$&`);
}
