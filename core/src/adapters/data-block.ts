/**
 * Everything members and authors wrote reaches a model inside marked blocks. This file makes those blocks and
 * sees to it that no text can close its block or open another.
 */

const TAGS = ["ticket", "history", "thread", "message", "passage", "question", "answer"] as const;
type DataTag = `data_${(typeof TAGS)[number]}`;

// Zero-width, direction and tag characters: invisible to people, read by models, used to smuggle instructions.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}]/gu;
const MEANINGFUL = new Set(["\n", "\t", "\u200c", "\u200d"]);
// Joiners belong into emoji, Persian and Hindi; between ASCII characters they can only hide a marker.
const JOINER_IN_ASCII = /(?<=[\x20-\x7e])[\u200c\u200d]+(?=[\x20-\x7e])/g;
// `<` and its lookalikes before one of our tags, however it is spaced or closed.
const MARKER = new RegExp(
  `[<\\uff1c\\ufe64\\u2039](?=[\\s/\\u2044\\u2215\\uff0f]*data_(?:${TAGS.join("|")}))`,
  "giu",
);

/** Text of others, with its invisible characters removed and our markers made harmless. */
export function asData(text: string): string {
  return visible(text).replace(MARKER, "&lt;");
}

function visible(text: string): string {
  return text
    .toWellFormed() // providers answer half a surrogate pair with 400
    .replace(/\r\n?/g, "\n")
    .replace(INVISIBLE, (character) => (MEANINGFUL.has(character) ? character : ""))
    .replace(JOINER_IN_ASCII, "");
}

/** A block of data; attribute values may come from anybody, `text` must have gone through `asData`. */
export function dataBlock(
  tag: DataTag,
  text: string,
  attributes: Record<string, string | number> = {},
): string {
  const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${asAttribute(String(value))}"`);
  return `<${tag}${list.join("")}>\n${text}\n</${tag}>`;
}

const MAX_ATTRIBUTE = 80;

function asAttribute(value: string): string {
  return visible(value)
    .replace(/\s+/g, " ")
    .slice(0, MAX_ATTRIBUTE)
    .toWellFormed()
    .replace(/[<>&"]/g, (character) => ENTITIES[character] ?? "");
}

const ENTITIES: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };
