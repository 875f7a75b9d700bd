import { uniqueAnchor } from "@firstline/core/text";
import type { Element, ElementContent, Root } from "hast";
import { defaultSchema } from "hast-util-sanitize";
import type { Schema } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import { dressPart, linkToItself, scrollBox } from "./markdown/article-parts.ts";
import { createHighlight } from "./markdown/highlight.ts";
import type { Highlight } from "./markdown/highlight.ts";
import { toMessageHtml } from "./markdown/message-html.ts";
import {
  highestHeading,
  levelOf,
  shiftHeading,
  textOf,
  toElement,
  toPlainTree,
  toSafeTree,
  visit,
} from "./markdown/safe-tree.ts";
import { textsFor } from "./texts/index.ts";
import type { Heading } from "./views.ts";

/** Part of what tells whether a stored page is still up to date: count it up when the same article gets other HTML. */
export const ARTICLE_RENDERER_VERSION = "1";

const FOOTNOTE_ID = /^user-content-fn/u;
const ALLOWED: Schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !["picture", "source"].includes(name)),
  attributes: {
    a: ["href", "title", ["id", FOOTNOTE_ID], ["dataFootnoteBackref", ""], ["dataFootnoteRef", true, ""]],
    img: ["src", "alt", "title"],
    code: [["className", /^language-[\w+-]+$/u]],
    h2: [["className", "sr-only"]],
    input: [["type", "checkbox"], ["disabled", true], "checked"],
    li: [
      ["className", "task-list-item"],
      ["id", FOOTNOTE_ID],
    ],
    ol: ["start"],
    section: [["className", "footnotes"]],
    td: ["align"],
    th: ["align"],
    ul: [["className", "contains-task-list"]],
  },
  protocols: { href: ["http", "https", "mailto"], src: ["http", "https"] },
  // Ids are ours alone; nothing of the text becomes one.
  clobber: [],
};

/** Longer ones take the parser too long, and nobody reads them. */
const LONGEST_ARTICLE = 200_000;
const DESCRIPTION_LENGTH = 160;

export type ArticleHtml = {
  /** Sanitised; classes only, no style attributes. */
  html: string;
  headings: Heading[];
  /** One or two sentences for search engines. */
  description: string;
};

/**
 * An article's Markdown as HTML. Headings get the anchors under which passages are cited, and levels from 2 down, since the page
 * shows the title itself: a first heading that repeats it goes.
 */
export async function renderArticle(article: {
  title: string;
  content: string;
  locale: string;
}): Promise<ArticleHtml> {
  const texts = textsFor(article.locale);
  const tree = toSafeTree(article.content, {
    allowed: ALLOWED,
    longest: LONGEST_ARTICLE,
    footnotesTitle: texts.say("footnotes"),
  });
  nameFootnotes(tree);
  const anchors = setAnchors(tree, article.title);
  const shift = 2 - highestHeading(tree);
  visit(tree, (element) => {
    shiftHeading(element, shift);
    dressPart(element, texts);
  });
  const headings = [...anchors].flatMap(([element, anchor]) => toHeading(element, anchor));
  for (const [element, anchor] of anchors) if (levelOf(element) !== null) linkToItself(element, anchor);
  tree.children = tree.children.map((child) => (isElement(child, "table") ? scrollBox(child, texts) : child));
  await colorCode(tree);
  return { html: toHtml(tree), headings, description: describe(tree) };
}

/** For an article that cannot be rendered: its text as it was written. */
export function renderPlainArticle({ content }: { title: string; content: string }): ArticleHtml {
  const tree = toPlainTree(content.slice(0, LONGEST_ARTICLE));
  return { html: toHtml(tree), headings: [], description: describe(tree) };
}

/** A feedback post's description. */
export const renderPost = (markdown: string): string => toMessageHtml(markdown, 2);

/** A changelog entry, which stands under a heading of its own. */
export const renderEntry = (markdown: string): string => toMessageHtml(markdown, 3);

/** What stands over the notes is no heading of the article. */
function nameFootnotes(tree: Root): void {
  const section = tree.children.find((child) => isElement(child, "section"));
  const label = section?.children.find((child) => isElement(child, "h2"));
  if (label) label.tagName = "p";
}

/** Those at the top level only, as in core's `readSections`: the others belong to a list or a quotation. */
function setAnchors(tree: Root, title: string): Map<Element, string> {
  const taken = new Map<string, number>();
  const anchors = new Map<Element, string>();
  for (const node of tree.children) {
    if (node.type !== "element" || levelOf(node) === null) continue;
    const name = textOf(node).trim();
    if (name === "") continue;
    const anchor = uniqueAnchor(name, taken);
    node.properties = { id: anchor };
    anchors.set(node, anchor);
    if (name !== title || anchors.size > 1) continue;
    node.tagName = "span";
    node.children = [];
  }
  return anchors;
}

function toHeading(element: Element, anchor: string): Heading[] {
  const level = levelOf(element);
  return level === null ? [] : [{ level, text: textOf(element).trim(), anchor }];
}

async function colorCode(tree: Root): Promise<void> {
  const languages = new Set<string>();
  visit(tree, (element) => {
    if (isElement(element, "pre")) languages.add(languageOf(element));
  });
  const highlight = await createHighlight(languages);
  colorChildren(tree, highlight);
}

function colorChildren(node: Root | Element, highlight: Highlight): void {
  for (const [index, child] of node.children.entries()) {
    if (child.type !== "element") continue;
    if (child.tagName === "pre") node.children[index] = codeBox(child, highlight);
    else colorChildren(child, highlight);
  }
}

/** Long lines scroll inside their block, for the keyboard too. */
function codeBox(pre: Element, highlight: Highlight): Element {
  const code = textOf(pre).replace(/\n$/u, "");
  const children = highlight(code, languageOf(pre));
  return toElement("div", { className: ["code"] }, [
    toElement("pre", { tabIndex: 0 }, [toElement("code", {}, children)]),
  ]);
}

function languageOf(pre: Element): string {
  const code = pre.children.find((child) => isElement(child, "code"));
  const classes = code?.properties["className"];
  const [name] = Array.isArray(classes) ? classes : [];
  return typeof name === "string" ? name.replace(/^language-/u, "").toLowerCase() : "";
}

function isElement(node: { type: string } | ElementContent, tagName: string): node is Element {
  return node.type === "element" && "tagName" in node && node.tagName === tagName;
}

/** The first paragraph, cut after a word. */
function describe(tree: Root): string {
  const paragraphs = tree.children.filter((child) => isElement(child, "p")).map((child) => textOf(child));
  const texts = [...paragraphs, ...tree.children.map((child) => ("children" in child ? textOf(child) : ""))];
  const text = texts.map((one) => one.replaceAll(/\s+/gu, " ").trim()).find((one) => one !== "") ?? "";
  if (text.length <= DESCRIPTION_LENGTH) return text;
  const cut = text.slice(0, DESCRIPTION_LENGTH - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), DESCRIPTION_LENGTH / 2)).replace(/[\s,;:–-]+$/u, "")}…`;
}
