import { expect, test } from "vitest";
import { toCsvLine } from "./to-csv.ts";

test.each([
  ["plain", "plain"],
  ['say "hi", twice', '"say ""hi"", twice"'],
  ["two\nlines", '"two\nlines"'],
  ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", `"'\t=1"`],
  [-1, "-1"],
  [null, ""],
])("%j is written as %j", (value, cell) => {
  expect(toCsvLine([value])).toBe(`${cell}\r\n`);
});
