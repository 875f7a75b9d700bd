import { expect, test } from "vitest";
import { plainAttributes } from "./plain-attributes.ts";

test.each([
  ["Text\n{: .lead }\n\nMore", "Text\n\nMore"],
  ["Text (1)\n{ .annotate }", "Text (1)"],
  ["## Set up { .x }", "## Set up"],
  ['## Set up { data-toc-label="Up" }', "## Set up"],
  ["[Go](a.md){ .md-button .md-button--primary }", "[Go](a.md)"],
  ['![A](https://a.example/a.png){ width="300" loading=lazy }', "![A](https://a.example/a.png)"],
  ["A **word**{: .red } and `code`{.py} here {:#end}", "A **word** and `code` here"],
])("%j becomes %j", (markdown, plain) => {
  expect(plainAttributes(markdown)).toBe(plain);
});

test.each([
  ["```css\na { color: red }\n{: .x }\n```"],
  ["Write `{: .x }` or `[a](b){ .x }`."],
  [String.raw`Write \{: .x }`],
  ["Send {name} and { a=1 } to {user.id}."],
  ["{ not: json }"],
])("%j stays as written", (markdown) => {
  expect(plainAttributes(markdown)).toBe(markdown);
});

test.each(["{:.a", "{: .a ", "{", ".a ", "){.", " ", "a=", '"'])("many of %j are read in no time", (part) => {
  const started = performance.now();

  plainAttributes(`# A {: .a ${part.repeat(100_000)}`);

  expect(performance.now() - started).toBeLessThan(3_000);
});
