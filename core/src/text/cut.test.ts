import { expect, test } from "vitest";
import { cutText } from "./cut.ts";

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
