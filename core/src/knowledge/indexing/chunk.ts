import { cutBlock } from "./cut-block.ts";
import { countWords, readSections } from "../../text/index.ts";
import type { Section } from "../../text/index.ts";

/** A passage of an article, before it is stored. */
export type Chunk = {
  /** Headings from the article's top to the passage, without the title. */
  headingPath: string[];
  /** Every heading the passage holds or stands under, as one line. */
  heading: string;
  anchor: string | null;
  text: string;
};

/** Passages shorter than this are joined with what follows, as far as it fits. */
const SMALL = 120;
const LARGE = 350;

/**
 * Cuts an article by its headings into passages of about 120 to 350 words. Code blocks stay whole up to twice that;
 * a short section is joined with the next ones rather than standing alone without context.
 */
export function chunkArticle(title: string, content: string): Chunk[] {
  const chunks: Chunk[] = [];
  let open: Open | null = null;
  for (const section of readSections(content)) {
    const path = section.path[0] === title ? section.path.slice(1) : section.path;
    const pieces = cutSection(section.blocks);
    for (const [index, text] of pieces.entries()) {
      const piece: Open = { path, anchor: section.anchor, headings: path, text, words: countWords(text) };
      if (open && open.words < SMALL && open.words + piece.words <= LARGE && canJoin(open, piece)) {
        open = join(open, piece, index === 0 ? section : null);
        continue;
      }
      if (open) chunks.push(close(open));
      open = piece;
    }
  }
  if (open) chunks.push(close(open));
  // An article of headings alone is a table of contents; it is still found by what it lists.
  return chunks.length > 0 ? chunks : [{ headingPath: [], heading: "", anchor: null, text: content }];
}

type Open = { path: string[]; anchor: string | null; headings: string[]; text: string; words: number };

/** A large passage must not hide under the heading of a tiny one from another part of the article. */
function canJoin(open: Open, piece: Open): boolean {
  if (open.path.length === 0) return true;
  return open.path[0] === piece.path[0] || (open.words < SMALL / 2 && piece.words < LARGE / 2);
}

function join(open: Open, piece: Open, section: Section | null): Open {
  const heading = section?.headingLine ? `${section.headingLine}\n\n` : "";
  return {
    path: commonStart(open.path, piece.path),
    anchor: open.anchor,
    headings: [...open.headings, ...piece.headings.filter((name) => !open.headings.includes(name))],
    text: `${open.text}\n\n${heading}${piece.text}`,
    words: open.words + piece.words,
  };
}

function close(open: Open): Chunk {
  return { headingPath: open.path, heading: open.headings.join(" / "), anchor: open.anchor, text: open.text };
}

function commonStart(a: string[], b: string[]): string[] {
  const end = a.findIndex((name, index) => b[index] !== name);
  return end < 0 ? a : a.slice(0, end);
}

/** Blocks packed into texts of at most `LARGE` words; a block that is too large by itself is cut. */
function cutSection(blocks: Section["blocks"]): string[] {
  const texts: string[] = [];
  let current = "";
  let words = 0;
  for (const piece of blocks.flatMap((block) => cutBlock(block, LARGE))) {
    const count = countWords(piece);
    if (current !== "" && words + count > LARGE) {
      texts.push(current);
      current = "";
      words = 0;
    }
    current = current === "" ? piece : `${current}\n\n${piece}`;
    words += count;
  }
  if (current !== "") texts.push(current);
  return texts;
}
