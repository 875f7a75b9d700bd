import { isStopTerm, nearness, wordVectors } from "../text/index.ts";
import type { AnalyzedChunk } from "./analyze.ts";
import { Coverage } from "./coverage.ts";
import { share } from "./rank-context.ts";
import type { RankContext } from "./rank-context.ts";

/** Words further apart than this have nothing to do with each other. */
const FLOOR = 0.4;

/** What a passage says, whatever its words: see `text/word-vectors.ts`. */
type Meaning = { whole: Float32Array; titles: Float32Array; sentences: Float32Array[] };

const meanings = new WeakMap<AnalyzedChunk, Meaning>();

/** Remembered for as long as the passage is. */
export function meaningOf(parts: AnalyzedChunk): Meaning {
  const known = meanings.get(parts);
  if (known) return known;
  const vectors = wordVectors();
  const meaning = {
    whole: vectors.ofAll(parts.counts.keys()),
    titles: vectors.ofAll([...parts.title, ...parts.heading]),
    sentences: parts.sentences.map((terms) => vectors.ofAll(terms)),
  };
  meanings.set(parts, meaning);
  return meaning;
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
  numbers,
}: RankContext): (parts: AnalyzedChunk) => MeaningFeatures {
  const vectors = wordVectors();
  const wanted = [...content.weights.keys()];
  const places = vectors.placesOf(wanted);
  const question = vectors.ofAll(wanted);
  const coverage = new Coverage(content.weights.values(), numbers, (term) => {
    if (isStopTerm(term)) return null;
    const own = wanted.indexOf(term);
    const near = vectors.nearTo(term, places, FLOOR);
    if (own < 0) return near && near.map((value) => Math.max(0, (value - FLOOR) / (1 - FLOOR)));
    return wanted.map((_, k) => (k === own ? 1 : Math.max(0, ((near?.[k] ?? 0) - FLOOR) / (1 - FLOOR))));
  });
  return (parts) => {
    const { whole, titles, sentences } = meaningOf(parts);
    const { all, title } = numbers.ofChunk(parts);
    return {
      meaning: nearness(question, whole),
      meaningHeading: nearness(question, titles),
      meaningSentence: sentences.reduce((best, vector) => Math.max(best, nearness(question, vector)), 0),
      meaningWords: share(coverage.of(all), content.total),
      meaningTitle: share(coverage.of(title), content.total),
    };
  };
}
