import { expect, test } from "vitest";
import { plainHeadings } from "./plain-headings.ts";

test.each([
  ["# Install {#install}\n\nText", "# Install\n\nText"],
  ["### Set it up {: #set-it-up .x}", "### Set it up"],
  ["# A\n\n[[toc]]\n\n[TOC]\n\nB", "# A\n\n\n\nB"],
])("%j becomes %j", (markdown, plain) => {
  expect(plainHeadings(markdown)).toBe(plain);
});

test.each([
  ["```md\n# A {#a}\n[[toc]]\n```"],
  [String.raw`# Names such as \{#a}`],
  ["Text {#a}"],
  ["[toc]: https://a.example\n\nSee [toc]."],
])("%j stays as written", (markdown) => {
  expect(plainHeadings(markdown)).toBe(markdown);
});

test.each([" ", "{#", "{ ", "#"])("a long heading of %j is read in no time", (part) => {
  const started = performance.now();

  plainHeadings(`# {#a} ${part.repeat(300_000)}`);

  expect(performance.now() - started).toBeLessThan(3_000);
});
