import type { Piece, Tag } from "./pieces.ts";

const TAB = /^(?:Tabs\.)?(?:Tab|TabItem|TabPanel)$/u;

/** One of several contents that a site shows in one place, by turns. */
export const isTab = ({ name }: Pick<Tag, "name">): boolean => TAB.test(name);

/**
 * Gives tabs the titles that the component around them lists: `items={["npm", "yarn"]}` in their order, or
 * `values={[{ value: "npm", label: "By npm" }]}` by their values.
 */
export function nameTabs(pieces: readonly Piece[]): void {
  const open: { tag: Tag; tabs: number }[] = [];
  for (const piece of pieces) {
    if (piece.kind === "closing") open.pop();
    if (piece.kind !== "opening" && piece.kind !== "alone") continue;
    const around = open.at(-1);
    if (around && isTab(piece)) {
      const title = listedTitle(around.tag, piece, around.tabs);
      around.tabs += 1;
      if (title !== undefined && !piece.attributes.has("label")) piece.attributes.set("title", title);
    }
    if (piece.kind === "opening") open.push({ tag: piece, tabs: 0 });
  }
}

function listedTitle(around: Tag, tab: Tag, place: number): string | undefined {
  const { attributes } = tab;
  const items = wordsIn(around.attributes.get("items") ?? "");
  if (items.length > 0) return attributes.has("value") ? undefined : items[place];
  for (const [entry] of (around.attributes.get("values") ?? "").matchAll(/\{[^{}]*\}/gu))
    if (fieldOf(entry, "value") === attributes.get("value")) return fieldOf(entry, "label");
  return undefined;
}

const wordsIn = (list: string): string[] =>
  [...list.matchAll(/(["'`])([^"'`\\$]+)\1/gu)].map(([, , words = ""]) => words);

const fieldOf = (entry: string, name: string): string | undefined =>
  new RegExp(String.raw`[{,\s]["']?${name}["']?\s*:\s*(["'${"`"}])([^"'${"`"}\\$]+)\1`, "u").exec(entry)?.[2];
