import { fromMarkdown } from "mdast-util-from-markdown";
import { hasTooManyLines, tameMarkdown } from "../../text/index.ts";
import { isKnownMail, rankAddress } from "./link-hosts.ts";
import type { LinkRank, LinkRules } from "./link-hosts.ts";

/** Parsers take seconds for longer texts made for that; answers are far shorter. */
const LONGEST_PARSED = 8_000;

export const isTooLongToParse = (text: string): boolean =>
  text.length > LONGEST_PARSED || hasTooManyLines(text);

export type FoundLink = { address: string; rank: LinkRank };

/** A line under the head of a table, whose cells end at every bar, even within code. */
const TABLE = /^[\t >]*\|?[\t ]*:?-+:?[\t ]*(?:\|[\t |:-]*)?$/mu;

/** Without one of these signs nothing is a link. */
export const MAY_LEAD = /[:@&]|[\\/]{2}|www/iu;

/**
 * What some reader of Markdown would make a link of that may not be one, however it was written. Readers do not agree on
 * what is code: what is indented or stands in a table must hold nothing unknown either.
 */
export function findLinks(text: string, rules: LinkRules): FoundLink[] {
  if (!MAY_LEAD.test(text)) return [];
  const found = linksOf(fromMarkdown(tameMarkdown(text)), rules);
  const flat = text.replace(/^(?: {4}|\t)[\t ]*/gmu, "");
  const bare = text.includes("|") && TABLE.test(flat) ? flat.replaceAll("`", " ") : flat;
  if (bare === text) return found;
  const inCode = linksOf(fromMarkdown(tameMarkdown(bare)), rules);
  return [...found, ...inCode.filter(({ rank, address }) => rank === "unknown" && MAY_LEAD.test(address))];
}

type Parsed = { type: string; url?: string; value?: string; children?: Parsed[] };

function linksOf({ type, url, value = "", children = [] }: Parsed, rules: LinkRules): FoundLink[] {
  const found = children.flatMap((child) => linksOf(child, rules));
  if (url !== undefined) {
    const rank = rankAddress(url, rules);
    if (rank !== "linked" || type === "image" || type === "definition") found.push({ address: url, rank });
  }
  return type === "text" || type === "html" ? [...found, ...linksIn(value, rules)] : found;
}

const PIECE = /[^\s<>"'`|\\^]+/gu;
/** Some platforms go by the first of these alone and find it within an address that begins with the other. */
const STARTS = [/https?:\/\//iu, /(?<![\p{L}\p{N}])www\./iu];
const RUN = /^[^ \t\r\n]{1,4000}/u;
const MAIL = /(?<![\w.+-])[\w.+-]+@[\w.-]*\.[\w-]*\p{L}(?![\p{L}\p{N}_-])/giu;

/** Platforms find addresses in words, too. */
function linksIn(value: string, rules: LinkRules): FoundLink[] {
  const starts = [...value.matchAll(PIECE)].flatMap(({ 0: piece, index }) =>
    STARTS.map((start) => piece.search(start))
      .filter((at) => at !== -1)
      .map((at) => index + at),
  );
  const sites = starts.flatMap((start): FoundLink[] => {
    const run = RUN.exec(value.slice(start))?.[0] ?? "";
    const rank = lowestRank(run, rules);
    return rank === "linked" ? [] : [{ address: run, rank }];
  });
  const mails = (value.match(MAIL) ?? []).filter((mail) => !isKnownMail(mail, rules));
  return [...sites, ...mails.map((address): FoundLink => ({ address, rank: "unknown" }))];
}

/** Signs at which one platform ends an address and another goes on; in an honest one they hardly occur. */
const STOP = /[\s<>"'`|\\^]/gu;
const MOST_STOPS = 20;
const SIGNS_AT_END = /(?:['’]s)?[\s<>"'`|\\^{}()[\].,;:!?*_~…”’»]*$/u;

function lowestRank(run: string, rules: LinkRules): LinkRank {
  const stops = Array.from(run.matchAll(STOP), ({ index }) => index);
  if (stops.length > MOST_STOPS) return "unknown";
  const ranks = [...stops, run.length]
    .map((end) => run.slice(0, end).replace(SIGNS_AT_END, ""))
    .filter((address) => URL.canParse(/^www/iu.test(address) ? `https://${address}` : address))
    .map((address) => rankAddress(address, rules));
  if (ranks.includes("unknown")) return "unknown";
  return ranks.includes("named") ? "named" : "linked";
}
