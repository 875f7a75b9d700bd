import { expect, test } from "vitest";
import { goesOn } from "../visits/record-search.ts";

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 22, 12, 0, second));

test.each([
  ["more letters", "inst", "install", 2, true],
  ["fewer letters", "install", "insta", 2, true],
  ["another word behind it", "install", "install agent", 9, true],
  ["another case", "Install", "install the", 1, true],
  ["the same, later", "install", "install", 11, false],
  ["something else", "install", "billing", 1, false],
])("a search goes on or not: %s", (_, before, now, seconds, wanted) => {
  expect(goesOn({ query: before, at: at(0) }, { query: now, at: at(seconds) })).toBe(wanted);
});
