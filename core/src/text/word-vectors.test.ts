import { expect, test } from "vitest";
import { stem } from "./stem.ts";
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

test("a word is compared with many directions as with each of them alone", () => {
  const vectors = wordVectors();
  const directions = ["remove", "account", "printer", "cluster", "profile"].map(vectorOf);

  const cosines = vectors.comparer([...directions, null])(vectors.placeOf(stem("delete")));

  for (const [n, direction] of directions.entries()) {
    expect(cosines[n]).toBeCloseTo(nearness(vectorOf("delete"), direction), 6);
  }
  expect(cosines[directions.length]).toBe(0);
  expect(
    vectors
      .comparer(directions)(vectors.placeOf("zzqqx"))
      .every((cosine) => cosine === 0),
  ).toBe(true);
});

test("a text's cosine with a direction is the sum of its words', by weight, over their length", () => {
  const vectors = wordVectors();
  const question = vectorOf("account");
  const text = ["delete", "profile", "the", "zzqqx", "user"].map(stem);
  const places = Int32Array.from(text, (term) => vectors.placeOf(term));
  const compare = vectors.comparer([question]);

  const sum = places.reduce(
    (total, place) => total + (place < 0 ? 0 : vectors.weightOf(place) * (compare(place)[0] ?? 0)),
    0,
  );

  expect(sum / vectors.lengthOfAll(places)).toBeCloseTo(nearness(question, vectors.ofAll(text)), 6);
});
