import { expect, test } from "vitest";
import { toComment, toDescription, toTitle, toWish } from "./post-text.ts";

test.each([
  ["  Dark   mode\n\tplease ", "Dark mode please"],
  ["Dark\u200B\u202Emode", "Darkmode"],
  ["<!channel> @everyone @here", "channel everyone here"],
  ["<script>alert(1)</script>", "<script>alert(1)</script>"],
  ["暗いテーマ", "暗いテーマ"],
])("the title %j is stored as %j", (text, title) => {
  expect(toTitle(text)).toBe(title);
});

test.each([[""], ["   "], ["🎉"], ["---"], ["x".repeat(151)]])("the title %j is refused", (text) => {
  expect(() => toTitle(text)).toThrow(/title/iu);
});

test("a description and a comment keep their lines and have a length", () => {
  expect(toDescription(" a\r\n\nb ")).toBe("a\n\nb");
  expect(() => toDescription("x".repeat(10_001))).toThrow(/10,000/u);
  expect(() => toComment("x".repeat(2_001))).toThrow(/2,000/u);
});

test.each([
  ["Feature request: dark mode", "Dark mode"],
  ["[idea] - export as CSV", "Export as CSV"],
  ["FR: faster search", "Faster search"],
  ["Feature flags for teams", "Feature flags for teams"],
  ["Suggestion:", "A feature request"],
  ["🎉", "A feature request"],
])("the wish %j is titled %j", (subject, title) => {
  expect(toWish(subject)).toBe(title);
});
