import { MOST_NEAR, wordNeighbors, wordVectors } from "../../text/index.ts";
import { Coverage } from "./coverage.ts";
import type { PassageTerms } from "./passage-terms.ts";
import { share } from "./rank-context.ts";
import type { RankContext } from "./rank-context.ts";
import type { TermNumbers } from "./term-numbers.ts";

/** How long the words of a passage are together, by their directions: see `text/word-vectors.ts`. */
type Lengths = { whole: number; titles: number; sentences: number[] };

const lengths = new WeakMap<PassageTerms, Lengths>();

/** Remembered for as long as the passage is. */
export function lengthsOf(passage: PassageTerms, { places }: TermNumbers): Lengths {
  const known = lengths.get(passage);
  if (known) return known;
  const vectors = wordVectors();
  const lengthOf = (terms: Int32Array): number =>
    vectors.lengthOfAll(terms.map((term) => places[term] ?? -1));
  const { terms, ends } = passage.sentences;
  const made = {
    whole: lengthOf(passage.all),
    titles: lengthOf(Int32Array.of(...passage.titleContent, ...passage.heading)),
    sentences: Array.from(ends, (end, n) => lengthOf(terms.subarray(ends[n - 1] ?? 0, end))),
  };
  lengths.set(passage, made);
  return made;
}

export type MeaningFeatures = {
  meaning: number;
  meaningHeading: number;
  meaningSentence: number;
  meaningWords: number;
  meaningTitle: number;
};

/** How near passages come to a question in meaning. One for a question: it remembers what each word is worth to it. */
export function meaningOfQuestion({
  question,
  content,
  wanted,
  numbers,
}: RankContext): (passage: PassageTerms) => MeaningFeatures {
  const vectors = wordVectors();
  const words = [...wanted.keys()];
  const own = numbers.ofTerms(words);
  const english = question.isEnglish ? words : [];
  const worths = worthsByPlace(english.map((word) => vectors.placeOf(word)));
  const cosineOf = vectors.cosineWith(vectors.ofAll(english));
  /** By a term's number, once `coverage` has met it: its weight in a text's direction, times its cosine with the question's. */
  const projections = new Float32Array(numbers.terms.length);
  const coverage = new Coverage(wanted.values(), numbers.terms.length, (term) => {
    if (numbers.isStop[term]) return null;
    const place = question.isEnglish ? (numbers.places[term] ?? -1) : -1;
    if (place < 0) return own.includes(term) ? own.map((word) => (word === term ? 1 : 0)) : null;
    projections[term] = vectors.weightOf(place) * cosineOf(place);
    return worths.get(place) ?? null;
  });
  const projected = (terms: Int32Array, from = 0, to = terms.length): number => {
    let total = 0;
    for (let at = from; at < to; at += 1) total += projections[terms[at] ?? 0] ?? 0;
    return total;
  };
  return (passage) => {
    const { whole, titles, sentences } = lengthsOf(passage, numbers);
    const { terms, ends } = passage.sentences;
    const covered = coverage.of(passage.all);
    return {
      meaning: projected(passage.all) / whole,
      meaningHeading: (projected(passage.titleContent) + projected(passage.heading)) / titles,
      meaningSentence: sentences.reduce(
        (best, length, n) => Math.max(best, projected(terms, ends[n - 1] ?? 0, ends[n]) / length),
        0,
      ),
      meaningWords: share(covered, content.total),
      meaningTitle: share(coverage.of(passage.titleContent), content.total),
    };
  };
}

/**
 * What words are worth to each of a question's, by their place in the table of word vectors: 1 to themselves, less to their
 * neighbors. `places`: of the question's words.
 */
function worthsByPlace(places: readonly number[]): Map<number, Float64Array> {
  const worths = new Map<number, Float64Array>();
  const add = (place: number, k: number, worth: number): void => {
    const row = worths.get(place) ?? new Float64Array(places.length);
    row[k] = worth;
    worths.set(place, row);
  };
  for (const [k, place] of places.entries()) {
    if (place < 0) continue;
    add(place, k, 1);
    const near = wordNeighbors().of(place);
    near.places.forEach((neighbor, i) => add(neighbor, k, (near.nearness[i] ?? 0) / MOST_NEAR));
  }
  return worths;
}
