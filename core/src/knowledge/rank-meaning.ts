import { isStopTerm, nearness, wordVectors } from "../text/index.ts";
import type { AnalyzedChunk } from "./analyze.ts";
import { share } from "./rank-context.ts";
import type { RankContext } from "./rank-context.ts";

/** Words further apart than this have nothing to do with each other. */
const FLOOR = 0.4;

/** What a passage says, whatever its words: see `text/word-vectors.ts`. */
type Meaning = { whole: Float32Array; titles: Float32Array; sentences: Float32Array[] };

const meanings = new WeakMap<AnalyzedChunk, Meaning>();

function meaningOf(parts: AnalyzedChunk): Meaning {
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
export function meaningOfQuestion({ content }: RankContext): (parts: AnalyzedChunk) => MeaningFeatures {
  const vectors = wordVectors();
  const wanted = [...content.weights].map(([term, weight]) => ({ term, weight, vector: vectors.of(term) }));
  const question = vectors.ofAll(content.weights.keys());
  const known = new Map<string, readonly number[] | null>();
  const worthOf = (term: string): readonly number[] | null => {
    const before = known.get(term);
    if (before !== undefined) return before;
    const vector = vectors.of(term);
    const worth = wanted.map((each) => {
      if (each.term === term) return 1;
      const near = vector && each.vector ? nearness(vector, each.vector) : 0;
      return Math.max(0, (near - FLOOR) / (1 - FLOOR));
    });
    const result = worth.some((value) => value > 0) ? worth : null;
    known.set(term, result);
    return result;
  };
  const cover = (terms: Iterable<string>): number => {
    const best = wanted.map(() => 0);
    for (const term of terms) {
      const worth = isStopTerm(term) ? null : worthOf(term);
      if (worth) for (let k = 0; k < best.length; k += 1) best[k] = Math.max(best[k] ?? 0, worth[k] ?? 0);
    }
    return share(
      best.reduce((total, value, k) => total + value * (wanted[k]?.weight ?? 0), 0),
      content.total,
    );
  };
  return (parts) => {
    const { whole, titles, sentences } = meaningOf(parts);
    return {
      meaning: nearness(question, whole),
      meaningHeading: nearness(question, titles),
      meaningSentence: sentences.reduce((best, vector) => Math.max(best, nearness(question, vector)), 0),
      meaningWords: cover(parts.counts.keys()),
      meaningTitle: cover(parts.title),
    };
  };
}
