import { expect, test } from "vitest";
import type { KnowledgeDocument } from "../documents.ts";
import { parseTextFile } from "./read-text.ts";

function read(text: string, path = "guides/getting_started.txt"): KnowledgeDocument {
  const item = parseTextFile(path, text);
  if (item.kind === "problem") throw new Error(item.problem.message);
  return item.document;
}

test("the first line is the title where it stands alone", () => {
  expect(read("Install it\n\nRun the installer.\nWait.\n\nDone.")).toMatchObject({
    title: "Install it",
    slug: "guides-getting-started",
    category: "guides",
    content: "Install it\n\nRun the installer.\nWait.\n\nDone.",
  });
});

test.each([
  ["the text begins at once", "Run the installer\nand wait for it."],
  ["the first line is a paragraph", `${"word ".repeat(40)}\n\nMore.`],
])("the file's name is the title where %s", (_, text) => {
  expect(read(text).title).toBe("getting started");
});

test("underlined lines are headings, the first sign the highest", () => {
  const text =
    "The Guide\n=========\n\nIntro.\n\nFirst step\n----------\nDo it.\n\nSecond step\n----------\nDo that.";

  expect(read(text)).toMatchObject({
    title: "The Guide",
    content: "# The Guide\n\nIntro.\n\n## First step\n\nDo it.\n\n## Second step\n\nDo that.",
  });
});

test("a rule between paragraphs is no heading", () => {
  expect(read("A\n\nOne long line of text\nand its second line\n-----\nB\n\n----\n\nC").content).toBe(
    "A\n\nOne long line of text\nand its second line\n\nB\n\nC",
  );
});

test("what looks like Markdown or HTML is the text's own", () => {
  expect(read("T\n\n#include <stdio.h>\n<b>x</b>").content).toBe("T\n\n\\#include <stdio.h>\n\\<b>x</b>");
});

test.each(["", "  \n\t\n"])("a file without text is a problem: %j", (text) => {
  expect(parseTextFile("a.txt", text)).toMatchObject({
    kind: "problem",
    problem: { file: "a.txt", line: 1 },
  });
});
