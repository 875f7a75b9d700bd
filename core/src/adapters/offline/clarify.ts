import type { Passage } from "./passage.ts";

const SHORT_QUESTION = 5;
const CLOSE = 0.85;
const MAX_READINGS = 3;

/**
 * A question back when a short question fits several articles about equally well; null when one reading leads.
 * `termCount` is the number of content terms in the question.
 */
export function findClarification(passages: Passage[], termCount: number): string | null {
  const [best] = passages;
  if (!best || termCount > SHORT_QUESTION) return null;
  const titles = new Set<string>();
  for (const passage of passages) {
    if (passage.score >= best.score * CLOSE && titles.size < MAX_READINGS) titles.add(passage.chunk.title);
  }
  if (titles.size < 2) return null;
  const [last = "", ...others] = [...titles].map((title) => `"${title}"`).reverse();
  return `Which of these do you mean: ${others.reverse().join(", ")} or ${last}?`;
}
