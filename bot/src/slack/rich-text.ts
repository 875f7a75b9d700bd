import type {
  RichTextBlock,
  RichTextElement,
  RichTextList,
  RichTextPreformatted,
  RichTextQuote,
  RichTextSection,
} from "@slack/types";
import { hasTooManyLines, tameMarkdown } from "@firstline/core";
import { fromMarkdown } from "mdast-util-from-markdown";
import { LIMITS } from "./limits.ts";
import { plain, text, toInline } from "./rich-text-inline.ts";

type Part = RichTextBlock["elements"][number];
type Node = ReturnType<typeof fromMarkdown>["children"][number];
type ListNode = Extract<Node, { type: "list" }>;
type ItemNode = ListNode["children"][number];
type Place = { indent: number; isQuoted: boolean };

/**
 * CommonMark as Slack's rich text: exact code, real lists and quotes, and no notation of Slack that a member's words
 * could use to ping somebody. Null when there is nothing to show.
 * @param lead said in bold before the first words, for example the author's name
 */
export function toRichText(markdown: string, lead?: string): RichTextBlock | null {
  const parts = hasTooManyLines(markdown)
    ? [section(text(markdown))]
    : parse(markdown).flatMap((node) => toParts(node, { indent: 0, isQuoted: false }));
  const led = lead === undefined ? parts : [section(text(lead, { bold: true })), ...parts];
  const elements = joinSections(led, lead !== undefined);
  return elements.length === 0 ? null : { type: "rich_text", elements };
}

/** The words of a text without its Markdown, for notifications. */
export function toPlainText(markdown: string): string {
  if (hasTooManyLines(markdown)) return markdown;
  return parse(markdown)
    .map((node) => words(node))
    .filter((part) => part !== "")
    .join("\n");
}

const parse = (markdown: string): Node[] => fromMarkdown(tameMarkdown(markdown)).children;

function words(node: Node | ItemNode): string {
  if ("value" in node) return node.value;
  if (node.type === "paragraph" || node.type === "heading") return plain(node.children);
  if ("children" in node)
    return node.children.map((child) => ("type" in child ? words(asNode(child)) : "")).join("\n");
  return "";
}

/** Children of lists, quotes and items are again blocks or items; tables never occur in CommonMark. */
function asNode(child: { type: string }): Node | ItemNode {
  return child as Node | ItemNode;
}

function section(elements: RichTextElement[]): RichTextSection {
  return { type: "rich_text_section", elements };
}

function toParts(node: Node, place: Place): Part[] {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- what is left is inline and handled as such
  switch (node.type) {
    case "paragraph":
      if (isTable(node)) return [preformatted(plain(node.children), place)];
      return [inPlace(toInline(node.children), place)];
    case "heading":
      return [inPlace(toInline(node.children, { bold: true }), place)];
    case "code":
      return node.value === "" ? [] : [preformatted(node.value, place)];
    case "html":
      return [inPlace(text(node.value), place)];
    case "blockquote":
      return joinQuotes(node.children.flatMap((child) => toParts(child, { ...place, isQuoted: true })));
    case "list":
      return node.ordered && !isSimple(node) ? numbered(node, place) : listed(node, place);
    case "listItem":
      return node.children.flatMap((child) => toParts(child, place));
    case "thematicBreak":
    case "definition":
    case "footnoteDefinition":
    case "table":
    case "tableRow":
    case "tableCell":
    case "yaml":
      return [];
    default:
      return [inPlace(toInline([node]), place)];
  }
}

/** Tables are no part of CommonMark; aligned in code they can at least be read. */
function isTable(node: Extract<Node, { type: "paragraph" }>): boolean {
  const lines = plain(node.children).split("\n");
  return lines.length > 1 && lines.every((line) => /^\s*\|.*\|\s*$/u.test(line));
}

function inPlace(elements: RichTextElement[], { isQuoted }: Place): RichTextSection | RichTextQuote {
  return isQuoted ? { type: "rich_text_quote", elements } : section(elements);
}

