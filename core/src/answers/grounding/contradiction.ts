import type { AnswerDraft, KnowledgeChunk } from "../../ports.ts";
import { contentTermsOf, cutText, jaccard, splitSentences, termsOf } from "../../text/index.ts";
import { numbersIn, SPELLED } from "./number-tokens.ts";

/** Fewer words in common say little about a sentence being the same but for a number. */
const LEAST_WORDS = 3;
const LEAST_SHARED = 0.75;
/** Of the titles: "The Pro plan" and "The Basic plan" are two matters, of which the same is said with other numbers. */
const LEAST_SHARED_TITLE = 0.5;
const LONGEST_QUOTE = 160;

const NEGATION =
  /(?<!\p{L})(?:not|no|never|cannot|can't|don't|doesn't|isn't|aren't|won't|nicht|kein\p{L}*|ne|pas|jamais|nunca)(?!\p{L})/iu;
/** "Don't forget to ..." says the same as without. */
const REMINDS = /(?<!\p{L})(?:don't|do not|never|not) (?:forget|hesitate|only)(?!\p{L})/giu;
/** The numbers of what stands elsewhere. */
const PLACES = /(?<!\p{L})(?:step|page|section|chapter|figure|table|line|part|note)s?\s+\d+(?:\.\d+)*/giu;
/** With a "not" that the other lacks, two sentences must say the same else. */
const SAME = 0.9;
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

type Said = {
  words: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
  /** As written. */
  text: string;
  /** Without what may differ between sentences that say the same. */
  plain: string;
};

/**
 * What an article that the answer does not cite says otherwise: the same sentence with other numbers, with or without a "not",
 * or with the opposite word. Told by words alone, for the eyes of agents; null when nothing is found.
 */
export function findContradiction(draft: AnswerDraft, chunks: readonly KnowledgeChunk[]): string | null {
  const cited = chunks.filter(({ chunkId }) => draft.citedChunkIds.includes(chunkId));
  const articles = new Set(cited.map(({ articleId }) => articleId));
  const told = splitSentences(withoutMarks(draft.markdown)).map(toSaid);
  for (const chunk of chunks) {
    if (articles.has(chunk.articleId) || !cited.some((one) => isSameMatter(one.title, chunk.title))) continue;
    const other = splitSentences(withoutMarks(chunk.text)).map(toSaid);
    const found = other.find((said) => told.some((mine) => disagree(mine, said)));
    if (found) return `The article "${chunk.title}" says otherwise: "${cutText(found.text, LONGEST_QUOTE)}"`;
  }
  return null;
}

const withoutMarks = (markdown: string): string =>
  markdown.replace(/^[\s>#*+-]+/gmu, "").replace(/[*_`]/gu, "");

function toSaid(written: string): Said {
  const sentence = written.replace(PLACES, " ").replace(REMINDS, " ");
  const terms = contentTermsOf(sentence.replace(NEGATION, " "));
  const words = terms.filter((term) => !/\d/u.test(term) && !DIFFERENCES.has(term));
  return {
    words: new Set(words),
    numbers: new Set(numbersIn(sentence, null)),
    text: written.trim(),
    plain: sentence,
  };
}

function isSameMatter(title: string, other: string): boolean {
  return jaccard(new Set(contentTermsOf(title)), new Set(contentTermsOf(other))) >= LEAST_SHARED_TITLE;
}

function disagree(one: Said, other: Said): boolean {
  if (Math.min(one.words.size, other.words.size) < LEAST_WORDS) return false;
  const shared = jaccard(one.words, other.words);
  if (shared < LEAST_SHARED) return false;
  const counts = one.numbers.size > 0 && other.numbers.size > 0;
  if (counts && [...one.numbers].every((number) => !other.numbers.has(number))) return true;
  const isDenied = NEGATION.test(one.plain) !== NEGATION.test(other.plain);
  return (isDenied && shared >= SAME) || areOpposite(one.plain, other.plain);
}

function areOpposite(one: string, other: string): boolean {
  const holds = (text: string, word: string): boolean => new RegExp(String.raw`\b${word}\b`, "iu").test(text);
  const isOther = (mine: string, theirs: string): boolean =>
    holds(one, mine) && !holds(other, mine) && holds(other, theirs) && !holds(one, theirs);
  return OPPOSITES.some(([a, b]) => isOther(a, b) || isOther(b, a));
}
