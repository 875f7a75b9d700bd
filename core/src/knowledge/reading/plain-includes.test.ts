import { expect, test } from "vitest";
import { plainIncludes } from "./plain-includes.ts";

test.each([
  ["A\n\n<<< @/snippets/a.js{2}[Label]\n\nB", "A\n\n\nB"],
  ["<<< ../a.js#part", ""],
  ['A\n--8<-- "a.md"\nB', "A\nB"],
  ["A\n--8<-- [start:part]\nB\n--8<-- [end:part]", "A\nB"],
  ["A\n\n--8<--\na.md\nb.md\n--8<--\n\nB", "A\n\n\nB"],
  ["--8<--\nA", "A"],
])("%j becomes %j", (markdown, plain) => {
  expect(plainIncludes(markdown)).toBe(plain);
});

test.each([
  ['```\n--8<-- "a.py"\n<<< @/a.js\n```'],
  ["<<<<<<< HEAD"],
  ["Write `<<< @/a.js`."],
  ["cut here --8<-- and fold"],
])("%j stays as written", (markdown) => {
  expect(plainIncludes(markdown)).toBe(markdown);
});
