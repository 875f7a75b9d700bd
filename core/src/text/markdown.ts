import { fromMarkdown } from "mdast-util-from-markdown";
import { tameMarkdown } from "./tame-markdown.ts";
import { toSlug } from "./slug.ts";

type Root = ReturnType<typeof fromMarkdown>;
type MarkdownNode = Root["children"][number];

export type Block = {
  kind: "text" | "code" | "list" | "heading" | "other";
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

export const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0;

/** An article's sections in order; sections without text of their own only live on in the paths below them. */
export function readSections(markdown: string): Section[] {
  const content = tameMarkdown(markdown);
  const sections: Section[] = [];
  const anchors = new Map<string, number>();
  let path: { depth: number; name: string }[] = [];
  let section: Section = { path: [], anchor: null, headingLine: null, blocks: [] };

  for (const node of fromMarkdown(content).children) {
    if (node.type !== "heading") {
      const block = toBlock(node, content);
      if (block) section.blocks.push(block);
      continue;
    }
    const name = plainText(node);
    if (name === "") continue;
    if (section.blocks.length > 0) sections.push(section);
    path = [...path.filter((above) => above.depth < node.depth), { depth: node.depth, name }];
    section = {
      path: path.map((heading) => heading.name),
      anchor: uniqueAnchor(name, anchors),
      headingLine: sourceOf(node, content),
      blocks: [],
    };
  }
  if (section.blocks.length > 0) sections.push(section);
  return sections;
}

const KINDS: Readonly<Record<string, Block["kind"]>> = {
  paragraph: "text",
  blockquote: "text",
  html: "text",
  code: "code",
  list: "list",
  heading: "heading",
};
const INVISIBLE = new Set(["definition", "thematicBreak"]);

function toBlock(node: MarkdownNode, content: string): Block | null {
  if (INVISIBLE.has(node.type)) return null;
  const source = sourceOf(node, content);
  const text = node.type === "html" ? withoutTags(source) : source;
  if (text === "") return null;
  const items = node.type === "list" ? node.children.map((item) => sourceOf(item, content)) : [];
  return { kind: KINDS[node.type] ?? "other", text, items };
}

function withoutTags(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<\/?[A-Za-z][^>]*>/g, "")
    .trim();
}

function sourceOf(node: Pick<MarkdownNode, "position">, content: string): string {
  const { position } = node;
  return position ? content.slice(position.start.offset, position.end.offset).trimEnd() : "";
}

function plainText(node: unknown): string {
  if (typeof node !== "object" || node === null) return "";
  if ("value" in node && typeof node.value === "string") return node.value;
  if ("children" in node && Array.isArray(node.children)) return node.children.map(plainText).join("").trim();
  return "";
}

/** The fragment that leads to a heading, numbered where a heading comes again. Headings that are part of a list or quotation have none. */
export function uniqueAnchor(name: string, taken: Map<string, number>): string {
  const slug = toSlug(name).replaceAll(".", "") || "section";
  const count = taken.get(slug) ?? 0;
  taken.set(slug, count + 1);
  return count === 0 ? slug : `${slug}-${count}`;
}
