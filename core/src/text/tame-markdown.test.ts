import { fromMarkdown } from "mdast-util-from-markdown";
import { expect, test } from "vitest";
import { tameMarkdown } from "./tame-markdown.ts";

test.each([
  ["dashes", "- ".repeat(8_000)],
  ["quotation marks", ">".repeat(20_000)],
  ["spaced quotation marks", "> ".repeat(8_000)],
  ["numbers", "1. ".repeat(8_000)],
  ["a mixture", "- > 1) ".repeat(3_000)],
  ["an indented line", `  ${"* ".repeat(8_000)}`],
])("a line of %s is a paragraph and no tower of lists", (_, line) => {
  const [first] = fromMarkdown(tameMarkdown(`Hello\n\n${line} end`)).children.slice(1);

  expect(first?.type).toBe("paragraph");
});

test.each(["**a", "_a", "*a "])("a paragraph of %j over and over is text without emphasis", (sign) => {
  const [first] = fromMarkdown(tameMarkdown(`${sign.repeat(7_000)}\n\n*end*`)).children;

  expect(first).toMatchObject({ type: "paragraph", children: [{ type: "text" }] });
  expect(tameMarkdown(`${sign.repeat(7_000)}\n\n*end*`)).toMatch(/\n\n\*end\*$/u);
});

test.each(["- a\n  - b\n    - c", "> > > quoted", "1. one\n2. two", "- - - -", "***", "a - b - c"])(
  "%j is left as it is",
  (markdown) => {
    expect(tameMarkdown(markdown)).toBe(markdown);
  },
);
