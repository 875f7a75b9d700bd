import { expect, test } from "vitest";
import { stem } from "./languages/stem.ts";
import { nearness, wordVectors } from "./word-vectors.ts";

const vectorOf = (word: string): Float32Array => wordVectors().of(stem(word)) ?? new Float32Array();

test.each([
  ["delete", "remove", "music"],
  ["install", "download", "weather"],
  ["cancel", "cancellation", "cluster"],
])("%s is nearer to %s than to %s", (word, relative, stranger) => {
  const near = nearness(vectorOf(word), vectorOf(relative));

  expect(near).toBeGreaterThan(0.35);
  expect(near).toBeGreaterThan(nearness(vectorOf(word), vectorOf(stranger)) + 0.2);
});

test("every direction has length 1, so that a word is as near to itself as can be", () => {
  expect(nearness(vectorOf("password"), vectorOf("password"))).toBeCloseTo(1, 5);
});

test("a word that the table lacks has no direction, and a text of such words points nowhere", () => {
  const nothing = wordVectors().ofAll(["zzqqx", "the"]);

  expect(wordVectors().of("zzqqx")).toBeNull();
  expect(nearness(nothing, nothing)).toBe(0);
});

test("sentences that say the same in other words are nearer than sentences about something else", () => {
  const direction = (text: string): Float32Array => wordVectors().ofAll(text.split(" ").map(stem));
  const question = direction("how do I remove my account");

  const same = nearness(question, direction("deleting a user profile permanently"));
  const other = nearness(question, direction("printing the invoice of last month"));

  expect(same).toBeGreaterThan(other + 0.1);
});

test("a word is compared with a direction by its place as by its own direction", () => {
  const vectors = wordVectors();
  const direction = vectorOf("remove");
  const cosineOf = vectors.cosineWith(direction);

  expect(cosineOf(vectors.placeOf(stem("delete")))).toBeCloseTo(nearness(vectorOf("delete"), direction), 6);
  expect(cosineOf(vectors.placeOf("zzqqx"))).toBe(0);
});

test("a text's cosine with a direction is the sum of its words', by weight, over their length", () => {
  const vectors = wordVectors();
  const question = vectorOf("account");
  const text = ["delete", "profile", "the", "zzqqx", "user"].map(stem);
  const places = Int32Array.from(text, (term) => vectors.placeOf(term));
  const cosineOf = vectors.cosineWith(question);

  const sum = places.reduce(
    (total, place) => total + (place < 0 ? 0 : vectors.weightOf(place) * cosineOf(place)),
    0,
  );

  expect(sum / vectors.lengthOfAll(places)).toBeCloseTo(nearness(question, vectors.ofAll(text)), 6);
});
