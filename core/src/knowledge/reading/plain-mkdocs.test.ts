import { expect, test } from "vitest";
import { plainMkdocs } from "./plain-mkdocs.ts";

test.each([
  ['!!! note "Mind this"\n\n    A\n\n    B\n\nC', ":::note Mind this\n\nA\n\nB\n:::\n\nC"],
  ["!!! danger\n    A", ":::caution\nA\n:::"],
  ['!!! tip inline end ""\n    A', ":::tip\nA\n:::"],
  ['??? tip "More"\n    A', ":::tip More\nA\n:::"],
  ['???+ question "How do I \\"go\\"?"\n    So.', ':::group How do I "go"?\nSo.\n:::'],
  ["!!! example\n    A", ":::group Example\nA\n:::"],
  ['!!! note "All of it"', ":::note All of it\n:::"],
  ['=== "Mac"\n\n    A\n\n=== "Linux"\n\n    B', ":::group Mac\n\nA\n:::\n\n:::group Linux\n\nB\n:::"],
  ['!!! note\n    A\n    ??? tip "In it"\n        B\n    C', ":::note\nA\n:::tip In it\nB\n:::\nC\n:::"],
  ["1. One\n\n    !!! note\n        A\n\n2. Two", "1. One\n\n    :::note\n    A\n    :::\n\n2. Two"],
  [
    "!!! note\n    ```make\n    all:\n    \tgo\n\n        !!! tip\n            a\n    ```\n    A",
    ":::note\n```make\nall:\n\tgo\n\n    !!! tip\n        a\n```\nA\n:::",
  ],
  ["!!! note\n\tA\n\t\tB", ":::note\nA\n\tB\n:::"],
])("%j becomes %j", (markdown, plain) => {
  expect(plainMkdocs(markdown)).toBe(plain);
});

test.each([
  ['```\n!!! note "A"\n    B\n```'],
  ["!!! note\n\nNo body"],
  ["!!! Read this, please"],
  ["Title\n=====\n\n    code"],
  ['Use `!!! note "A"`.'],
])("%j stays as written", (markdown) => {
  expect(plainMkdocs(markdown)).toBe(markdown);
});

test.each(["!!! note\n", "!!! a ", '=== "', "\n", " ", "\t", "!!! note\n    "])(
  "many of %j are read in no time",
  (part) => {
    const started = performance.now();

    plainMkdocs(`!!! note\n    ${part.repeat(100_000)}`);

    expect(performance.now() - started).toBeLessThan(3_000);
  },
);
