import { isStopTerm } from "../../text/index.ts";
import type { Coverage } from "./coverage.ts";
import type { Candidates } from "../find-candidates.ts";
import { frameWeights } from "./question-terms.ts";
import type { QuestionTerms } from "./question-terms.ts";
import { softCoverage } from "./soft-match.ts";
import type { TermNumbers } from "./term-numbers.ts";

/** What some of the question's words weigh, by their places; the others weigh 0. */
export type Weighed = { weights: Float64Array; total: number };

/** A question with what the articles say of its words: all that the features of a passage are measured against. */
export type RankContext = {
  question: QuestionTerms;
  numbers: TermNumbers;
  /** By a term's number: its place among the question's words, from 1; 0 for all that are not among them. */
  places: Uint16Array;
  content: Weighed;
  /** What it is about: the words that `content` weighs. */
  wanted: ReadonlyMap<string, number>;
  /** How much of `content` terms cover by their letters. */
  soft: Coverage;
  focus: Weighed;
  names: Weighed;
  pairs: Pairs;
  /** All its words: as they were asked, and as they are found. */
  asked: ReadonlySet<number>;
  allTerms: ReadonlySet<number>;
  allPairs: ReadonlySet<number>;
  /** By place: what part of the terms of all articles a word is. */
  occurrence: Float64Array;
  average: number;
};

/** It has place 0. */
const NO_WORD = "";
/** A word that no article has is taken to be this rare. */
const RAREST = 1e-7;

/** `numbers`: those of the terms of all passages that will be held against the question. */
export function contextOf(question: QuestionTerms, found: Candidates, numbers: TermNumbers): RankContext {
  const mended = new Map(found.terms.map((term) => [term.term, term.found_as]));
  const asFound = (terms: Iterable<string>): string[] =>
    Array.from(terms, (term) => mended.get(term) ?? term);
  const weightsOf = weigher(found);
  const wanted = weightsOf(asFound(question.content));
  const focus = weightsOf(asFound(question.focus));
  const names = weightsOf(asFound(question.proper));
  const all = asFound(question.all);
  const words = [NO_WORD, ...new Set([...all, ...wanted.keys(), ...focus.keys(), ...names.keys()])];
  const weigh = (weights: ReadonlyMap<string, number>): Weighed => ({
    weights: Float64Array.from(words, (word) => weights.get(word) ?? 0),
    total: sum(weights.values()),
  });
  const places = placesOf(numbers.ofTerms(words), numbers);
  const inOrder = asFound(question.all.filter((term) => !isStopTerm(term)));
  const occurrences = new Map(found.terms.map((term) => [term.found_as, term.occurrences]));
  return {
    question,
    numbers,
    places,
    content: weigh(wanted),
    wanted,
    soft: softCoverage(wanted, numbers),
    focus: weigh(focus),
    names: weigh(names),
    pairs: pairWeights(inOrder, wanted, numbers),
    asked: new Set(numbers.ofTerms(question.all)),
    allTerms: new Set(numbers.ofTerms(all)),
    allPairs: new Set(pairsOf(numbers.ofTerms(all))),
    occurrence: Float64Array.from(words, (word) => {
      const times = occurrences.get(word);
      return times === undefined ? RAREST : times / Math.max(1, found.termsInAll);
    }),
    average: found.passages > 0 ? found.termsInAll / found.passages : 1,
  };
}

/** What words weigh, each once: the rarer they are in the articles, the more. */
function weigher(found: Candidates): (terms: string[]) => Map<string, number> {
  const passages = new Map(found.terms.map((term) => [term.found_as, term.passages]));
  const rarity = (term: string): number => {
    const holds = passages.get(term) ?? 0;
    return Math.log(1 + (Math.max(found.passages - holds, 0) + 0.5) / (holds + 0.5));
  };
  return (terms) => {
    const frame = frameWeights(terms);
    return new Map(terms.map((term) => [term, rarity(term) * (frame.get(term) ?? 1)]));
  };
}

function placesOf(words: Int32Array, { terms }: TermNumbers): Uint16Array {
  const places = new Uint16Array(terms.length);
  for (const [place, word] of words.entries()) places[word] = place;
  return places;
}

/** Two terms side by side, as a number. */
export const pairOf = (first: number, second: number): number => first * MOST_NUMBERS + second;
const MOST_NUMBERS = 2 ** 24;

/** Every term with the next, in order. */
export const pairsOf = (terms: Int32Array): Float64Array =>
  Float64Array.from({ length: Math.max(0, terms.length - 1) }, (_, i) =>
    pairOf(terms[i] ?? 0, terms[i + 1] ?? 0),
  );

/** Weights of the question's words side by side. */
export type Pairs = { weights: ReadonlyMap<number, number>; total: number };

function pairWeights(terms: string[], weights: ReadonlyMap<string, number>, numbers: TermNumbers): Pairs {
  const pairs = new Map<number, number>();
  const numbered = numbers.ofTerms(terms);
  for (let i = 1; i < terms.length; i += 1) {
    const weight = Math.min(weights.get(terms[i - 1] ?? "") ?? 0, weights.get(terms[i] ?? "") ?? 0);
    pairs.set(pairOf(numbered[i - 1] ?? 0, numbered[i] ?? 0), weight);
  }
  return { weights: pairs, total: sum(pairs.values()) };
}

export const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

export const share = (part: number, total: number): number => (total > 0 ? part / total : 0);

/** What a term weighs in the question's content: more than 0 for each of its words. */
export const weightIn = (term: number, { places, content }: RankContext): number =>
  content.weights[places[term] ?? 0] ?? 0;

export function weightOf(terms: Int32Array, context: RankContext): number {
  let total = 0;
  for (const term of terms) total += weightIn(term, context);
  return total;
}
