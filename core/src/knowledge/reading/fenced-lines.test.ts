import { expect, test } from "vitest";
import { readFencedLines } from "./fenced-lines.ts";

const codeIn = (markdown: string): string[] =>
  readFencedLines(markdown).flatMap(({ line, isCode }) => (isCode ? line : []));

test.each([
  ["a\n```js\nb\n```\nc", ["```js", "b", "```"]],
  ["````\n```\na\n```\n````\nb", ["````", "```", "a", "```", "````"]],
  ["```\n~~~\na\n```\nb", ["```", "~~~", "a", "```"]],
  ["- a\n  ~~~\n  b\n  ~~~", ["  ~~~", "  b", "  ~~~"]],
  ["a\n```\nnever closed", ["```", "never closed"]],
  ["``a``\nb", []],
  ["```a``` b\nc", []],
  ["```md\n```js\na\n```\nb", ["```md", "```js", "a", "```"]],
  ["~~~ `a`\nb\n~~~", ["~~~ `a`", "b", "~~~"]],
])("of %j the code is %j", (markdown, code) => {
  expect(codeIn(markdown)).toEqual(code);
});
