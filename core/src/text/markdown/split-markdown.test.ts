import { expect, test } from "vitest";
import { splitMarkdown } from "./split-markdown.ts";

test("what fits stays as it is", () => {
  expect(splitMarkdown("One.\n\nTwo.", 20)).toEqual(["One.\n\nTwo."]);
});

test.each([
  ["paragraphs", "First one here.\n\nSecond one.", ["First one here.", "Second one."]],
  ["lines", "First line here\nSecond line", ["First line here", "Second line"]],
  ["words", "some words and some more words", ["some words and some", "more words"]],
  [
    "letters of a long word alone",
    `${"x".repeat(30)} and then on`,
    ["x".repeat(20), "xxxxxxxxxx and then", "on"],
  ],
  ["letters, never within one", `a${"😀".repeat(12)}`, [`a${"😀".repeat(9)}`, "😀".repeat(3)]],
])("is parted between %s", (_, text, parts) => {
  expect(splitMarkdown(text, 20)).toEqual(parts);
});

test("code that is parted goes on as code, in its language", () => {
  const lines = Array.from({ length: 6 }, (_, index) => `  step(${index})`);

  const parts = splitMarkdown(`Run this:\n\n~~~ts\n${lines.join("\n")}\n~~~\n\nDone.`, 50);

  expect(parts).toEqual([
    "Run this:\n\n~~~ts\n  step(0)\n  step(1)\n  step(2)\n~~~",
    "~~~ts\n  step(3)\n  step(4)\n  step(5)\n~~~\n\nDone.",
  ]);
});

test("nothing is lost of a long text, whatever it holds", () => {
  const text = Array.from({ length: 2000 }, (_, index) => `${index}${index % 7 === 0 ? "\n\n" : " "}`).join(
    "",
  );

  const parts = splitMarkdown(text, 300);

  expect(parts.every((part) => part.length <= 300)).toBe(true);
  expect(parts.join(" ").trim().split(/\s+/u)).toEqual(text.trim().split(/\s+/u));
});
