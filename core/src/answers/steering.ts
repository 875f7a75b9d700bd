import type { KnowledgeChunk } from "../ports.ts";

/** Whether a text seems to give orders to the AI instead of asking or telling something. */
export type SteeringScorer = (text: string) => boolean;

const ORDERS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|your|any|the)\b.{0,30}\b(?:instructions?|rules|guidelines|prompts?|directives?|restrictions)\b/iu,
  /\b(?:reveal|show|print|repeat|output|tell me|what (?:is|are))\b.{0,30}\b(?:your|the) (?:system|hidden|initial|secret|developer) (?:prompt|instructions?|rules|message)\b/iu,
  /\byou are (?:now|no longer)\b.{0,60}\b(?:ai|assistant|bot|model|dan|unrestricted|jailbroken)\b/iu,
];

export const looksLikeSteering: SteeringScorer = (text) => ORDERS.some((order) => order.test(text));

/**
 * Who tries to steer the AI, as a sentence for agents; null when nobody seems to. The answer is then for agents only: what
 * was asked of the model, and what it said to it, is for people to see.
 */
export function findSteering(
  question: string,
  cited: readonly Pick<KnowledgeChunk, "text">[],
  steers: SteeringScorer,
): string | null {
  if (steers(question)) return "The message looks like an attempt to steer the AI.";
  if (cited.some((chunk) => steers(chunk.text))) {
    return "An article that the answer rests on looks like an attempt to steer the AI.";
  }
  return null;
}
