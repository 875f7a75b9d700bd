import { expect, test } from "vitest";
import { readCsv } from "./read-csv.ts";

test.each([
  [
    "a,b\n1;2,3",
    [
      ["a", "b"],
      ["1;2", "3"],
    ],
  ],
  [
    "a;b\n1,2;3",
    [
      ["a", "b"],
      ["1,2", "3"],
    ],
  ],
  [
    "a\tb\n1,2\t3;4",
    [
      ["a", "b"],
      ["1,2", "3;4"],
    ],
  ],
  [
    '"a;b;c",d\n1,2',
    [
      ["a;b;c", "d"],
      ["1", "2"],
    ],
  ],
  ['\uFEFFa\r\n"two\nlines"\r\n\r\n', [["a"], ["two\nlines"]]],
  ["", []],
])("%j has the cells %j", (text, cells) => {
  expect(readCsv(text).map((row) => row.cells)).toEqual(cells);
});

test("a quotation mark that nothing closes is refused", () => {
  expect(() => readCsv('a,b\n"1,2')).toThrow("quotation mark");
});
