import { expect, test } from "vitest";
import { stem } from "./languages/stem.ts";
import { LEAST_COSINE, MOST_NEAR, wordNeighbors } from "./word-neighbors.ts";
import { nearness, wordVectors } from "./word-vectors.ts";

const neighborsOf = (word: string) => {
  const vectors = wordVectors();
  const { places, nearness: near } = wordNeighbors().of(vectors.placeOf(stem(word)));
  return Array.from(places, (place, i) => ({ word: vectors.words[place] ?? "", near: near[i] ?? 0 }));
};

test("the nearest of a word may stand for it, and come first", () => {
  const near = neighborsOf("cancel");

  expect(near[0]?.word).toBe(stem("cancelled"));
  expect(near.map((each) => each.near)).toEqual(near.map((each) => each.near).sort((a, b) => b - a));
  expect(neighborsOf("dog").map(({ word }) => word)).toContain(stem("puppy"));
});

test("how near they are is what their directions say", () => {
  const vectors = wordVectors();
  const dog = vectors.of("dog") ?? new Float32Array();

  for (const { word, near } of neighborsOf("dog")) {
    const cosine = nearness(dog, vectors.of(word) ?? new Float32Array());
    expect(LEAST_COSINE + ((1 - LEAST_COSINE) * near) / MOST_NEAR).toBeCloseTo(cosine, 2);
  }
});

test("every word within the distance is there, and none beyond it", () => {
  const vectors = wordVectors();
  const dog = vectors.of("dog") ?? new Float32Array();
  const within = vectors.words.filter((word) => {
    const cosine = nearness(dog, vectors.of(word) ?? new Float32Array());
    return word !== "dog" && cosine > LEAST_COSINE + 0.001;
  });

  const found = neighborsOf("dog").map(({ word }) => word);
  expect(found).toEqual(expect.arrayContaining(within));
  expect(found.length).toBeLessThan(within.length + 5);
});

test("a word that the table lacks has no neighbors", () => {
  expect(neighborsOf("zzqqx")).toEqual([]);
});
