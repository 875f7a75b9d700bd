import { renderInline } from "./inline.ts";
import type { InlineContext } from "./inline.ts";
import { findAll, holds, isElement, lineOf } from "./tree.ts";
import type { HtmlElement, HtmlNode } from "./tree.ts";

/** Wider tables are spreadsheets: nobody reads them as text. */
const MOST_COLUMNS = 40;

const isCell = ({ tag }: HtmlElement): boolean => tag === "td" || tag === "th";
const isRow = ({ tag }: HtmlElement): boolean => tag === "tr";
const LISTS = new Set(["ul", "ol"]);
const BLOCKS = new Set(["table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "dl"]);

/** A table of data as a Markdown table; null for one that only lays out a page, which is read cell by cell. */
export function renderTable(table: HtmlElement, context: InlineContext): string | null {
  const rows = findAll(table, isRow).map((row) => findAll(row, isCell));
  const columns = Math.max(0, ...rows.map((cells) => cells.reduce((sum, cell) => sum + spanOf(cell), 0)));
  if (columns < 2 || columns > MOST_COLUMNS || laysOut(table, rows)) return null;

  const lines = rows
    .filter((cells) => cells.some((cell) => lineOf(cell) !== ""))
    .map((cells) => renderRow(cells, columns, context));
  const [head, ...body] = lines;
  if (head === undefined) return "";
  const caption = findAll(table, ({ tag }) => tag === "caption")[0];
  const title = caption ? `${renderInline(caption.children, context)}\n\n` : "";
  return `${title}${[head, `|${" --- |".repeat(columns)}`, ...body].join("\n")}`;
}

function laysOut(table: HtmlElement, rows: HtmlElement[][]): boolean {
  if (/^(?:presentation|none)$/.test(table.attributes["role"] ?? "")) return true;
  // Columns that are named are those of a table of data.
  const isData = rows.flat().some(({ tag }) => tag === "th");
  return rows.flat().some((cell) => holds(cell, ({ tag }) => BLOCKS.has(tag) || (!isData && LISTS.has(tag))));
}

function spanOf(cell: HtmlElement): number {
  const span = Number(cell.attributes["colspan"] ?? 1);
  return Number.isInteger(span) && span > 0 ? Math.min(span, MOST_COLUMNS) : 1;
}

function renderRow(cells: HtmlElement[], columns: number, context: InlineContext): string {
  const texts = cells.flatMap((cell) => [
    renderInline(onOneLine(cell.children), context)
      .replaceAll("\n", " ")
      .replaceAll("|", String.raw`\|`),
    ...Array.from<string>({ length: spanOf(cell) - 1 }).fill(""),
  ]);
  const row = [...texts, ...Array.from<string>({ length: Math.max(0, columns - texts.length) }).fill("")];
  return `| ${row.join(" | ")} |`;
}

/** Paragraphs and items of a cell would run into each other. */
function onOneLine(nodes: HtmlNode[]): HtmlNode[] {
  return nodes.flatMap((node) => {
    if (!isElement(node) || !/^(?:p|div|ul|ol|li)$/.test(node.tag)) return [node];
    return [node.tag === "li" ? " • " : " ", ...onOneLine(node.children), " "];
  });
}
