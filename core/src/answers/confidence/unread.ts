import type { KnowledgeHit } from "../../knowledge/index.ts";
import type { Head } from "./calibration.ts";
import type { ConfidenceParts } from "./confidence-features.ts";
import shipped from "./unread-weights.json" with { type: "json" };

/** Features that rest on what words mean, which the table of word directions tells of English alone. */
const UNREAD = ["ahead", "spread", "titlesNear", "sentencesNear"] as const;
/** A line for each of them through other features; by `test/evals/learn-confidence.ts`. */
export type UnreadWeights = Record<(typeof UNREAD)[number], Head>;

/** Whether the question is in no language whose words have directions: no passage is nearer to it in meaning than another. */
export const isUnread = (hits: readonly KnowledgeHit[]): boolean =>
  hits.length > 0 && hits.every(({ signals }) => signals.meaning === 0);

/**
 * What the same question would most likely have shown in English. The weights of the confidence know English questions:
 * one in another language would seem to be far from every article, and nearly no answer to it would be sure.
 */
export function guessUnread(parts: ConfidenceParts, weights: UnreadWeights = shipped): ConfidenceParts {
  const guessed = { ...parts };
  for (const name of UNREAD) guessed[name] = valueOf(weights[name], parts);
  return guessed;
}

const valueOf = ({ bias, weights }: Head, parts: Readonly<Record<string, number>>): number =>
  Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (parts[name] ?? 0), bias);
