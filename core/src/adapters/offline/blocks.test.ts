import { expect, test } from "vitest";
import { readBlocks } from "./blocks.ts";

const kindsOf = (text: string): string[] => readBlocks(text).map((block) => block.kind);

test("each kind of block is told apart, and its text stays as written", () => {
  const parts = [
    "Some text\nover two lines.",
    "## A heading",
    "1. One\n2. Two\n   and more",
    "```sh\nnpm start\n\nnpm test\n```",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "    indented code",
  ];

  const blocks = readBlocks(parts.join("\n\n"));

  expect(blocks.map((block) => block.kind)).toEqual(["text", "heading", "list", "code", "table", "code"]);
  expect(blocks.map((block) => block.text)).toEqual(parts);
  expect(blocks[2]?.items).toEqual(["1. One", "2. Two\n   and more"]);
  expect(blocks[4]?.items).toEqual(["| 1 | 2 |"]);
});

test("items may be separated by blank lines and hold paragraphs and lists of their own", () => {
  const [list, after] = readBlocks("- One\n\n  More of one\n  - Inner\n\n- Two\n\nText behind it.");

  expect(list?.items).toEqual(["- One\n\n  More of one\n  - Inner", "- Two"]);
  expect(after?.text).toBe("Text behind it.");
});

test("code under an item stays with it, whatever it looks like", () => {
  const steps = "1. Run\n\n   ```sh\n   # comment\n\nrun\n   ```\n\n2. Look:\n   - here";

  const [list, after] = readBlocks(`${steps}\n\n\`\`\`sh\nother\n\`\`\``);

  expect(list).toMatchObject({ kind: "list", text: steps.replace("\n\n2.", "\n2.") });
  expect(list?.items).toHaveLength(2);
  expect(after?.kind).toBe("code");
});

test("a list whose numbers begin anew is another list, unless all its numbers are 1", () => {
  expect(readBlocks("1. a\n2. b\n\n1. c\n2. d").map((block) => block.items.length)).toEqual([2, 2]);
  expect(readBlocks("1. a\n1. b\n1. c").map((block) => block.items.length)).toEqual([3]);
});

test("what shows nothing is left out: rules, pictures, comments, bare tags, link definitions", () => {
  expect(
    readBlocks("---\n\n![shot](a.png)\n\n<!-- note -->\n\n<details>\n\n[ref]: https://example.com\n\nText."),
  ).toMatchObject([{ kind: "text", text: "Text." }]);
});

test("a list of another kind that an item holds behind a blank line does not end the list", () => {
  const [list, ...others] = readBlocks(
    "1. One:\n\n   ```sh\n   run\n   ```\n\n   - Inner\n   - Another\n\n2. Two\n\n- Not of it",
  );

  expect(list?.items).toEqual(["1. One:\n\n   ```sh\n   run\n   ```\n\n   - Inner\n   - Another", "2. Two"]);
  expect(others.map(({ text }) => text)).toEqual(["- Not of it"]);
});

test("a footnote is text, and no definition of a link", () => {
  expect(readBlocks("Nothing is sent[^1].\n\n[^1]: Alerts are sent always.")).toMatchObject([
    { kind: "text", text: "Nothing is sent[^1]." },
    { kind: "text", text: "[^1]: Alerts are sent always." },
  ]);
});

test("a picture of a step leaves no hole in the list", () => {
  const [list, ...others] = readBlocks(
    "1. One\n\n   ![Menu](m.png)\n\n   More of one\n\n2. Two\n\n   ![Two](t.png)\n\n3. Three",
  );

  expect(list?.text).toBe("1. One\n\n   More of one\n2. Two\n3. Three");
  expect(others).toEqual([]);
});

test("a fence that is never closed takes the rest, and nothing hangs", () => {
  expect(kindsOf("```\nrest\n\n- of it")).toEqual(["code"]);
  expect(kindsOf("")).toEqual([]);
  expect(kindsOf("Title\n=====\n\n> said\n> so")).toEqual(["heading", "text"]);
});

test("text that is set in like code is read as the text it is", () => {
  const prose =
    "    Tab one\n\n        You can do this in two ways.\n        Both of them are fine for most people.\n\n        - one way is the first";
  const code = "    for (const a of b) {\n      call(a, b, c, d);\n    }";

  expect(kindsOf(prose)).toEqual(["text", "text", "list"]);
  expect(kindsOf(code)).toEqual(["code"]);
});

test("long runs of blank lines, markers and signs take no time worth naming", () => {
  const floods = ["- a" + "\n".repeat(50_000), "* ".repeat(50_000) + "x", "|-".repeat(50_000) + "x"];

  const before = performance.now();
  for (const flood of floods) readBlocks(`Text | text\n${flood}\nend`);

  expect(performance.now() - before).toBeLessThan(2_000);
});

test("of a callout its words are left, and it is set apart from the text", () => {
  expect(
    readBlocks("> [!NOTE]\n> **Mind this**\n>\n> Keys end.\n\nAll do.\n\n> Said\n>\n> twice"),
  ).toMatchObject([
    { kind: "text", text: "**Mind this**\n\nKeys end.", isRemark: true },
    { kind: "text", text: "All do." },
    { kind: "text", text: "Said" },
    { kind: "text", text: "twice" },
  ]);
});
