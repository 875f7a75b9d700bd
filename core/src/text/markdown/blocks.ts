import { closesFence, findFence, findHeading, findHtml, findUnderline, isBreak } from "./block-starts.ts";
import type { HtmlEnd } from "./block-starts.ts";
import { matchContainers, openContainers } from "./containers.ts";
import type { Container } from "./containers.ts";
import { readDefinitions } from "./definitions.ts";
import { indentOf, toCursor } from "./line-cursor.ts";
import type { Cursor } from "./line-cursor.ts";

export type BlockKind =
  | "paragraph"
  | "heading"
  | "code"
  | "html"
  | "quote"
  | "list"
  | "break"
  | "definitions";

/** What stands at the top level. Ends where the next begins, but for the blank between. */
export type TopBlock = {
  kind: BlockKind;
  /** Offset where the one before it ends: between that and its start stand definitions, if any. */
  after: number;
  /** Offset of its first sign. */
  start: number;
  /** Of a heading, 1 to 6; else 0. */
  depth: number;
  /** Where a list's items start. */
  items: number[];
};

export type Blocks = {
  blocks: TopBlock[];
  /** Names that the text gives to addresses of links. */
  labels: Set<string>;
  /** Lists and quotations, those in each other too. */
  opened: number;
};

/** What takes the lines of the innermost container. `text` is kept of what may be definitions within a container only. */
type Leaf =
  | { kind: "paragraph"; block: TopBlock | null; text: string }
  | { kind: "indented" }
  | { kind: "fence"; fence: string }
  | { kind: "html"; end: HtmlEnd };

type Reading = Blocks & { markdown: string; containers: Container[]; leaf: Leaf | null };
/** A line, and where it starts in the text. */
type Line = { cursor: Cursor; offset: number };

/**
 * The blocks of a Markdown text (CommonMark, as micromark reads it), line by line, without what stands in their lines. Parsers take
 * seconds for texts of 40 KB that are made to keep them busy; here each line is looked at once for each of its containers.
 */
export function readBlocks(markdown: string): Blocks {
  const reading: Reading = { markdown, blocks: [], labels: new Set(), opened: 0, containers: [], leaf: null };
  let offset = markdown.startsWith("\uFEFF") ? 1 : 0;
  for (const ending of markdown.matchAll(/\r\n|[\r\n]/gu)) {
    readLine(reading, { cursor: toCursor(markdown.slice(offset, ending.index)), offset });
    offset = ending.index + ending[0].length;
  }
  if (offset < markdown.length) readLine(reading, { cursor: toCursor(markdown.slice(offset)), offset });
  endLeaf(reading, markdown.length);
  return { blocks: reading.blocks, labels: reading.labels, opened: reading.opened };
}

function readLine(reading: Reading, line: Line): void {
  const { containers } = reading;
  const { cursor, offset } = line;
  const { matched, item } = matchContainers(containers, cursor);
  if (item) {
    endLeaf(reading, offset);
    containers.splice(matched - 1, Infinity, item.container);
    if (matched === 1) reading.blocks.at(-1)?.items.push(offset + item.at);
  }
  const isWhole = matched === containers.length;
  if (isWhole && readOn(reading, cursor)) return;

  const interrupts = isWhole && reading.leaf !== null;
  const opened = openContainers(cursor, { level: matched, interrupts });
  const [first] = opened;
  if (first) {
    leaveContainers(reading, matched, offset);
    if (matched === 0)
      openBlock(reading, first.container.kind === "item" ? "list" : "quote", offset + first.at);
    containers.push(...opened.map(({ container }) => container));
    reading.opened += opened.length;
  }
  readLeaf(reading, line, { matched, isLazy: !first && !isWhole });
}

/** Code between fences and HTML take their lines whatever these look like. */
function readOn(reading: Reading, cursor: Cursor): boolean {
  const { leaf } = reading;
  if (leaf?.kind !== "fence" && leaf?.kind !== "html") return false;
  const { width, next } = indentOf(cursor);
  const isLast =
    leaf.kind === "fence"
      ? width < 4 && closesFence(leaf.fence, cursor.line, next)
      : endsHtml(leaf.end, cursor.line, next);
  if (isLast) reading.leaf = null;
  return true;
}

