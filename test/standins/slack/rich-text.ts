import { newBlockId } from "./ids.ts";
import type { Json } from "./json.ts";

const TOKEN = /<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g;

/** What Slack stores for a text: the three control characters become entities, control sequences stay. */
export function escapeText(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (!isControlSequence(match[1] ?? "", match[2] ?? "")) continue;
    parts.push(escapePlain(text.slice(from, match.index)), match[0]);
    from = match.index + match[0].length;
  }
  parts.push(escapePlain(text.slice(from)));
  return parts.join("");
}

function escapePlain(text: string): string {
  return text
    .replaceAll(/&(?!(?:amp|lt|gt);)/g, "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function unescapeText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function isControlSequence(sigil: string, body: string): boolean {
  if (sigil === "@") return /^[UWB][A-Z0-9]{5,}$/.test(body);
  if (sigil === "#") return /^[CGD][A-Z0-9]{5,}$/.test(body);
  if (sigil === "!") return /^(channel|here|everyone|subteam\^S[A-Z0-9]+|date\^.+)$/.test(body);
  return /^(https?:\/\/|mailto:|tel:)/.test(body);
}

/** The rich_text block that Slack makes of a message's text. */
export function toRichText(text: string): Json {
  const elements: Json[] = [];
  for (const [index, part] of text.split("```").entries()) {
    if (part === "") continue;
    if (index % 2 === 1) {
      const code = { type: "text", text: unescapeText(part.replace(/^\n/, "")) };
      elements.push({ type: "rich_text_preformatted", elements: [code] });
      continue;
    }
    elements.push({ type: "rich_text_section", elements: toInline(part) });
  }
  return { type: "rich_text", block_id: newBlockId(), elements };
}

function toInline(text: string): Json[] {
  const elements: Json[] = [];
  let from = 0;
  const pushText = (part: string): void => {
    if (part !== "") elements.push({ type: "text", text: unescapeText(part) });
  };
  for (const match of text.matchAll(TOKEN)) {
    const [whole, sigil = "", body = "", label] = match;
    if (!isControlSequence(sigil, body)) continue;
    pushText(text.slice(from, match.index));
    elements.push(toMention(sigil, body, label));
    from = match.index + whole.length;
  }
  pushText(text.slice(from));
  return elements;
}

function toMention(sigil: string, body: string, label: string | undefined): Json {
  if (sigil === "@") return { type: "user", user_id: body };
  if (sigil === "#") return { type: "channel", channel_id: body };
  if (sigil !== "!") return { type: "link", url: unescapeText(body), ...(label ? { text: label } : {}) };
  if (body.startsWith("subteam^")) return { type: "usergroup", usergroup_id: body.slice("subteam^".length) };
  if (body.startsWith("date^")) return { type: "text", text: label ?? body };
  return { type: "broadcast", range: body };
}
