import { escapeText, fenceFor } from "./escape.ts";
import { isElement, lineOf } from "./tree.ts";
import type { HtmlElement, HtmlNode } from "./tree.ts";

export type InlineContext = {
  /** Address of the page, for links that are relative to it; null where it is not known. */
  baseUrl: string | null;
  /** How many lists and quotations are around. */
  level: number;
  /** Pictures stay where they are; else their words alone do. */
  keepsImages?: boolean;
};

/** One paragraph's worth of Markdown; a `<br>` is a line break in it. */
export function renderInline(nodes: HtmlNode[], context: InlineContext): string {
  return nodes
    .map((node) => renderNode(node, context))
    .join("")
    .replace(/ {2,}/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .trim();
}

function renderNode(node: HtmlNode, context: InlineContext): string {
  if (!isElement(node)) return escapeText(node.replace(/[\s\u00AD\u200B]+/gu, collapse));
  switch (node.tag) {
    case "br":
      return "\n";
    case "strong":
    case "b":
      return mark("**", inside(node, context));
    case "em":
    case "i":
      return mark("*", inside(node, context));
    case "del":
    case "s":
    case "strike":
      return mark("~~", inside(node, context));
    case "code":
    case "kbd":
    case "samp":
    case "tt":
      return renderCode(node);
    case "q":
      return `“${inside(node, context)}”`;
    case "img":
      return renderImage(node, context);
    case "a":
      return renderLink(node, context);
    default:
      return inside(node, context);
  }
}

/** Soft hyphens and zero-width spaces say where a line may be broken; they would hide words from the search. */
function collapse(run: string): string {
  return /\s/u.test(run) ? " " : "";
}

function inside(element: HtmlElement, context: InlineContext): string {
  return element.children.map((child) => renderNode(child, context)).join("");
}

/** Marks sit tight around the words, or they would be read as stars. */
function mark(sign: string, text: string): string {
  const words = text.trim();
  // A mark inside the same mark would end it.
  return words === "" || words.includes(sign) ? text : around(text, `${sign}${words}${sign}`);
}

/** Puts the white space that a text begins and ends with around other words. */
function around(text: string, words: string): string {
  const before = text.length - text.trimStart().length;
  return `${text.slice(0, before)}${words}${text.slice(text.trimEnd().length)}`;
}

function renderCode(element: HtmlElement): string {
  const code = lineOf(element);
  if (code === "") return "";
  const fence = fenceFor(code, 1);
  const room = /^`|`$/.test(code) ? " " : "";
  return `${fence}${room}${code}${room}${fence}`;
}

function renderLink(element: HtmlElement, context: InlineContext): string {
  const text = inside(element, context);
  const words = text.trim();
  if (words === "" || /^(?:¶|#|§|🔗)$/u.test(words)) return "";
  const address = absoluteUrl(element.attributes["href"] ?? "", context.baseUrl);
  if (address === null || words.includes("](")) return text;
  return around(text, `[${words.replaceAll("\n", " ")}](${address})`);
}

/** What editors write where nobody has said what a picture shows. */
const FILE_NAME = /^\s?(?:untitled|[^/]{1,100}\.(?:png|jpe?g|gif|webp|svg|heic))\s?$/iu;

function renderImage({ attributes }: HtmlElement, context: InlineContext): string {
  const words = escapeText((attributes["alt"] ?? "").replace(/\s+/gu, " ").replace(FILE_NAME, ""));
  const address = context.keepsImages ? absoluteUrl(attributes["src"] ?? "", context.baseUrl) : null;
  if (address === null || !/^https?:/u.test(address)) return words;
  return `![${words.replace(/[[\]]/gu, "")}](${address})`;
}

/** Where a link leads from anywhere; null for a relative one of an unknown page, a script or a jump inside the page. */
function absoluteUrl(href: string, baseUrl: string | null): string | null {
  const address = href.trim();
  if (address === "" || address.startsWith("#")) return null;
  if (!URL.canParse(address, baseUrl ?? undefined)) return null;
  const url = new URL(address, baseUrl ?? undefined);
  if (!["http:", "https:", "mailto:"].includes(url.protocol)) return null;
  return url.href.replace(/[()\s<>]/g, (sign) =>
    encodeURIComponent(sign).replace("(", "%28").replace(")", "%29"),
  );
}
