import { expect, test } from "vitest";
import { PassageTexts } from "./passage-texts.ts";

const told = (id: number, content: string | null, hash = "a") => ({
  id,
  hash,
  title: content === null ? null : "Title",
  heading: content === null ? null : "",
  content,
});

const isKnown = (texts: PassageTexts, id: number): boolean => {
  const { from, bits } = texts.known();
  return (((bits[(id - from) >> 3] ?? 0) >> ((id - from) & 7)) & 1) === 1;
};

test("a text is told once and known from then on", () => {
  const texts = new PassageTexts();
  texts.complete([told(7, "seven"), told(5, "five"), told(300, "far")]);

  const again = texts.complete([told(5, null), told(7, null)]);

  expect(again?.map((row) => row.content)).toEqual(["five", "seven"]);
  expect([4, 5, 6, 7, 8, 299, 300, 301].filter((id) => isKnown(texts, id))).toEqual([5, 7, 300]);
});

test("a passage whose text changed under its id, or that was never told, must be asked for again", () => {
  const texts = new PassageTexts();
  texts.complete([told(7, "seven")]);

  expect(texts.complete([told(7, null, "b")])).toBeNull();
  expect(texts.complete([told(8, null)])).toBeNull();
  expect(texts.complete([told(7, "seven, changed", "b")])?.[0]?.content).toBe("seven, changed");
  expect(texts.complete([told(7, null, "b")])?.[0]?.content).toBe("seven, changed");
});

test("ids that are far apart do not make what is told large, and memory has an end", () => {
  const texts = new PassageTexts();
  texts.complete([told(1, "one"), told(5_000_000, "far")]);
  expect(texts.known().bits.length).toBe(1);

  for (let id = 1; id <= 16_010; id += 1) texts.complete([told(id, "x")]);

  expect(texts.complete([told(5_000_000, null)])).toBeNull();
  expect(texts.complete([told(10, null)])).toBeNull();
  expect(texts.complete([told(16_010, null)])).not.toBeNull();
});

test("what is asked for stays, and what nobody asked for the longest is forgotten first", () => {
  const texts = new PassageTexts();
  for (let id = 1; id <= 16_000; id += 1) texts.complete([told(id, "x")]);
  texts.complete([told(1, null)]);

  texts.complete([told(16_001, "x")]);

  expect(texts.complete([told(1, null)])).not.toBeNull();
  expect(texts.complete([told(2, null)])).toBeNull();
});
