import { INJECTION_THRESHOLD, scoreInjection } from "../classify/index.ts";
import type { KnowledgeChunk } from "../ports.ts";

const steers = (text: string): boolean => scoreInjection(text) >= INJECTION_THRESHOLD;

/**
 * Who tries to steer the AI, as a sentence for agents; null when nobody seems to. The answer is then for agents only: what
 * was asked of the model, and what it said to it, is for people to see.
 */
export function findSteering(
  question: string,
  cited: readonly Pick<KnowledgeChunk, "text">[],
): string | null {
  if (steers(question)) return "The message looks like an attempt to steer the AI.";
  if (cited.some((chunk) => steers(chunk.text))) {
    return "An article that the answer rests on looks like an attempt to steer the AI.";
  }
  return null;
}
