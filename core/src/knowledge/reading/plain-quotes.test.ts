import { expect, test } from "vitest";
import { plainQuotes } from "./plain-quotes.ts";

test.each([
  ["> [!info]- Folded\n> Text", "> [!NOTE]\n> **Folded**\n>\n> Text"],
  ["> [!danger]\n> Text", "> [!CAUTION]\n> Text"],
  ["> [!faq] Why?\n> So.", "> **Why?**\n>\n> So."],
  ["> [!example]\n> Text", "> **Example**\n>\n> Text"],
  ["> [!NOTE] Mind\n> Text", "> [!NOTE]\n> **Mind**\n>\n> Text"],
  ["- > > [!tip]+ A\n  > > B", "- > > [!tip]+ A\n  > > B"],
  ["> > [!tip]+ A\n> > B", "> > [!TIP]\n> > **A**\n> >\n> > B"],
])("%j becomes %j", (markdown, plain) => {
  expect(plainQuotes(markdown)).toBe(plain);
});

test.each([
  ["> [!NOTE]\n> Text"],
  ["> [!tip]\n> Text"],
  ["```\n> [!info] A\n```"],
  ["> Text [!info] A"],
  ["[!info] A"],
])("%j stays as written", (markdown) => {
  expect(plainQuotes(markdown)).toBe(markdown);
});

test.each(["> ", "> [!a", "[!a] ", ">"])("many of %j are read in no time", (part) => {
  const started = performance.now();

  plainQuotes(`> [!a] b\n${part.repeat(100_000)}`);

  expect(performance.now() - started).toBeLessThan(3_000);
});
