import { takeUnspaced } from "../../text/index.ts";

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };

/** The entities that texts of pages are full of, as the signs that they stand for. */
export const withoutEntities = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|#39);/gu, (_, name: string) => ENTITIES[name] ?? " ");

/** Text as two people would call it the same: without Markdown marks, case, kinds of quotation marks and of white space. */
export function normalText(text: string): string {
  return withoutEntities(text.normalize("NFKC").replace(/[\p{Cf}\p{Co}]/gu, ""))
    .toLowerCase()
    .replace(
      /!?\[([^\]\n]{0,300})\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200}){0,5}(?:\s+"[^"\n]{0,300}")?\)/gu,
      "$1",
    )
    .replace(/[‘’‚‛′]/gu, "'")
    .replace(/[“”„‟″«»]/gu, '"')
    .replace(/[‐‑‒–—−]/gu, "-")
    .replace(/…/gu, "...")
    .replace(/^[\t ]*(?:>[\t ]*)*(?:#{1,6}[\t ]|[-*+][\t ]|\d{1,3}[.)][\t ])?/gmu, "")
    .replace(/^[\t ]*(?:```|~~~).*$/gmu, "")
    .replace(/[*_~`|\\]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

const WORD = /[\p{L}\p{N}]+(?:['.:@-][\p{L}\p{N}]+)*/gu;

/** Words, where two characters of a script without spaces count as one. */
export function countSaid(text: string): number {
  const { letters, rest } = takeUnspaced(text);
  return (rest.match(WORD)?.length ?? 0) + Math.floor(letters / 2);
}
