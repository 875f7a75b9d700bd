import { expect, test } from "vitest";
import { cutAtWord, cutText } from "./cut.ts";

test.each([
  ["short", 5, "short"],
  ["longer", 5, "long…"],
  ["🙂🙂🙂", 6, "🙂🙂🙂"],
  ["🙂🙂🙂", 5, "🙂🙂…"],
  ["🙂🙂🙂", 4, "🙂…"],
  ["a🙂🙂", 4, "a🙂…"],
])("%s cut to %d is %s", (text, length, cut) => {
  expect(cutText(text, length)).toBe(cut);
  expect(cut.isWellFormed()).toBe(true);
});

test.each([
  ["one two", 7, "one two"],
  ["one two three", 9, "one two…"],
  ["one  sk-live-1234567890", 15, "one…"],
  ["sk-live-1234567890", 8, "sk-live…"],
])("%s cut between words to %d is %s", (text, length, cut) => {
  expect(cutAtWord(text, length)).toBe(cut);
});
