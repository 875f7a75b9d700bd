import { readBlocks } from "./blocks.ts";
import type { BlockKind, TopBlock } from "./blocks.ts";
import { readHeadingNames } from "./heading-names.ts";
import { toSlug } from "../slug.ts";

export type Block = {
  kind: "text" | "code" | "list";
  /** The Markdown as written. */
  text: string;
  /** A list's items as written. */
  items: string[];
};

export type Section = {
  /** Headings from the top to this one. */
  path: string[];
  anchor: string | null;
  headingLine: string | null;
  blocks: Block[];
};

/** An article's sections in order; sections without text of their own only live on in the paths below them. */
export function readSections(markdown: string): Section[] {
  const { blocks, labels } = readBlocks(markdown);
  const sources = blocks.map(({ start }, index) => markdown.slice(start, blocks[index + 1]?.after).trimEnd());
  const headings = blocks.flatMap(({ kind }, index) => (kind === "heading" ? (sources[index] ?? "") : []));
  const names = readHeadingNames(headings, labels).values();
  const sections: Section[] = [];
  const anchors = new Map<string, number>();
  let path: { depth: number; name: string }[] = [];
  let section: Section = { path: [], anchor: null, headingLine: null, blocks: [] };

  for (const [index, block] of blocks.entries()) {
    const source = sources[index] ?? "";
    if (block.kind !== "heading") {
      const shown = toBlock(block, source);
      if (shown) section.blocks.push(shown);
      continue;
    }
    const { depth } = block;
    const name = names.next().value ?? "";
    if (name === "") continue;
    if (section.blocks.length > 0) sections.push(section);
    path = [...path.filter((above) => above.depth < depth), { depth, name }];
    section = {
      path: path.map((heading) => heading.name),
      anchor: uniqueAnchor(name, anchors),
      headingLine: source,
      blocks: [],
    };
  }
  if (section.blocks.length > 0) sections.push(section);
  return sections;
}

/** The words of the first heading of the highest level, or those of the picture that it is; null where there is none. */
export function findTitle(markdown: string): string | null {
  const { blocks, labels } = readBlocks(markdown);
  const tops = blocks.flatMap(({ kind, depth, start }, index) =>
    kind === "heading" && depth === 1 ? [markdown.slice(start, blocks[index + 1]?.after).trimEnd()] : [],
  );
  const named = readHeadingNames(tops, labels).find((name) => name !== "");
  return named ?? /!\[([^[\]]+)\]/u.exec(tops.join("\n"))?.[1] ?? null;
}

const KINDS = {
  paragraph: "text",
  quote: "text",
  html: "text",
  code: "code",
  list: "list",
  heading: null,
  break: null,
  definitions: null,
} as const satisfies Record<BlockKind, Block["kind"] | null>;

function toBlock(block: TopBlock, source: string): Block | null {
  const kind = KINDS[block.kind];
  const text = block.kind === "html" ? withoutTags(source) : source;
  if (kind === null || text === "") return null;
  const starts = block.items.map((offset) => offset - block.start);
  const items = starts.map((start, index) => source.slice(start, starts[index + 1]).trimEnd());
  return { kind, text, items };
}

/** Looks for ends only as far as there are any: a text of beginnings alone would be read again from each. */
function withoutTags(html: string): string {
  const shown = upTo(html, "-->", (part) => part.replace(/<!--[\s\S]*?-->/g, ""));
  return upTo(shown, ">", (part) => part.replace(/<\/?[A-Za-z][^>]*>/g, "")).trim();
}

function upTo(text: string, end: string, change: (part: string) => string): string {
  const last = text.lastIndexOf(end) + end.length;
  return last < end.length ? text : change(text.slice(0, last)) + text.slice(last);
}

/** The fragment that leads to a heading, numbered where a heading comes again. Headings that are part of a list or quotation have none. */
export function uniqueAnchor(name: string, taken: Map<string, number>): string {
  const slug = toSlug(name).replaceAll(".", "") || "section";
  const count = taken.get(slug) ?? 0;
  taken.set(slug, count + 1);
  return count === 0 ? slug : `${slug}-${count}`;
}
