import { LEAST_COSINE, MOST_NEAR, wordNeighbors, wordVectors } from "../../text/index.ts";

/** A term that articles may use where the question uses another. `weight`: what finding it counts, the question's own being 1. */
export type RelatedTerm = { term: string; weight: number };

/** Of each of the question's terms. */
const MOST_OF_ONE = 8;
const MOST_OF_ALL = 24;
/** What a neighbor in the same place counts, and one as far as neighbors are. */
const MOST_WEIGHT = 0.3;
const LEAST_WEIGHT = MOST_WEIGHT * LEAST_COSINE;

/** Neighbors of the question's English terms ("puppy" for "dog"), nearest first; none of the terms themselves. */
export function relatedTerms(terms: readonly string[]): RelatedTerm[] {
  const vectors = wordVectors();
  const neighbors = wordNeighbors();
  const nearest = new Map<number, number>();
  for (const term of terms) {
    const { places, nearness } = neighbors.of(vectors.placeOf(term));
    for (let i = 0; i < Math.min(places.length, MOST_OF_ONE); i += 1) {
      const place = places[i] ?? 0;
      nearest.set(place, Math.max(nearest.get(place) ?? 0, nearness[i] ?? 0));
    }
  }
  for (const term of terms) nearest.delete(vectors.placeOf(term));
  return [...nearest]
    .sort(([a, near], [b, other]) => other - near || a - b)
    .slice(0, MOST_OF_ALL)
    .map(([place, near]) => ({
      term: vectors.words[place] ?? "",
      weight: LEAST_WEIGHT + ((MOST_WEIGHT - LEAST_WEIGHT) * near) / MOST_NEAR,
    }));
}
