/**
 * Finds the neighbors of every word in the table of word vectors, for `core/src/text/word-neighbors.ts`:
 *
 *   node test/evals/word-vectors/find-neighbors.ts
 *
 * Compares every two of 36,000 words, which takes two minutes, and writes core/src/text/word-neighbors.bin.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LEAST_COSINE, MOST_NEAR, wordVectors } from "@firstline/core/text";
import type { Neighbors } from "@firstline/core/text";

const FILE = fileURLToPath(new URL("../../../core/src/text/word-neighbors.bin", import.meta.url));

const vectors = wordVectors();
const { words } = vectors;
const all = words.map(neighborsOf);
writeFileSync(FILE, toBytes(all));
console.log(
  `${words.length} words have ${all.reduce((sum, { places }) => sum + places.length, 0)} neighbors`,
);

function neighborsOf(word: string, own: number): Neighbors {
  const cosineOf = vectors.cosineWith(vectors.of(word) ?? new Float32Array(vectors.dimensions));
  const near: { place: number; nearness: number }[] = [];
  for (let place = 0; place < words.length; place += 1) {
    const nearness = Math.round((MOST_NEAR * (cosineOf(place) - LEAST_COSINE)) / (1 - LEAST_COSINE));
    if (nearness > 0 && place !== own) near.push({ place, nearness });
  }
  near.sort((a, b) => b.nearness - a.nearness || a.place - b.place);
  return {
    places: Uint16Array.from(near, ({ place }) => place),
    nearness: Uint8Array.from(near, ({ nearness }) => nearness),
  };
}

/** As `core/src/text/word-neighbors.ts` reads it; by the place of each word. */
function toBytes(all: readonly Neighbors[]): Buffer {
  const count = all.reduce((sum, { places }) => sum + places.length, 0);
  const bytes = Buffer.alloc(4 + 2 * all.length + 3 * count);
  let at = bytes.writeUInt32LE(all.length, 0);
  for (const { places } of all) at = bytes.writeUInt16LE(places.length, at);
  for (const { places } of all) for (const place of places) at = bytes.writeUInt16LE(place, at);
  for (const { nearness } of all) for (const near of nearness) at = bytes.writeUInt8(near, at);
  return bytes;
}
