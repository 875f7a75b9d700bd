import { expect, test } from "vitest";
import { plainCallouts } from "./plain-callouts.ts";

test.each([
  [":::tip\nA\n\nB\n:::", "\n> [!TIP]\n> A\n>\n> B\n"],
  ["::: warning Mind this\nA\n:::", "\n> [!WARNING]\n> **Mind this**\n>\n> A\n"],
  [":::danger[Stop] {.x}\nA\n:::", "\n> [!CAUTION]\n> **Stop**\n>\n> A\n"],
  ["::::note\nA\n:::tip\nB\n:::\n::::", "\n> [!NOTE]\n> A\n>\n> > [!TIP]\n> > B\n>\n"],
  ["::: code-group\n```js\n:::x\n```\n:::", "\n```js\n:::x\n```\n"],
  [
    "1. One\n\n   :::note\n\n   A\n\n       code\n\n   :::\n\n2. Two",
    "1. One\n\n\n   > [!NOTE]\n   >\n   > A\n   >\n   >     code\n   >\n\n\n2. Two",
  ],
  ["- One\n  ::: details More\n  A\n  :::", "- One\n\n  **More**\n\n  A\n"],
  ["::: details More\nA\n:::", "\n**More**\n\nA\n"],
  ["::: module\n:::tip\nA\n:::", "::: module\n\n> [!TIP]\n> A\n"],
])("%j becomes %j", (markdown, plain) => {
  expect(plainCallouts(markdown)).toBe(plain);
});

test.each([
  ["```\n:::tip\nA\n:::\n```"],
  [":::tip\nnever closed"],
  ["::: pkg.module\n:::"],
  ["no ::: callout"],
  [":::"],
])("%j stays as written", (markdown) => {
  expect(plainCallouts(markdown)).toBe(markdown);
});

test("callouts that nest without end make no endless text", () => {
  const deep = `${":::note\n".repeat(50_000)}Text\n${":::\n".repeat(50_000)}`;

  expect(plainCallouts(deep).length).toBeLessThan(10_000_000);
});
