import { tameMarkdown, uniqueAnchor } from "@firstline/core";
import type { Element, Nodes, Root, Text } from "hast";
import { defaultSchema, sanitize } from "hast-util-sanitize";
import type { Schema } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toHast } from "mdast-util-to-hast";
import { gfm } from "micromark-extension-gfm";
import { raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

const ALLOWED: Schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !["picture", "source", "input"].includes(name)),
  attributes: {
    a: ["href", "title"],
    img: ["src", "alt", "title"],
    code: [["className", /^language-[\w+-]+$/u]],
    ol: ["start"],
    td: ["align"],
    th: ["align"],
  },
  protocols: { href: ["http", "https", "mailto"], src: ["https"] },
  // Ids are ours alone; nothing of the text becomes one.
  clobberPrefix: "",
};

/** Some texts of 40,000 characters take the parser 20 s, one of 12,000 at most 3 s; answers are far shorter. */
const LONGEST_MESSAGE = 12_000;
const LONGEST_ARTICLE = 200_000;
/** A message as HTML. */
export function renderMessage(markdown: string): HtmlEscapedString {
  return raw(toHtml(messageTree(markdown)));
}

/** A message made safe: pictures become links, so that reading one never calls another site. */
export function messageTree(markdown: string): Root {
  const tree = safeTree(markdown, LONGEST_MESSAGE);
  const shift = 3 - highestHeading(tree);
  visit(tree, (element) => {
    if (element.tagName === "img") pictureToLink(element);
    shiftHeading(element, shift);
    openElsewhere(element);
    letScroll(element);
  });
  return tree;
}

/** An article: headings get the anchors under which its passages are cited. A first heading that repeats the title goes. */
export function renderArticle(article: { title: string; content: string }): HtmlEscapedString {
  const tree = safeTree(article.content, LONGEST_ARTICLE);
  const taken = new Map<string, number>();
  for (const node of tree.children) {
    if (node.type !== "element" || levelOf(node) === null) continue;
    const name = textOf(node).trim();
    if (name !== "") node.properties = { ...node.properties, id: uniqueAnchor(name, taken) };
    if (name === article.title && taken.size === 1) toAnchorOnly(node);
  }
  const shift = 2 - highestHeading(tree);
  visit(tree, (element) => {
    shiftHeading(element, shift);
    openElsewhere(element);
    letScroll(element);
  });
  return raw(toHtml(tree));
}

/** The page shows the title itself; links to the heading still lead to the top. */
function toAnchorOnly(element: Element): void {
  element.tagName = "span";
  element.children = [];
}

/** HTML in the text is shown as the text that it is. */
function safeTree(markdown: string, longest: number): Root {
  if (markdown.length > longest) return plainTree(markdown);
  const mdast = fromMarkdown(tameMarkdown(markdown), {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const hast = toHast(mdast, { handlers: { html: (_, node: { value: string }) => toText(node.value) } });
  const safe = sanitize(hast, ALLOWED);
  return safe.type === "root" ? safe : { type: "root", children: [] };
}

const toText = (value: string): Text => ({ type: "text", value });

/** What would take the parser long is shown as it was written. */
function plainTree(text: string): Root {
  const whole: Element = {
    type: "element",
    tagName: "div",
    properties: { className: ["plain"] },
    children: [toText(text)],
  };
  return { type: "root", children: [whole] };
}

function visit(node: Nodes, change: (element: Element) => void): void {
  if (node.type === "element") change(node);
  if ("children" in node) for (const child of node.children) visit(child, change);
}

/** The page has headings of its own above those of the text; which levels the text uses is the author's habit. */
function highestHeading(tree: Root): number {
  let highest = 6;
  visit(tree, (element) => {
    highest = Math.min(highest, levelOf(element) ?? 6);
  });
  return highest;
}

function shiftHeading(element: Element, by: number): void {
  const level = levelOf(element);
  if (level !== null) element.tagName = `h${Math.min(6, level + by)}`;
}

function levelOf(element: Element): number | null {
  const level = /^h([1-6])$/u.exec(element.tagName)?.[1];
  return level === undefined ? null : Number(level);
}

function openElsewhere(element: Element): void {
  if (element.tagName !== "a") return;
  const { href } = element.properties;
  if (typeof href !== "string" || !/^(?:https?:)?\/\//iu.test(href)) return;
  element.properties["rel"] = ["noopener", "noreferrer", "nofollow"];
  element.properties["target"] = "_blank";
}

/** Long lines scroll inside their block, for the keyboard too. */
function letScroll(element: Element): void {
  if (element.tagName === "pre") element.properties["tabIndex"] = 0;
}

function pictureToLink(element: Element): void {
  const { src, alt } = element.properties;
  element.tagName = "a";
  element.properties = typeof src === "string" ? { href: src } : {};
  element.children = [{ type: "text", value: typeof alt === "string" && alt !== "" ? alt : "picture" }];
}

function textOf(node: Nodes): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}
