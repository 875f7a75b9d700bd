import { expect, test } from "vitest";
import { cutToTokens, estimateTokens } from "./token-estimate.ts";

test.each([
  ["", 0],
  ["a", 1],
  ["hello world!", 6],
  ["\u00e9", 2],
  ["\u4f60\u597d", 6],
  ["\u{1F600}", 4],
])("%j is estimated at %i tokens", (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});

test("a text within the limit is left as it is", () => {
  expect(cutToTokens("hello", 100)).toBe("hello");
  expect(cutToTokens("hello", 3)).toBe("hello");
});

test("a text over the limit is cut between characters", () => {
  expect(cutToTokens("\u{1F600}\u{1F600}\u{1F600}", 9)).toBe("\u{1F600}\u{1F600}");
  expect(cutToTokens("aaaa", 1)).toBe("aa");
});
