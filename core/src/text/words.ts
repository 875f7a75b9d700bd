import { isKorean, pairsOfSyllables } from "./languages/korean.ts";
import { stemIn, STOP_MARK } from "./languages/other-languages.ts";
import type { TextLanguage } from "./languages/other-languages.ts";
import { stem } from "./languages/stem.ts";
import { STOP_WORDS } from "./languages/stop-words.ts";
import {
  isStopPair,
  isUnspaced,
  pairsAcrossWords,
  pairsOfCharacters,
  runsOfScript,
} from "./languages/unspaced.ts";

const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’._:@#+-]+[\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*[+#]{0,2}/gu;
/** Accents that make no letter with the one before, and vowels that Arabic and Hebrew mostly leave out. */
const LOOSE_MARK = /[\p{sc=Inherited}&&\p{M}]|[\u0591-\u05C7\u0640]/gv;
const PARTS = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+|[\p{L}]+/gu;
const MAX_TERM = 60;

/**
 * The terms a text is found by: stems, plus identifiers and error codes both whole and in parts. Stop words are kept.
 * A text and a question meet only if they are taken apart by the rules of one language; null stands for the English ones.
 */
export function termsOf(text: string, language: TextLanguage | null = null): string[] {
  const terms: string[] = [];
  for (const token of plainLetters(text).match(TOKEN) ?? []) {
    if (language !== null) pushTermsIn(language, token, terms);
    else for (const term of termsOfToken(token)) terms.push(term);
  }
  return terms;
}

const plainLetters = (text: string): string => text.normalize("NFKC").replace(LOOSE_MARK, "");

const known = new Map<string, readonly string[]>();
/** About 10 MB. The same tokens come again and again. */
const MOST_KNOWN = 50_000;
/** A longer part of a string is no copy in V8: remembered, it would keep the whole text in memory. */
const LONGEST_KNOWN = 12;

function termsOfToken(token: string): readonly string[] {
  const before = known.get(token);
  if (before) return before;
  const terms: string[] = [];
  pushTerms(token, terms);
  if (token.length > LONGEST_KNOWN) return terms;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(token, terms);
  return terms;
}

/** The terms of a question that say what it is about: no stop words, unless it has no others; each once. */
export function contentTermsOf(text: string, language: TextLanguage | null = null): string[] {
  const all = termsOf(text, language);
  const across = isUnspaced(text) ? pairsAcrossWords(plainLetters(text)) : null;
  const content = all.filter((term) => !isStopTerm(term) && across?.has(term) !== true);
  return [...new Set(content.length > 0 ? content : all)];
}

const STOP_TERMS: ReadonlySet<string> = new Set([...STOP_WORDS, ...[...STOP_WORDS].map(stem)]);

export function isStopTerm(term: string): boolean {
  return (
    STOP_TERMS.has(term) ||
    (term.length === 1 && term >= "a" && term <= "z") ||
    term[0] === STOP_MARK ||
    isStopPair(term)
  );
}

function pushTerms(token: string, terms: string[]): void {
  if (hasOwnRules(token)) return pushRuns(token, terms, (run) => pushTerms(run, terms));
  const lower = token.toLowerCase().replaceAll("’", "'").slice(0, MAX_TERM);
  if (/^[a-z]+(?:'[a-z]+)?$/.test(lower) && !/\p{Ll}\p{Lu}/u.test(token)) {
    terms.push(stem(lower));
    return;
  }
  terms.push(lower);
  const parts = token.match(PARTS) ?? [];
  if (parts.length < 2) return;
  for (const part of parts) terms.push(stem(part.toLowerCase()));
}

function pushTermsIn(language: TextLanguage, token: string, terms: string[]): void {
  if (hasOwnRules(token)) return pushRuns(token, terms, (run) => pushTermsIn(language, run, terms));
  const lower = token.toLowerCase().replaceAll("’", "'").slice(0, MAX_TERM);
  if (/^[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*$/u.test(lower) && !/\p{Ll}\p{Lu}/u.test(token)) {
    // French and Italian join an article or pronoun to the word: l'abonnement, dell'account.
    for (const word of lower.split("'")) terms.push(stemIn(language, word));
    return;
  }
  terms.push(lower);
  const parts = token.match(PARTS) ?? [];
  if (parts.length < 2) return;
  for (const part of parts) terms.push(stemIn(language, part.toLowerCase()));
}

/** Whether it has letters of a script whose words are not stemmed. */
const hasOwnRules = (token: string): boolean => isUnspaced(token) || isKorean(token);

function pushRuns(token: string, terms: string[], pushOther: (run: string) => void): void {
  for (const run of runsOfScript(token)) {
    if (isUnspaced(run)) terms.push(...pairsOfCharacters(run));
    else if (isKorean(run)) terms.push(...(pairsOfSyllables(run) ?? [`${STOP_MARK}${run}`]));
    else for (const part of run.match(TOKEN) ?? []) pushOther(part);
  }
}
