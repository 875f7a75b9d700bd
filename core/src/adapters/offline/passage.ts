import type { KnowledgeChunk } from "../../ports.ts";
import { fitOf, withoutPolarOpening } from "./fit.ts";
import type { QuestionForm } from "./form.ts";
import { canEnd, canStart, furthestEnd, roundOff } from "./runs.ts";
import { sectionsOf } from "./sections.ts";
import type { ChunkSection } from "./sections.ts";
import type { Unit } from "./units.ts";
import { coverageOf } from "./weights.ts";
import type { QuestionTerms } from "./weights.ts";

/** Consecutive units under one heading of one chunk. */
export type Passage = {
  chunk: KnowledgeChunk;
  units: Unit[];
  words: number;
  /** The question's terms in these very words, without title and headings. */
  terms: readonly string[];
  /** The same of title and headings. */
  frameTerms: readonly string[];
  /** Share of the question that words, title and headings cover together. */
  coverage: number;
  /** How well it answers by itself. */
  merit: number;
  /** The same after the order in which the search found it. */
  score: number;
};

export type Asked = { terms: QuestionTerms; form: QuestionForm };

const MAX_CHUNKS = 5;
/** Later articles must be clearly better: the search has already weighed more than words. */
const ARTICLE_DISCOUNT = 0.4;
const CHUNK_DISCOUNT = 0.97;
/** What began with "No, ..." was said to another question. */
const CUT_OPENING = 0.08;

/** The best run of units under each heading of the first chunks, best first. */
export function findPassages(asked: Asked, chunks: KnowledgeChunk[]): Passage[] {
  const articles = [...new Set(chunks.map((chunk) => chunk.articleId))];
  const passages = chunks.slice(0, MAX_CHUNKS).flatMap((chunk) => {
    const sameArticle = chunks.filter((other) => other.articleId === chunk.articleId);
    const discount =
      ARTICLE_DISCOUNT ** articles.indexOf(chunk.articleId) * CHUNK_DISCOUNT ** sameArticle.indexOf(chunk);
    return sectionsOf(chunk, asked.terms).flatMap(
      (section) => bestRun(asked, { chunk, section, discount }) ?? [],
    );
  });
  return passages.sort((a, b) => b.score - a.score);
}

type Place = { chunk: KnowledgeChunk; section: ChunkSection; discount: number };

function bestRun(asked: Asked, place: Place): Passage | null {
  const { units } = place.section;
  const heading = coverageOf(asked.terms, place.section.headingTerms);
  let best: Passage | null = null;
  let bestEnd = 0;
  for (let start = 0; start < units.length; start += 1) {
    if (!canStart(units, start)) continue;
    const furthest = furthestEnd(units, start);
    for (let end = start + 1; end <= furthest; end += 1) {
      if (!canEnd(units, end)) continue;
      const passage = weigh(asked, place, heading, { start, end });
      if (best && passage.score <= best.score) continue;
      best = passage;
      bestEnd = end;
    }
  }
  if (!best) return null;
  const whole = roundOff(asked.form, best.units, units.slice(bestEnd));
  return { ...best, units: whole, words: wordsOf(whole), terms: termsOf(whole) };
}

type Span = { start: number; end: number };

function weigh(
  asked: Asked,
  { chunk, section, discount }: Place,
  heading: number,
  { start, end }: Span,
): Passage {
  const units = section.units
    .slice(start, end)
    .map((unit, index) => (index === 0 ? withoutPolarOpening(asked.form, heading, unit) : unit));
  const terms = termsOf(units);
  const words = wordsOf(units);
  const coverage = coverageOf(asked.terms, [...terms, ...section.frameTerms]);
  const isOpening = section.units.findIndex((unit) => !unit.isRemark) === start;
  const shape = { units, words, heading, isOpening, isLead: section.isLead };
  const fit = fitOf(asked.form, shape) - (units[0] === section.units[start] ? 0 : CUT_OPENING);
  // A sentence that says it all is worth more than the same words here and there.
  const sentence = Math.max(...units.map((unit) => unit.share));
  const said = 0.3 * coverageOf(asked.terms, terms) + 0.2 * sentence;
  const merit = said + 0.4 * coverage + 0.2 * heading + fit;
  const { frameTerms } = section;
  return { chunk, units, words, terms, frameTerms, coverage, merit, score: merit * discount };
}

const wordsOf = (units: Unit[]): number => units.reduce((sum, unit) => sum + unit.words, 0);
const termsOf = (units: Unit[]): string[] => [...new Set(units.flatMap((unit) => unit.terms))];
