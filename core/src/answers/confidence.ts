import type { LanguageModel } from "../ports.ts";
import { CONFIDENCE_FEATURES, confidenceFeatures } from "./confidence-features.ts";
import type { ConfidenceInput as Evidence } from "./confidence-features.ts";
import offline from "./confidence-weights.json" with { type: "json" };

export type ConfidenceInput = Evidence & { modelKind: LanguageModel["kind"] };

/** `score` is the probability that the answer is right; `parts` are the features it was made of, for people to read. */
export type Confidence = { score: number; parts: Record<string, number> };

/**
 * How much a model's own number moves the odds. It has read the passages, which no feature here has; the number alone
 * is too sure of itself, so that the search must agree before an answer goes out by itself.
 */
const MODEL_PULL = { offline: 0, anthropic: 4.2, openai: 3.9 } as const;
/** The own number at which a model says neither yes nor no. */
const MODEL_NEUTRAL = 0.55;
/** With a model that reads, a poor search means less. */
const SEARCH_SHARE = { offline: 1, anthropic: 0.5, openai: 0.5 } as const;
/** An answer that cites nothing rests on nothing we can show. */
const MOST_WITHOUT_SOURCE = 0.1;

/**
 * A logistic over features of the search and the answer. Its weights were learned on questions about several knowledge
 * bases with the offline model; see test/evals/learn-confidence.ts.
 */
export function estimateConfidence({ modelKind, ...evidence }: ConfidenceInput): Confidence {
  const parts = confidenceFeatures(evidence);
  const search = CONFIDENCE_FEATURES.reduce((sum, name) => sum + offline[name] * parts[name], offline.bias);
  const model = MODEL_PULL[modelKind] * (parts.own - MODEL_NEUTRAL);
  const probability = 1 / (1 + Math.exp(-(search * SEARCH_SHARE[modelKind] + model)));
  const hasSource = evidence.draft.citedChunkIds.length > 0;
  const score = hasSource ? probability : Math.min(probability, MOST_WITHOUT_SOURCE);
  return {
    score: round(score),
    parts: Object.fromEntries(Object.entries(parts).map(([k, v]) => [k, round(v)])),
  };
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
