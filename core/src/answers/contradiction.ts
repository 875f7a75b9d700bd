import type { AnswerDraft, KnowledgeChunk } from "../ports.ts";
import { contentTermsOf, cutText, splitSentences, termsOf } from "../text/index.ts";
import { numbersIn, SPELLED } from "./number-tokens.ts";

/** Fewer words in common say little about a sentence being the same but for a number. */
const LEAST_WORDS = 3;
const LEAST_SHARED = 0.75;
/** Of the titles: "The Pro plan" and "The Basic plan" are two matters, of which the same is said with other numbers. */
const LEAST_SHARED_TITLE = 0.5;
const LONGEST_QUOTE = 160;

const NEGATION =
  /(?<!\p{L})(?:not|no|never|cannot|can't|don't|doesn't|isn't|aren't|won't|nicht|kein\p{L}*|ne|pas|jamais|nunca)(?!\p{L})/iu;
const OPPOSITES: readonly (readonly [string, string])[] = [
  ["public", "private"],
  ["always", "never"],
  ["monthly", "yearly"],
  ["required", "optional"],
  ["allowed", "forbidden"],
  ["free", "paid"],
  ["enabled", "disabled"],
];

/** What two sentences that contradict each other differ in is none of the words that they share. */
const DIFFERENCES: ReadonlySet<string> = new Set(termsOf([...SPELLED, ...OPPOSITES.flat()].join(" ")));

type Said = { words: ReadonlySet<string>; numbers: ReadonlySet<string>; text: string };

/**
 * What an article that the answer does not cite says otherwise: the same sentence with other numbers, with or without a "not",
 * or with the opposite word. Told by words alone, for the eyes of agents; null when nothing is found.
 */
export function findContradiction(draft: AnswerDraft, chunks: readonly KnowledgeChunk[]): string | null {
  const cited = chunks.filter(({ chunkId }) => draft.citedChunkIds.includes(chunkId));
  const articles = new Set(cited.map(({ articleId }) => articleId));
  const told = splitSentences(plain(draft.markdown)).map(toSaid);
  for (const chunk of chunks) {
    if (articles.has(chunk.articleId) || !cited.some((one) => isSameMatter(one.title, chunk.title))) continue;
    const other = splitSentences(plain(chunk.text)).map(toSaid);
    const found = other.find((said) => told.some((mine) => disagree(mine, said)));
    if (found) return `The article "${chunk.title}" says otherwise: "${cutText(found.text, LONGEST_QUOTE)}"`;
  }
  return null;
}

const plain = (markdown: string): string => markdown.replace(/^[\s>#*+-]+/gmu, "").replace(/[*_`]/gu, "");

function toSaid(sentence: string): Said {
  const terms = contentTermsOf(sentence.replace(NEGATION, " "));
  const words = terms.filter((term) => !/\d/u.test(term) && !DIFFERENCES.has(term));
  return { words: new Set(words), numbers: new Set(numbersIn(sentence, null)), text: sentence.trim() };
}

function isSameMatter(title: string, other: string): boolean {
  return shareOf(new Set(contentTermsOf(title)), new Set(contentTermsOf(other))) >= LEAST_SHARED_TITLE;
}

function disagree(one: Said, other: Said): boolean {
  if (Math.min(one.words.size, other.words.size) < LEAST_WORDS) return false;
  if (shareOf(one.words, other.words) < LEAST_SHARED) return false;
  const counts = one.numbers.size > 0 && other.numbers.size > 0;
  if (counts && [...one.numbers].every((number) => !other.numbers.has(number))) return true;
  return NEGATION.test(one.text) !== NEGATION.test(other.text) || areOpposite(one.text, other.text);
}

function areOpposite(one: string, other: string): boolean {
  const holds = (text: string, word: string): boolean => new RegExp(String.raw`\b${word}\b`, "iu").test(text);
  const isOther = (mine: string, theirs: string): boolean =>
    holds(one, mine) && !holds(other, mine) && holds(other, theirs) && !holds(one, theirs);
  return OPPOSITES.some(([a, b]) => isOther(a, b) || isOther(b, a));
}

function shareOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((term) => other.has(term)).length;
  const all = one.size + other.size - both;
  return all === 0 ? 0 : both / all;
}
