import { opensTooMuch, tameMarkdown } from "@firstline/core/text";
import type { Element, ElementContent, Nodes, Root, Text } from "hast";
import { sanitize } from "hast-util-sanitize";
import type { Schema } from "hast-util-sanitize";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toHast } from "mdast-util-to-hast";
import { gfm } from "micromark-extension-gfm";

export type SafeTreeOptions = {
  allowed: Schema;
  /** In characters; what is longer is shown as it was written. */
  longest: number;
  footnotesTitle?: string;
};

/**
 * Markdown of strangers as a tree of elements that can do no harm: HTML in it is shown as the text that it is, and only what
 * `allowed` names is left.
 */
export function toSafeTree(markdown: string, { allowed, longest, footnotesTitle }: SafeTreeOptions): Root {
  if (markdown.length > longest) return toPlainTree(markdown);
  const tame = tameMarkdown(markdown);
  if (opensTooMuch(tame)) return toPlainTree(markdown);
  const mdast = fromMarkdown(tame, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const hast = toHast(mdast, {
    handlers: { html: (_, node: { value: string }) => toText(node.value) },
    ...(footnotesTitle === undefined ? {} : { footnoteLabel: footnotesTitle }),
  });
  const safe = sanitize(hast, allowed);
  return safe.type === "root" ? safe : { type: "root", children: [] };
}

export const toText = (value: string): Text => ({ type: "text", value });

export function toElement(
  tagName: string,
  properties: Element["properties"],
  children: ElementContent[] = [],
): Element {
  return { type: "element", tagName, properties, children };
}

/** What would take the parser long is shown as it was written. */
export function toPlainTree(text: string): Root {
  return { type: "root", children: [toElement("div", { className: ["plain"] }, [toText(text)])] };
}

export function visit(node: Nodes, change: (element: Element) => void): void {
  if (node.type === "element") change(node);
  if ("children" in node) for (const child of node.children) visit(child, change);
}

/** The page has headings of its own above those of the text; which levels the text uses is the author's habit. */
export function highestHeading(tree: Root): number {
  let highest = 6;
  visit(tree, (element) => {
    highest = Math.min(highest, levelOf(element) ?? 6);
  });
  return highest;
}

export function shiftHeading(element: Element, by: number): void {
  const level = levelOf(element);
  if (level !== null) element.tagName = `h${Math.min(6, level + by)}`;
}

export function levelOf(element: Element): number | null {
  const level = /^h([1-6])$/u.exec(element.tagName)?.[1];
  return level === undefined ? null : Number(level);
}

export function textOf(node: Nodes): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

export function leadsElsewhere(element: Element): boolean {
  const { href } = element.properties;
  return element.tagName === "a" && typeof href === "string" && /^(?:https?:)?[\\/]{2}/iu.test(href);
}
