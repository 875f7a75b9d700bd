import type { Issues, Path } from "../issues.ts";
import type { Json, JsonObject } from "../json.ts";
import { objectOr, objectsOf, textOr } from "../json.ts";
import { limits } from "../limits.ts";

export function checkEmbeds(issues: Issues, embeds: readonly JsonObject[], path: Path): void {
  issues.length(embeds.length, path, 0, limits.message.embeds);
  for (const [index, embed] of embeds.entries()) checkEmbed(issues, embed, [...path, index]);
  const total = embeds.reduce((sum, embed) => sum + sizeOf(embed), 0);
  if (total > limits.embed.total) {
    const message = `Embed size exceeds maximum size of ${limits.embed.total}`;
    issues.add(path, "MAX_EMBED_SIZE_EXCEEDED", message);
  }
}

function checkEmbed(issues: Issues, embed: JsonObject, path: Path): void {
  const rule = limits.embed;
  issues.text(embed["title"], [...path, "title"], { max: rule.title });
  issues.text(embed["description"], [...path, "description"], { max: rule.description });
  const footer = embed["footer"];
  if (footer !== undefined && footer !== null) {
    const text = objectOr(footer)["text"];
    issues.text(text, [...path, "footer", "text"], { max: rule.footer, required: true });
  }
  const author = embed["author"];
  if (author !== undefined && author !== null) {
    const name = objectOr(author)["name"];
    issues.text(name, [...path, "author", "name"], { max: rule.author, min: 1, required: true });
  }
  checkFields(issues, objectsOf(embed["fields"]), [...path, "fields"]);
  checkUrl(issues, embed["url"], [...path, "url"], false);
  checkUrl(issues, objectOr(footer)["icon_url"], [...path, "footer", "icon_url"], true);
  checkUrl(issues, objectOr(author)["url"], [...path, "author", "url"], false);
  checkUrl(issues, objectOr(author)["icon_url"], [...path, "author", "icon_url"], true);
  for (const picture of ["image", "thumbnail"]) {
    checkUrl(issues, objectOr(embed[picture])["url"], [...path, picture, "url"], true);
  }
  issues.range(embed["color"], [...path, "color"], 0, 0xff_ff_ff);
  if (isBlank(embed)) issues.required([...path, "description"]);
}

function checkFields(issues: Issues, fields: readonly JsonObject[], path: Path): void {
  issues.length(fields.length, path, 0, limits.embed.fields);
  for (const [index, field] of fields.entries()) {
    const name = { max: limits.embed.fieldName, min: 1, required: true };
    const value = { max: limits.embed.fieldValue, min: 1, required: true };
    issues.text(blankToNone(field["name"]), [...path, index, "name"], name);
    issues.text(blankToNone(field["value"]), [...path, index, "value"], value);
  }
}

/** Spaces alone count as nothing. */
function blankToNone(value: Json | undefined): Json | undefined {
  return typeof value === "string" && value.trim() === "" ? undefined : value;
}

export function checkUrl(
  issues: Issues,
  value: Json | undefined,
  path: Path,
  allowsAttachment: boolean,
): void {
  if (!issues.text(value, path, { max: limits.embed.url })) return;
  if (!URL.canParse(value)) {
    issues.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
    return;
  }
  const scheme = new URL(value).protocol.slice(0, -1);
  const allowed = allowsAttachment ? ["http", "https", "attachment"] : ["http", "https"];
  if (allowed.includes(scheme)) return;
  const message = `Scheme "${scheme}" is not supported. Scheme must be one of ('${allowed.join("', '")}').`;
  issues.add(path, "URL_TYPE_INVALID_SCHEME", message);
}

const SHOWN = ["title", "description", "fields", "image", "thumbnail", "footer", "author"];

function isBlank(embed: JsonObject): boolean {
  return SHOWN.every((name) => {
    const value = embed[name];
    return (
      value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
    );
  });
}

/** What counts towards 6000: title, description, field names and values, footer and author. */
function sizeOf(embed: JsonObject): number {
  const texts = [
    embed["title"],
    embed["description"],
    objectOr(embed["footer"])["text"],
    objectOr(embed["author"])["name"],
    ...objectsOf(embed["fields"]).flatMap((field) => [field["name"], field["value"]]),
  ];
  return texts.reduce<number>((sum, text) => sum + textOr(text, "").length, 0);
}
