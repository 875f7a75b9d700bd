import type { RichTextElement, RichTextText } from "@slack/types";
import type { fromMarkdown } from "mdast-util-from-markdown";
import { webAddress } from "./mrkdwn.ts";

type Block = ReturnType<typeof fromMarkdown>["children"][number];
export type Inline = Extract<Block, { type: "paragraph" }>["children"][number];
export type Style = NonNullable<RichTextText["style"]>;

const ADDRESS = /(https?:\/\/[^\s<>"'`]*[^\s<>"'`.,:;!?)\]}*_])/u;
const CHANNEL = /(<#[CG][A-Z0-9]{5,}(?:\|[^>]*)?>)/u;

export function text(value: string, style: Style = {}): RichTextElement[] {
  if (value === "") return [];
  return [{ type: "text", text: value, ...(Object.keys(style).length > 0 ? { style } : {}) }];
}

/** Inline Markdown as rich text. Nothing in it can ping: users, groups and broadcasts are elements of their own. */
export function toInline(nodes: readonly Inline[], style: Style = {}): RichTextElement[] {
  return nodes.flatMap((node) => fromNode(node, style));
}

function fromNode(node: Inline, style: Style): RichTextElement[] {
  switch (node.type) {
    case "text":
      return prose(node.value, style);
    case "html":
      return prose(node.value, style);
    case "inlineCode":
      return text(node.value, { ...style, code: true });
    case "strong":
      return toInline(node.children, { ...style, bold: true });
    case "emphasis":
      return toInline(node.children, { ...style, italic: true });
    case "delete":
      return toInline(node.children, { ...style, strike: true });
    case "break":
      return text("\n", style);
    case "link":
      return link(node.url, plain(node.children), style);
    case "image":
      return link(node.url, node.alt || "image", style);
    case "linkReference":
      return toInline(node.children, style);
    case "imageReference":
      return text(node.alt ?? "", style);
    case "footnoteReference":
      return [];
  }
}

function link(url: string, label: string, style: Style): RichTextElement[] {
  const address = webAddress(url);
  if (address === null) return text(label, style);
  const shown = label === "" || label === url ? {} : { text: label };
  return [{ type: "link", url: address, ...shown, ...(Object.keys(style).length > 0 ? { style } : {}) }];
}

/** Slack makes no links of addresses in rich text by itself. */
function prose(value: string, style: Style): RichTextElement[] {
  return value.split(ADDRESS).flatMap((part, index) => {
    if (index % 2 === 1) return link(part, "", style);
    return part.split(CHANNEL).flatMap((piece, at) => (at % 2 === 1 ? channel(piece) : text(piece, style)));
  });
}

function channel(piece: string): RichTextElement[] {
  return [{ type: "channel", channel_id: piece.slice(2, -1).split("|")[0] ?? "" }];
}

/** The words of inline Markdown alone. */
export function plain(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if ("value" in node) return node.value;
      if ("children" in node) return plain(node.children);
      if (node.type === "break") return "\n";
      return "alt" in node ? (node.alt ?? "") : "";
    })
    .join("");
}
