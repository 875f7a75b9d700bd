import { isStopTerm } from "../text/index.ts";
import type { Coverage } from "./coverage.ts";
import type { Candidates } from "./find-candidates.ts";
import { frameWeights } from "./question-terms.ts";
import type { QuestionTerms } from "./question-terms.ts";
import { softCoverage } from "./soft-match.ts";
import { termNumbers } from "./term-numbers.ts";
import type { TermNumbers } from "./term-numbers.ts";

export type Weighed = { weights: ReadonlyMap<string, number>; total: number };

/** A question with what the articles say of its words: all that the features of a passage are measured against. */
export type RankContext = {
  question: QuestionTerms;
  numbers: TermNumbers;
  content: Weighed;
  /** How much of `content` terms cover by their letters. */
  soft: Coverage;
  focus: Weighed;
  names: Weighed;
  pairs: Pairs;
  allTerms: ReadonlySet<string>;
  allPairs: ReadonlySet<string>;
  occurrence: ReadonlyMap<string, number>;
  average: number;
};

/** `numbers`: those of the terms of all passages that will be held against the question. */
export function contextOf(
  question: QuestionTerms,
  found: Candidates,
  numbers: TermNumbers = termNumbers(),
): RankContext {
  const mended = new Map(found.terms.map((term) => [term.term, term.found_as]));
  const asFound = (terms: string[]): string[] => [...new Set(terms.map((term) => mended.get(term) ?? term))];
  const passages = new Map(found.terms.map((term) => [term.found_as, term.passages]));
  const rarity = (term: string): number => {
    const holds = passages.get(term) ?? 0;
    return Math.log(1 + (Math.max(found.passages - holds, 0) + 0.5) / (holds + 0.5));
  };
  const weigh = (terms: string[]): Weighed => {
    const frame = frameWeights(terms);
    const weights = new Map(terms.map((term) => [term, rarity(term) * (frame.get(term) ?? 1)]));
    return { weights, total: sum(weights.values()) };
  };
  const content = weigh(asFound(question.content));
  const all = asFound(question.all);
  const inOrder = question.all.filter((term) => !isStopTerm(term)).map((term) => mended.get(term) ?? term);
  return {
    question,
    numbers,
    content,
    soft: softCoverage(content.weights, numbers),
    focus: weigh(asFound(question.focus)),
    names: weigh(asFound([...question.proper])),
    pairs: pairWeights(inOrder, content.weights),
    allTerms: new Set(all),
    allPairs: new Set(pairsOf(question.all.map((term) => mended.get(term) ?? term))),
    occurrence: new Map(
      found.terms.map((term) => [term.found_as, term.occurrences / Math.max(1, found.termsInAll)]),
    ),
    average: found.passages > 0 ? found.termsInAll / found.passages : 1,
  };
}

export function pairsOf(terms: string[]): string[] {
  return terms.slice(1).map((term, index) => `${terms[index]} ${term}`);
}

/** First word -> second word -> weight of the two side by side. */
export type Pairs = ReadonlyMap<string, ReadonlyMap<string, number>>;

function pairWeights(terms: string[], weights: ReadonlyMap<string, number>): Pairs {
  const pairs = new Map<string, Map<string, number>>();
  for (const [index, term] of terms.slice(1).entries()) {
    const before = terms[index] ?? "";
    const seconds = pairs.get(before) ?? new Map<string, number>();
    seconds.set(term, Math.min(weights.get(before) ?? 0, weights.get(term) ?? 0));
    pairs.set(before, seconds);
  }
  return pairs;
}

export const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

export const share = (part: number, total: number): number => (total > 0 ? part / total : 0);
