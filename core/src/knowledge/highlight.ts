import { termsOf } from "../text/index.ts";
import type { TextLanguage } from "../text/index.ts";

/** A piece of a passage: one after the other they are its text. `hit`: it is a word that was looked for. */
export type PassagePart = { text: string; hit: boolean };

export type Sought = {
  /** Terms of the question, stemmed by the rules of the passage's language. */
  terms: ReadonlySet<string>;
  /** Beginning of the word that is still being typed, in small letters; null when there is none worth showing. */
  beginning: string | null;
};

const WORD = /[\p{L}\p{N}]+(?:['’._:@#+-]+[\p{L}\p{N}]+)*[+#]{0,2}/gu;
const PLAIN_WORD = /^[A-Za-z][a-z]*$/u;
const SHOWN = 220;
/** Characters before the first word found. */
const LEAD = 60;

type Found = { start: number; end: number };

/** The part of a passage that shows why it was found, as plain text in pieces: never Markdown, never HTML. */
export function highlightPassage(
  markdown: string,
  sought: Sought,
  language: TextLanguage | null,
): PassagePart[] {
  const text = toPlainText(markdown);
  const found = findWords(text, sought, language);
  const { start, end } = windowOf(text, found);
  const parts: PassagePart[] = [];
  const put = (from: number, to: number, hit: boolean): void => {
    if (to > from) parts.push({ text: text.slice(from, to).toWellFormed(), hit });
  };
  if (start > 0) parts.push({ text: "… ", hit: false });
  let at = start;
  for (const word of found) {
    if (word.start < at || word.end > end) continue;
    put(at, word.start, false);
    put(word.start, word.end, true);
    at = word.end;
  }
  put(at, end, false);
  if (end < text.length) parts.push({ text: " …", hit: false });
  return parts;
}

function findWords(text: string, sought: Sought, language: TextLanguage | null): Found[] {
  const found: Found[] = [];
  const beginnings = new Set([...sought.terms, sought.beginning ?? ""].map((term) => term.slice(0, 2)));
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    // Stemming takes most of the time, and leaves a plain word its first two letters.
    if (PLAIN_WORD.test(word) && !beginnings.has(word.slice(0, 2).toLowerCase())) continue;
    if (isSought(word, sought, language)) found.push({ start: match.index, end: match.index + word.length });
  }
  return found;
}

function isSought(word: string, { terms, beginning }: Sought, language: TextLanguage | null): boolean {
  if (beginning !== null && word.toLowerCase().startsWith(beginning)) return true;
  return termsOf(word, language).some((term) => terms.has(term));
}

/** Where most of the words stand close together, from the start of a word to the end of one. */
function windowOf(text: string, found: Found[]): Found {
  if (text.length <= SHOWN) return { start: 0, end: text.length };
  let best = { from: 0, count: 0 };
  for (const [index, { start }] of found.entries()) {
    let last = index;
    while ((found[last + 1]?.end ?? Number.POSITIVE_INFINITY) <= start + SHOWN - LEAD) last += 1;
    if (last - index + 1 > best.count) best = { from: start, count: last - index + 1 };
  }
  const start = best.from <= LEAD ? 0 : wordStart(text, best.from - LEAD, best.from);
  return { start, end: wordEnd(text, start + SHOWN, best.from) };
}

function wordStart(text: string, at: number, latest: number): number {
  const space = text.indexOf(" ", at);
  return space < 0 || space >= latest ? latest : space + 1;
}

function wordEnd(text: string, at: number, earliest: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(" ", at);
  return space > earliest ? space : at;
}

/** Longer passages are not shown whole anyway. */
const LONGEST = 6_000;

/** Markdown without its signs, on one line. Each rule runs in time linear in the text. */
export function toPlainText(markdown: string): string {
  return markdown
    .slice(0, LONGEST)
    .split("\n")
    .map(plainLine)
    .filter((line) => line !== "")
    .join(" ")
    .replace(/\s+/gu, " ")
    .trim();
}

/** Brackets may stand in its words, and in its address round ones. */
const LINK =
  /!?\[((?:[^\][]|\[[^\][]{0,300}\]){0,300})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,500}(?:\s[^()]{0,200})?\)/gu;

const RULE_LINE = /^[\s|:=*_~`-]*$/u;

function plainLine(line: string): string {
  // Table borders, rulers and fences.
  if (RULE_LINE.test(line) || /^\s{0,3}(?:```|~~~)/u.test(line)) return "";
  return (
    line
      .replace(/^\s*>[\s>]*(?:\[!\w+\])?/u, "")
      .replace(/^\s*#{1,6}\s/u, "")
      .replace(/^\s*(?:[-*+]|\d{1,9}[.)])\s/u, "")
      .replace(LINK, "$1")
      // A picture that is a link.
      .replace(LINK, "$1")
      .replace(/<\/?[A-Za-z!][^<>]{0,300}>/gu, "")
      .replace(/(?<!\\)(?:\*{1,3}|`{1,3}|~~|(?<![\p{L}\p{N}])_{1,3}|_{1,3}(?![\p{L}\p{N}]))/gu, "")
      .replace(/\\([!-/:-@[-`{-~])/gu, "$1")
      .replace(/\s*\|\s*/gu, " ")
      .trim()
  );
}
