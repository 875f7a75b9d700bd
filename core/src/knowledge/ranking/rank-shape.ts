import { hasFormOfQuestion } from "../../text/index.ts";
import type { Candidate } from "../find-candidates.ts";
import type { PassageTerms, Runs } from "./passage-terms.ts";
import { share, weightOf } from "./rank-context.ts";
import type { RankContext } from "./rank-context.ts";

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
const DEFINING = "is are was were mean refer provid allow".split(" ");
const OPENING_TERMS = 12;

/** How a passage is made, and whether that suits the question. `titleCover`: the share of the question in the title. */
export function shapeFeatures(
  chunk: Pick<Candidate, "title" | "content">,
  passage: PassageTerms,
  context: RankContext,
  titleCover: number,
): ShapeFeatures {
  const { content, question } = context;
  const { terms, ends } = passage.sentences;
  // One word with signs in it, such as `client.files.upload`: a reference page, rarely the answer to a question in prose.
  const isCode = /^[\w.:/()-]+$/.test(chunk.title.trim()) && /[._(]/.test(chunk.title);
  const isQuestion = hasFormOfQuestion(chunk.title);
  return {
    together: share(closest(passage.content, context), content.total),
    defines: question.asksWhat ? share(defined(passage.sentences, context), content.total) : 0,
    opening: share(
      weightOf(terms.subarray(0, Math.min(ends[0] ?? 0, OPENING_TERMS)), context),
      content.total,
    ),
    // Small words: sentences have many, tables and listings few.
    prose: share(passage.stops, passage.length),
    codeTitle: isCode ? 1 : 0,
    codeTitleNamed: isCode ? titleCover : 0,
    number: question.asksNumber && /\b\d/.test(chunk.content) ? 1 : 0,
    titleQuestion: isQuestion ? 1 : 0,
    titleAsked: isQuestion ? likeness(context.asked, passage.title) : 0,
  };
}

/** The most weight of the question's words that stand within reach of each other. */
function closest(terms: Int32Array, { places, content }: RankContext): number {
  const { weights } = content;
  const met: number[] = [];
  for (let at = 0; at < terms.length; at += 1)
    if ((weights[places[terms[at] ?? 0] ?? 0] ?? 0) > 0) met.push(at);
  const placeAt = (at: number): number => places[terms[at] ?? 0] ?? 0;
  const within = new Float64Array(weights.length);
  let oldest = 0;
  let total = 0;
  let best = 0;
  for (const at of met) {
    const place = placeAt(at);
    const count = within[place] ?? 0;
    within[place] = count + 1;
    if (count === 0) total += weights[place] ?? 0;
    for (let out = met[oldest]; out !== undefined && out <= at - REACH; out = met[oldest]) {
      const gone = placeAt(out);
      const left = (within[gone] ?? 0) - 1;
      within[gone] = left;
      if (left === 0) total -= weights[gone] ?? 0;
      oldest += 1;
    }
    best = Math.max(best, total);
  }
  return best;
}

/** The most weight of the question's words before the verb of a sentence that says what something is. */
function defined({ terms, ends }: Runs, context: RankContext): number {
  const verbs = new Set(context.numbers.ofTerms(DEFINING));
  let best = 0;
  let from = 0;
  for (const to of ends) {
    const start = terms.subarray(from, Math.min(to, from + VERB_BEFORE));
    const verb = start.findIndex((term, place) => place > 0 && verbs.has(term));
    if (verb > 0) best = Math.max(best, weightOf(start.subarray(0, verb), context));
    from = to;
  }
  return best;
}

/** How much two lists have in common, 0 to 1: what the first has, and the different items of the second. */
export function likeness(a: ReadonlySet<number>, b: Int32Array | Float64Array): number {
  let size = 0;
  let common = 0;
  for (let i = 0; i < b.length; i += 1) {
    const item = b[i] ?? 0;
    if (b.indexOf(item) < i) continue;
    size += 1;
    if (a.has(item)) common += 1;
  }
  return share(2 * common, a.size + size);
}
