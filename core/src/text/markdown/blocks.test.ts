import { fromMarkdown } from "mdast-util-from-markdown";
import { expect, test } from "vitest";
import { readBlocks } from "./blocks.ts";
import type { BlockKind } from "./blocks.ts";
import { openContainers } from "./containers.ts";
import { toCursor } from "./line-cursor.ts";

const LINES = [
  "",
  "text",
  "    deep",
  "# Head #",
  "---",
  "===",
  "- item",
  "* * *",
  "  - nested",
  "2.\ttwo",
  "-",
  "   - moved in",
  "> quote",
  "> - item",
  ">",
  "```js",
  "<div>",
  "<!-- open",
  "-->",
];
const DEFINING = [
  "",
  "[a]: http://b 'c'",
  "[a]: <b c>",
  "[a]:",
  "[a\\]]: b\\)",
  "[ ]: b",
  "[a]: b(c",
  "[a]: b 'c' d",
  "'title'",
  "(title",
  "  text",
  "> [a]: b",
  "- [a]: b",
  "    deep",
];
const KINDS: Record<string, BlockKind> = {
  paragraph: "paragraph",
  heading: "heading",
  code: "code",
  html: "html",
  blockquote: "quote",
  list: "list",
};

test.each([
  ...LINES.map((line) => ({ line, others: LINES })),
  ...DEFINING.map((line) => ({ line, others: DEFINING })),
])(
  "after $line and any two lines more, the blocks are those that a whole parser finds",
  ({ line, others }) => {
    for (const second of others) {
      for (const third of others) {
        const markdown = `${line}\n${second}\n${third}\n\nend`;
        expect({ markdown, blocks: found(markdown) }).toEqual({ markdown, blocks: parsed(markdown) });
      }
    }
  },
);

test("a tag below an item is part of it, and no end of it", () => {
  expect(found("- item\n<b>bold</b>\nmore").map(({ text }) => text)).toEqual(["- item\n<b>bold</b>\nmore"]);
});

test("a heading below definitions starts where its words do", () => {
  expect(found("[a]: b\nWords\n---").map(({ text }) => text)).toEqual(["Words\n---"]);
});

test("lists and quotations are read forty levels deep, and what is deeper is text", () => {
  expect(openContainers(toCursor("> ".repeat(60)), { level: 0, interrupts: false })).toHaveLength(40);
  expect(openContainers(toCursor(`${"- ".repeat(60)}a`), { level: 30, interrupts: false })).toHaveLength(10);
});

function found(markdown: string) {
  const { blocks } = readBlocks(markdown);
  return blocks.flatMap(({ kind, start, depth, items }, index) => {
    if (kind === "break" || kind === "definitions") return [];
    return [{ kind, depth, start, items, text: markdown.slice(start, blocks[index + 1]?.after).trimEnd() }];
  });
}

function parsed(markdown: string) {
  return fromMarkdown(markdown).children.flatMap((node) => {
    const kind = KINDS[node.type];
    if (kind === undefined) return [];
    const from = node.position?.start.offset ?? 0;
    const text = markdown.slice(from, node.position?.end.offset).trimEnd();
    const depth = node.type === "heading" ? node.depth : 0;
    const items = node.type === "list" ? node.children.map(({ position }) => position?.start.offset) : [];
    return [{ kind, depth, start: from, items, text }];
  });
}
