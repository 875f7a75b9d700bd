import { expect, test } from "vitest";
import { stem } from "../../text/index.ts";
import { relatedTerms } from "./related-terms.ts";

const related = (...words: string[]): string[] => relatedTerms(words.map(stem)).map(({ term }) => term);

test("a word brings those that articles may use in its place, and not itself", () => {
  expect(related("dog")).toContain(stem("puppy"));
  expect(related("dog")).not.toContain(stem("dog"));
});

test("a word that the question has, too, is not brought again by another", () => {
  expect(related("dog", "puppy")).not.toContain(stem("puppy"));
  expect(related("dog", "puppy")).not.toContain(stem("dog"));
});

test("they come nearest first, each worth less than a word of the question", () => {
  const weights = relatedTerms([stem("cancel"), stem("dog")]).map(({ weight }) => weight);

  expect(weights).toEqual([...weights].sort((a, b) => b - a));
  expect(weights.every((weight) => weight > 0 && weight < 0.4)).toBe(true);
});

test("a long question does not bring hundreds, and words without neighbors bring none", () => {
  const many = "dog cat horse river mountain guitar piano summer winter doctor nurse teacher".split(" ");

  expect(related(...many).length).toBeLessThanOrEqual(24);
  expect(related("zzqqx", "E_QUOTA_42")).toEqual([]);
});
