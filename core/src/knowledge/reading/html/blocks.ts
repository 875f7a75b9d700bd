import { escapeLineStarts, fenceFor } from "./escape.ts";
import { renderInline } from "./inline.ts";
import type { InlineContext } from "./inline.ts";
import { isNote } from "./main-content.ts";
import { renderTable } from "./table.ts";
import { classesOf, findAll, holds, isElement, lineOf, rawText } from "./tree.ts";
import type { HtmlElement, HtmlNode } from "./tree.ts";

/** Deeper lists and quotations are read as if they stood side by side: no reader counts further. */
const MOST_LEVELS = 12;

/** The Markdown of an element's content. */
export function renderBlocks(element: HtmlElement, context: InlineContext): string {
  const blocks: string[] = [];
  addBlocks(element.children, context, blocks);
  return blocks.join("\n\n");
}

function addBlocks(nodes: HtmlNode[], context: InlineContext, blocks: string[]): void {
  let line: HtmlNode[] = [];
  const endLine = (): void => {
    if (line.length > 0) add(blocks, escapeLineStarts(renderInline(line, context)));
    line = [];
  };
  for (const node of nodes) {
    if (!isElement(node) || !node.isBlock) {
      line.push(node);
      continue;
    }
    endLine();
    addBlock(node, context, blocks);
  }
  endLine();
}

function add(blocks: string[], block: string): void {
  if (block !== "") blocks.push(block);
}

function addBlock(element: HtmlElement, context: InlineContext, blocks: string[]): void {
  switch (element.tag) {
    case "h1":
    case "h2":
    case "h3":
    case "h4":
    case "h5":
    case "h6":
      return add(blocks, renderHeading(element, context));
    case "ul":
    case "ol":
    case "menu":
      return addList(element, context, blocks);
    case "dl":
      return addTerms(element, context, blocks);
    case "pre":
      return add(blocks, renderCode(element));
    case "blockquote":
      return addQuote(element, context, blocks);
    case "hr":
    case "head":
    case "title":
      return;
    case "table": {
      const table = renderTable(element, context);
      return table === null ? addBlocks(element.children, context, blocks) : add(blocks, table);
    }
    case "summary":
      return add(blocks, `**${lineOf(element)}**`);
    default:
      if (isCodeBox(element)) return add(blocks, renderCode(element));
      if (element.tag !== "body" && element.tag !== "main" && isNote(element))
        return addQuote(element, context, blocks);
      return addBlocks(element.children, context, blocks);
  }
}

function renderHeading(element: HtmlElement, context: InlineContext): string {
  const text = renderInline(element.children, context).replaceAll("\n", " ");
  return text === "" ? "" : `${"#".repeat(Number(element.tag.slice(1)))} ${text}`;
}

function addList(list: HtmlElement, context: InlineContext, blocks: string[]): void {
  if (context.level >= MOST_LEVELS) return addBlocks(list.children, context, blocks);
  const start = Number(list.attributes["start"] ?? 1);
  let number = Number.isInteger(start) && start >= 0 ? start : 1;
  const inner = { ...context, level: context.level + 1 };
  const items: string[] = [];
  for (const child of list.children) {
    if (!isElement(child)) continue;
    const body = renderItem(child, inner);
    if (body === "") continue;
    const sign = list.tag === "ol" ? `${number}. ` : "- ";
    number += 1;
    items.push(`${sign}${indent(body, sign.length)}`);
  }
  add(blocks, items.join("\n"));
}

function renderItem(item: HtmlElement, context: InlineContext): string {
  const blocks: string[] = [];
  // A list inside a list without an item around it stands for an item itself.
  if (item.tag === "ul" || item.tag === "ol") addList(item, context, blocks);
  else addBlocks(item.children, context, blocks);
  // A list right under the item's words stays with them; anything else is a paragraph of its own.
  const [first = "", ...rest] = blocks;
  return first + rest.map((block) => `${/^(?:- |\d+\. )/.test(block) ? "\n" : "\n\n"}${block}`).join("");
}

function addTerms(list: HtmlElement, context: InlineContext, blocks: string[]): void {
  for (const entry of findAll(list, ({ tag }) => tag === "dt" || tag === "dd")) {
    if (entry.tag === "dd") {
      addBlocks(entry.children, context, blocks);
      continue;
    }
    const term = renderInline(entry.children, context);
    const isShown = term === "" || term.includes("**") || (term.includes("`") && !term.endsWith("?"));
    add(blocks, isShown ? term : `**${term}**`);
  }
}

/** Boxes that highlighters make of divs and tables, with the lines numbered in a column of their own. */
function isCodeBox(element: HtmlElement): boolean {
  if (element.tag !== "div" && element.tag !== "figure") return false;
  if (!classesOf(element).some((name) => /^(?:highlight|codehilite|sourceCode|code-block)(?:$|-)/.test(name)))
    return false;
  return holds(element, ({ tag }) => tag === "pre");
}

function renderCode(element: HtmlElement): string {
  const boxes = element.tag === "pre" ? [element] : findAll(element, ({ tag }) => tag === "pre");
  const box = boxes.findLast((pre) => !/^[\s\d]*$/.test(rawText(pre))) ?? boxes.at(-1) ?? element;
  const code = rawText(box)
    .replace(/^[ \t]*\n/, "")
    .trimEnd();
  if (code.trim() === "") return "";
  const fence = fenceFor(code, 3);
  return `${fence}${codeLanguage(element)}\n${code}\n${fence}`;
}

function codeLanguage(element: HtmlElement): string {
  const inner = findAll(element, ({ tag }) => tag === "pre").flatMap((pre) => [pre, ...codeIn(pre)]);
  for (const { attributes, ...rest } of [element, ...codeIn(element), ...inner]) {
    const named = attributes["data-language"] ?? attributes["data-lang"] ?? "";
    if (/^[\w+#.-]{1,20}$/.test(named)) return named;
    for (const name of classesOf({ attributes, ...rest })) {
      const language = /^(?:language|lang|highlight|brush:?|highlight-source)-([\w+#.-]{1,20})$/.exec(
        name,
      )?.[1];
      if (language !== undefined && !/^(?:default|none|plaintext|notranslate)$/.test(language))
        return language;
    }
  }
  return "";
}

const codeIn = (element: HtmlElement): HtmlElement[] => findAll(element, ({ tag }) => tag === "code");

function addQuote(element: HtmlElement, context: InlineContext, blocks: string[]): void {
  if (context.level >= MOST_LEVELS) return addBlocks(element.children, context, blocks);
  const text = renderBlocks(element, { ...context, level: context.level + 1 });
  if (text !== "") blocks.push(text.replace(/^/gm, "> ").replace(/^> $/gm, ">"));
}

const indent = (text: string, by: number): string => text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(by)}`);
