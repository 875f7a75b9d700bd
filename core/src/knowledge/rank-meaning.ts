import { wordVectors } from "../text/index.ts";
import { Coverage } from "./coverage.ts";
import type { PassageTerms } from "./passage-terms.ts";
import { share } from "./rank-context.ts";
import type { RankContext } from "./rank-context.ts";
import type { TermNumbers } from "./term-numbers.ts";

/** Words further apart than this have nothing to do with each other. */
const FLOOR = 0.55;

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
  content,
  wanted,
  numbers,
}: RankContext): (passage: PassageTerms) => MeaningFeatures {
  const vectors = wordVectors();
  const words = [...wanted.keys()];
  const own = numbers.ofTerms(words);
  const compare = vectors.comparer([vectors.ofAll(words), ...words.map((word) => vectors.of(word))]);
  /** By a term's number, once `coverage` has met it: its weight in a text's direction, times its cosine with the question's. */
  const projections = new Float32Array(numbers.terms.length);
  const row = new Float64Array(words.length);
  const coverage = new Coverage(wanted.values(), numbers.terms.length, (term) => {
    if (numbers.isStop[term]) return null;
    const place = numbers.places[term] ?? -1;
    if (place < 0 && !own.includes(term)) return null;
    const cosines = compare(place);
    projections[term] = vectors.weightOf(place) * (cosines[0] ?? 0);
    for (let k = 0; k < row.length; k += 1)
      row[k] = own[k] === term ? 1 : ((cosines[k + 1] ?? 0) - FLOOR) / (1 - FLOOR);
    return row;
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