function endsHtml(end: HtmlEnd, line: string, at: number): boolean {
  return end === "blank" ? at === line.length : end.test(line.slice(at));
}

function readLeaf(
  reading: Reading,
  { cursor, offset }: Line,
  at: { matched: number; isLazy: boolean },
): void {
  const { line } = cursor;
  const { width, next } = indentOf(cursor);
  const isBlank = next === line.length;
  const { leaf } = reading;
  if (leaf?.kind === "paragraph" && !isBlank) {
    if (width >= 4 || !startsBlock(line, next, at.isLazy)) {
      if (!leaf.block && leaf.text !== "") leaf.text += `${line.slice(next)}\n`;
      return;
    }
    if (!at.isLazy && underline(reading, leaf, { depth: findUnderline(line, next), offset })) return;
  }
  if (at.isLazy) leaveContainers(reading, at.matched, offset);
  if (reading.leaf?.kind === "indented" && (isBlank || width >= 4)) return;
  endLeaf(reading, offset);
  if (!isBlank) openLeaf(reading, cursor, offset);
  // As micromark has it: the line that ends a list or a quotation is no code together with the next.
  if (at.isLazy && reading.leaf?.kind === "indented") reading.leaf = null;
}

function startsBlock(line: string, at: number, isLazy: boolean): boolean {
  return (
    findHeading(line, at) !== null ||
    (!isLazy && findUnderline(line, at) !== null) ||
    isBreak(line, at) ||
    findFence(line, at) !== null ||
    findHtml(line, at, true) !== null
  );
}

function openLeaf(reading: Reading, cursor: Cursor, offset: number): void {
  const { line } = cursor;
  const { width, next } = indentOf(cursor);
  const open = (kind: BlockKind, depth = 0): TopBlock | null =>
    reading.containers.length === 0 ? openBlock(reading, kind, offset + next, depth) : null;
  if (width >= 4) {
    const block = open("code");
    // The spaces before it are part of the code.
    if (block) block.start = block.after = offset;
    reading.leaf = { kind: "indented" };
    return;
  }
  const depth = findHeading(line, next);
  if (depth !== null) return void open("heading", depth);
  if (isBreak(line, next)) return void open("break");
  const fence = findFence(line, next);
  if (fence !== null) {
    open("code");
    reading.leaf = { kind: "fence", fence };
    return;
  }
  const end = findHtml(line, next, false);
  if (end !== null) {
    open("html");
    reading.leaf = endsHtml(end, line, next) ? null : { kind: "html", end };
    return;
  }
  const block = open("paragraph");
  reading.leaf = { kind: "paragraph", block, text: line[next] === "[" ? `${line.slice(next)}\n` : "" };
}

function openBlock(reading: Reading, kind: BlockKind, start: number, depth = 0): TopBlock {
  const block: TopBlock = { kind, after: start, start, depth, items: kind === "list" ? [start] : [] };
  reading.blocks.push(block);
  return block;
}

/** Makes a heading of a paragraph that more than definitions stand in. */
function underline(
  reading: Reading,
  paragraph: Leaf & { kind: "paragraph" },
  { depth, offset }: { depth: number | null; offset: number },
): boolean {
  if (depth === null) return false;
  const isText = takeDefinitions(reading, paragraph, offset);
  reading.leaf = null;
  if (isText && paragraph.block) {
    paragraph.block.kind = "heading";
    paragraph.block.depth = depth;
  }
  return isText;
}

function leaveContainers(reading: Reading, level: number, offset: number): void {
  endLeaf(reading, offset);
  reading.containers.length = level;
}

function endLeaf(reading: Reading, offset: number): void {
  const { leaf } = reading;
  reading.leaf = null;
  if (leaf?.kind === "paragraph") takeDefinitions(reading, leaf, offset);
}

/** Moves a paragraph's start behind the definitions that it begins with: whether any text is left. */
function takeDefinitions(
  { markdown, labels }: Reading,
  { block, text }: Leaf & { kind: "paragraph" },
  end: number,
): boolean {
  const written = block ? markdown.slice(block.start, end) : text;
  if (!written.startsWith("[")) return true;
  const found = readDefinitions(written);
  for (const label of found.labels) labels.add(label);
  const isText = found.length < written.length;
  if (block) block.start += found.length;
  if (block && !isText) block.kind = "definitions";
  return isText;
}
