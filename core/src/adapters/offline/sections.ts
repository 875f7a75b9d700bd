import type { KnowledgeChunk } from "../../ports.ts";
import { countWords } from "../../text/index.ts";
import { readBlocks } from "./blocks.ts";
import type { Block } from "./blocks.ts";
import { unitsOf } from "./units.ts";
import type { Unit } from "./units.ts";
import { termsFoundIn } from "./weights.ts";
import type { QuestionTerms } from "./weights.ts";

/** What stands under one heading of a passage. An answer never mixes two of them in one breath. */
export type ChunkSection = {
  /** The question's terms in the nearest heading: the title where an article begins. */
  headingTerms: readonly string[];
  /** The question's terms in the title and all headings above. */
  frameTerms: readonly string[];
  /** Stands right under the article's title, where articles say the most important thing. */
  isLead: boolean;
  units: Unit[];
};

const MOST_TITLE_WORDS = 12;

export function sectionsOf(chunk: KnowledgeChunk, question: QuestionTerms): ChunkSection[] {
  const blocks = readBlocks(chunk.text);
  const above = `${chunk.title} ${chunk.headingPath.join(" ")}`;
  const open = (heading: string): ChunkSection => ({
    headingTerms: termsFoundIn(question, heading),
    frameTerms: termsFoundIn(question, `${above} ${heading}`),
    isLead: false,
    units: [],
  });
  const first = firstHeading(chunk);
  let section = { ...open(first ?? chunk.title), isLead: first === null };
  const sections = [section];
  for (const [index, block] of blocks.entries()) {
    if (isTitleAgain(block.text, chunk.title)) continue;
    if (!isHeading(block, blocks[index + 1])) {
      section.units.push(...unitsOf(block, index, section.units.at(-1), question));
    } else {
      section = open(block.text);
      sections.push(section);
    }
  }
  return sections.filter((one) => one.units.length > 0);
}

/**
 * The heading that a passage begins under; null under the title alone. Where short sections were joined, their common
 * path has lost it, but the passage's address still leads to it.
 */
function firstHeading(chunk: KnowledgeChunk): string | null {
  const nearest = chunk.headingPath.at(-1);
  if (nearest !== undefined) return nearest;
  const fragment = /#([^#]+)$/.exec(chunk.url ?? "")?.[1];
  return fragment === undefined ? null : fragment.replaceAll("-", " ");
}

/** Plain text has no marks for headings: a short line of its own before something longer, or a question, is one. */
function isHeading(block: Block, next: Block | undefined): boolean {
  if (block.kind === "heading") return true;
  if (block.kind !== "text" || next === undefined || next.kind === "heading") return false;
  const { text } = block;
  if (text.includes("\n") || countWords(text) > MOST_TITLE_WORDS) return false;
  if (/^\*\*[^*]+\*\*$/.test(text)) return true;
  return /^["“]?[\p{Lu}\p{N}]/u.test(text) && /[\p{L}\p{N})"”?]$/u.test(text) && !/[`=;{}<>]/.test(text);
}

/** Many texts begin with their own title; one that is a sentence, or announces a list, is needed. */
function isTitleAgain(text: string, title: string): boolean {
  return text.length < title.length + 20 && !/[.:]$/.test(text) && bare(text) === bare(title);
}

const bare = (text: string): string =>
  text
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
