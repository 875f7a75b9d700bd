import { fromMarkdown } from "mdast-util-from-markdown";
import { findHeading } from "./block-starts.ts";
import { labelsIn } from "./definitions.ts";
import { tameMarkdown } from "./tame-markdown.ts";

/** Longer lines, and more of them, keep a parser busy; they are named as they are written. */
const LONGEST = 2_000;
const MOST_PARSED = 10_000;
/** Signs that may mean something within a line. */
const MEANS_MORE = /[\\`*_<>&![\]\0\r\n]/u;

/**
 * The words of headings without their Markdown. Those that need a parser go through it together: it takes longer to start than to
 * read one.
 * @param sources headings as written, with their signs
 * @param labels names that the article gives to addresses
 */
export function readHeadingNames(sources: readonly string[], labels: ReadonlySet<string>): string[] {
  const names = sources.map(withoutSigns);
  let left = MOST_PARSED;
  const marked = sources.flatMap((source, index) => {
    if (source.length > LONGEST || !MEANS_MORE.test(names[index] ?? "")) return [];
    left -= source.length;
    return left < 0 ? [] : [{ source, index }];
  });
  if (marked.length === 0) return names;

  const text = marked.map(({ source }) => source).join("\n\n");
  const used = labelsIn(text).filter((label) => labels.has(label));
  const links = used.map((label) => `\n\n[${label}]: #`).join("");
  const parsed = fromMarkdown(tameMarkdown(text + links)).children.filter(({ type }) => type === "heading");
  if (parsed.length !== marked.length) return names;
  for (const [place, { index }] of marked.entries()) names[index] = plainText(parsed[place]);
  return names;
}

function withoutSigns(source: string): string {
  const depth = findHeading(source, 0);
  if (depth === null)
    return source.slice(0, Math.max(source.lastIndexOf("\n"), source.lastIndexOf("\r"))).trim();
  const text = source.slice(depth).trim();
  let end = text.length;
  while (text[end - 1] === "#") end -= 1;
  const isClosed = end === 0 || text[end - 1] === " " || text[end - 1] === "\t";
  return isClosed ? text.slice(0, end).trim() : text;
}

function plainText(node: unknown): string {
  if (typeof node !== "object" || node === null) return "";
  if ("value" in node && typeof node.value === "string") return node.value;
  if ("children" in node && Array.isArray(node.children)) return node.children.map(plainText).join("").trim();
  return "";
}
