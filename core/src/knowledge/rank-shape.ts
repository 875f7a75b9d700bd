import { isStopTerm } from "../text/index.ts";
import type { AnalyzedChunk } from "./analyze.ts";
import type { Candidate } from "./find-candidates.ts";
import { share, sum } from "./rank-context.ts";
import type { RankContext, Weighed } from "./rank-context.ts";

export type ShapeFeatures = {
  together: number;
  defines: number;
  opening: number;
  prose: number;
  codeTitle: number;
  codeTitleNamed: number;
  number: number;
  titleQuestion: number;
  titleAsked: number;
};

/** Terms within which words count as standing together. */
const REACH = 10;
/** Where in a sentence the verb of a definition stands at the latest. */
const VERB_BEFORE = 10;
const DEFINING: ReadonlySet<string> = new Set("is are was were mean refer provid allow".split(" "));
const OPENING_TERMS = 12;
const QUESTION = /\?|^(?:how|what|why|where|when|who|can|is|are|do|does|which|should)\b/i;

/** How a passage is made, and whether that suits the question. `titleCover`: the share of the question in the title. */
export function shapeFeatures(
  chunk: Pick<Candidate, "title" | "content">,
  parts: AnalyzedChunk,
  { content, question }: RankContext,
  titleCover: number,
): ShapeFeatures {
  // One word with signs in it, such as `client.files.upload`: a reference page, rarely the answer to a question in prose.
  const isCode = /^[\w.:/()-]+$/.test(chunk.title.trim()) && /[._(]/.test(chunk.title);
  const isQuestion = QUESTION.test(chunk.title);
  return {
    together: share(closest(parts.content, content), content.total),
    defines: question.asksWhat ? share(defined(parts.sentences, content), content.total) : 0,
    opening: share(weightIn(parts.sentences[0]?.slice(0, OPENING_TERMS) ?? [], content), content.total),
    prose: proseOf(parts),
    codeTitle: isCode ? 1 : 0,
    codeTitleNamed: isCode ? titleCover : 0,
    number: question.asksNumber && /\b\d/.test(chunk.content) ? 1 : 0,
    titleQuestion: isQuestion ? 1 : 0,
    titleAsked: isQuestion ? likeness(new Set(parts.title), new Set(question.all)) : 0,
  };
}

/** The most weight of the question's words that stand within reach of each other. */
function closest(terms: string[], { weights }: Weighed): number {
  const met: { term: string; at: number; weight: number }[] = [];
  for (const [at, term] of terms.entries()) {
    const weight = weights.get(term);
    if (weight !== undefined) met.push({ term, at, weight });
  }
  const within = new Map<string, number>();
  let oldest = 0;
  let total = 0;
  let best = 0;
  for (const { term, at, weight } of met) {
    const count = within.get(term) ?? 0;
    within.set(term, count + 1);
    if (count === 0) total += weight;
    for (let out = met[oldest]; out && out.at <= at - REACH; out = met[oldest]) {
      const left = (within.get(out.term) ?? 0) - 1;
      within.set(out.term, left);
      if (left === 0) total -= out.weight;
      oldest += 1;
    }
    best = Math.max(best, total);
  }
  return best;
}

/** The most weight of the question's words before the verb of a sentence that says what something is. */
function defined(sentences: string[][], content: Weighed): number {
  let best = 0;
  for (const terms of sentences) {
    const verb = terms.findIndex((term, place) => place > 0 && place < VERB_BEFORE && DEFINING.has(term));
    if (verb > 0) best = Math.max(best, weightIn(terms.slice(0, verb), content));
  }
  return best;
}

function weightIn(terms: string[], { weights }: Weighed): number {
  return sum(terms.map((term) => weights.get(term) ?? 0));
}

const prose = new WeakMap<AnalyzedChunk, number>();

/** The share of small words: sentences have many, tables and listings few. */
function proseOf(parts: AnalyzedChunk): number {
  const known = prose.get(parts);
  if (known !== undefined) return known;
  let small = 0;
  for (const [term, count] of parts.counts) if (isStopTerm(term)) small += count;
  const result = share(small, parts.length);
  prose.set(parts, result);
  return result;
}

/** How much two sets have in common, 0 to 1. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const item of b) if (a.has(item)) common += 1;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}