function preformatted(value: string, { isQuoted }: Place): RichTextPreformatted {
  const elements = [{ type: "text" as const, text: value }];
  return { type: "rich_text_preformatted", elements, ...(isQuoted ? { border: 1 } : {}) };
}

/** Every item is one paragraph: only then does Slack count an ordered list without a break. */
function isSimple(list: ListNode): boolean {
  return (
    list.start === 1 &&
    list.children.every(({ children }) => children.every(({ type }) => type === "paragraph"))
  );
}

function listed(list: ListNode, place: Place): Part[] {
  const style = list.ordered ? ("ordered" as const) : ("bullet" as const);
  const make = (elements: RichTextSection[]): RichTextList => ({
    type: "rich_text_list",
    style,
    elements,
    ...(place.indent > 0 ? { indent: Math.min(place.indent, LIMITS.listIndent) } : {}),
    ...(place.isQuoted ? { border: 1 } : {}),
  });
  const parts: Part[] = [];
  for (const item of list.children) {
    const { lead, rest } = splitItem(item);
    const last = parts.at(-1);
    if (last?.type === "rich_text_list" && last.style === style && (last.indent ?? 0) === place.indent) {
      last.elements.push(section(lead));
    } else {
      parts.push(make([section(lead)]));
    }
    parts.push(...rest.flatMap((node) => toParts(node, { ...place, indent: place.indent + 1 })));
  }
  return parts;
}

/** Steps with code or lists between them: the numbers are written out, since Slack would count anew after each. */
function numbered(list: ListNode, place: Place): Part[] {
  return list.children.flatMap((item, index) => {
    const { lead, rest } = splitItem(item);
    const number = text(`${(list.start ?? 1) + index}. `);
    return [inPlace([...number, ...lead], place), ...rest.flatMap((node) => toParts(node, place))];
  });
}

function splitItem(item: ItemNode): { lead: RichTextElement[]; rest: Node[] } {
  const firstOther = item.children.findIndex(({ type }) => type !== "paragraph");
  const end = firstOther === -1 ? item.children.length : firstOther;
  const lead = item.children
    .slice(0, end)
    .flatMap((node, index) =>
      node.type === "paragraph" ? [...(index > 0 ? text("\n") : []), ...toInline(node.children)] : [],
    );
  return { lead: lead.length > 0 ? lead : text(" "), rest: item.children.slice(end) };
}

function joinQuotes(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === "rich_text_quote" && last?.type === "rich_text_quote") {
      last.elements = merge([...last.elements, ...text("\n\n"), ...part.elements]);
    } else {
      joined.push(part);
    }
  }
  return joined;
}

/** Neighboring sections stand without a gap in Slack: paragraphs become one section with blank lines between. */
function joinSections(parts: readonly Part[], hasLead: boolean): Part[] {
  const joined: Part[] = [];
  for (const [index, part] of parts.entries()) {
    const last = joined.at(-1);
    if (part.type !== "rich_text_section") {
      joined.push(part);
    } else if (last?.type === "rich_text_section") {
      const gap = hasLead && index === 1 ? " " : "\n\n";
      last.elements = merge([...last.elements, ...text(gap), ...part.elements]);
    } else {
      const gap = last ? text("\n") : [];
      joined.push(section(merge([...gap, ...part.elements])));
    }
  }
  return joined.filter((part) => part.elements.length > 0);
}

/** One element for neighbors of the same style: shorter, and nearer to what Slack's own editor sends. */
function merge(elements: readonly RichTextElement[]): RichTextElement[] {
  const merged: RichTextElement[] = [];
  for (const element of elements) {
    const last = merged.at(-1);
    if (element.type === "text" && last?.type === "text" && sameStyle(element.style, last.style)) {
      merged[merged.length - 1] = { ...last, text: last.text + element.text };
    } else {
      merged.push(element);
    }
  }
  return merged;
}

function sameStyle(one: object | undefined, other: object | undefined): boolean {
  return JSON.stringify(one ?? {}) === JSON.stringify(other ?? {});
}
