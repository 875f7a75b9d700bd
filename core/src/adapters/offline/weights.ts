import type { KnowledgeChunk } from "../../ports.ts";
import { contentTermsOf, termsOf } from "../../text/index.ts";

export type QuestionTerms = { weights: ReadonlyMap<string, number>; total: number };

/**
 * The question's content terms, each with how much it tells the given passages apart: a word that stands in all of
 * them says little, one that stands in none cannot be answered for and weighs most.
 */
export function weighTerms(question: string, chunks: KnowledgeChunk[]): QuestionTerms {
  const texts = chunks.map(
    (chunk) => new Set(termsOf(`${chunk.title} ${chunk.headingPath.join(" ")} ${chunk.text}`)),
  );
  const weights = new Map<string, number>();
  let total = 0;
  for (const term of contentTermsOf(question)) {
    const found = texts.filter((text) => text.has(term)).length;
    const weight = Math.log(1 + (texts.length + 1) / (found + 0.5));
    weights.set(term, weight);
    total += weight;
  }
  return { weights, total: Math.max(total, 1e-9) };
}

/** Share of the question, by weight, that these terms cover. */
export function coverageOf(question: QuestionTerms, found: Iterable<string>): number {
  let sum = 0;
  for (const term of new Set(found)) sum += question.weights.get(term) ?? 0;
  return sum / question.total;
}
