import type { Judgement, LanguageModel } from "../../ports.ts";
import { correct, NO_CALIBRATION, SHIPPED } from "./calibration.ts";
import type { Calibration } from "./calibration.ts";
import { chancesOf, searchLogOdds } from "./chances.ts";
import { CONFIDENCE_FEATURES, confidenceFeatures } from "./confidence-features.ts";
import type { ConfidenceInput as Evidence } from "./confidence-features.ts";
import { sigmoid } from "./logistic.ts";

export type ConfidenceInput = Evidence & {
  modelKind: LanguageModel["kind"];
  /** What the second look found; null when nobody looked. */
  judgement?: Judgement | null;
  /** Who looked; the model's kind unless given. */
  judgedBy?: LanguageModel["kind"] | null;
  /** The workspace's own correction; null while it has none. */
  calibration?: Calibration | null;
};

/** `score` is the probability that the answer is right. */
export type Confidence = {
  score: number;
  /**
   * What it was made of, for people to read and for learning: the features, `onTopic` and `rightIfOnTopic` (the two
   * chances), `covered` (share of the question, by weight, that the cited passage covers), `own` (the model's own number),
   * `grounded`, `complete` and `onPoint` (the second look's shares, absent without one), `evidence` (the log odds before
   * the workspace's correction) and `search` (the search's part of them).
   */
  parts: Record<string, number>;
  /** Names the weights and the correction that gave the score. */
  version: string;
};

type Kind = LanguageModel["kind"];

/**
 * How much a model's own number moves the log odds. It has read the passages, which no feature here has; the number
 * alone is too sure of itself, so that the search must agree before an answer goes out by itself.
 */
const MODEL_PULL: Record<Kind, number> = { offline: 0, anthropic: 4.2, openai: 3.9 };
/** The own number at which a model says neither yes nor no. */
const MODEL_NEUTRAL = 0.55;
/** With a model that reads, a poor search means less. */
const SEARCH_SHARE: Record<Kind, number> = { offline: 1, anthropic: 0.5, openai: 0.5 };
/** The same for an answer of which only that is known. */
export const searchShare = (isOffline: boolean): number => SEARCH_SHARE[isOffline ? "offline" : "anthropic"];
type Judge = { content: number; doubt: number; approval: number };

/**
 * From the share `content` a judge has no doubt worth naming; its full doubt takes `doubt` from the log odds, its full
 * approval adds `approval`. For models these could not be learned from outcomes yet and err on the careful side: doubt
 * weighs far more than approval. Rules see the same words as the features do: on the evaluation bases their shares told
 * nothing more, so that only a loud no counts.
 */
const JUDGES: Record<Kind, Judge> = {
  offline: { content: 0.3, doubt: 0.5, approval: 0 },
  anthropic: { content: 0.85, doubt: 5, approval: 0.6 },
  openai: { content: 0.85, doubt: 5, approval: 0.6 },
};
/** An answer that cites nothing rests on nothing we can show. */
export const MOST_WITHOUT_SOURCE = 0.1;

/**
 * Two logistics over features of the search and the answer, moved by the model's own number and by the second look, then
 * corrected by what the workspace's outcomes taught. The weights were learned on questions about several knowledge bases
 * with the offline model; see test/evals/learn-confidence.ts.
 */
export function estimateConfidence(input: ConfidenceInput): Confidence {
  const { modelKind, draft } = input;
  const judgement = input.judgement ?? null;
  const features = confidenceFeatures(input);
  const own = draft.selfConfidence;
  const model = MODEL_PULL[modelKind] * (own - MODEL_NEUTRAL);
  const judge = judgement === null ? 0 : pullOf(judgement, JUDGES[input.judgedBy ?? modelKind]);
  const search = searchLogOdds(features) * SEARCH_SHARE[modelKind];
  const evidence = search + model + judge;

  const calibration = input.calibration ?? NO_CALIBRATION;
  const probability = sigmoid(correct(calibration, evidence, features));
  const hasSource = draft.citedChunkIds.length > 0;
  const cited = input.hits.find(({ chunkId }) => chunkId === draft.citedChunkIds[0]);
  const covered = cited?.signals.softWords ?? 0;
  const parts = {
    ...features,
    ...chancesOf(features),
    covered,
    own,
    ...sharesOf(judgement),
    search,
    evidence,
  };
  return {
    score: toScore(probability, { hasSource }),
    parts: Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, round(value)])),
    version: calibration.version,
  };
}

/** Outcomes of answers that knew fewer of the features in use teach nothing. */
export const LEAST_KNOWN = 0.5;

/**
 * An earlier answer's parts as the weights in use see them, with the log odds that these give, so that outcomes outlive
 * the weights: a feature that the answer did not know yet is taken to be average. Null when it knew too few.
 */
export function judgeAgain(
  earlier: Readonly<Record<string, number>>,
  { isOffline }: { isOffline: boolean },
): { parts: Record<string, number>; evidence: number } | null {
  const { evidence, search } = earlier;
  if (evidence === undefined || search === undefined) return null;
  const known = CONFIDENCE_FEATURES.filter((name) => earlier[name] !== undefined);
  if (known.length < LEAST_KNOWN * CONFIDENCE_FEATURES.length) return null;
  const parts = { ...SHIPPED.means, ...earlier };
  return { parts, evidence: evidence - search + searchLogOdds(parts) * searchShare(isOffline) };
}

/**
 * The score that the weights and the correction in use give an earlier answer; null when it knew too few features. The
 * database reckons the same (`score-in-database.ts`).
 */
export function scoreAgain(
  earlier: Readonly<Record<string, number>>,
  { isOffline, calibration }: { isOffline: boolean; calibration: Calibration | null },
): number | null {
  const judged = judgeAgain(earlier, { isOffline });
  if (judged === null) return null;
  const probability = sigmoid(correct(calibration ?? NO_CALIBRATION, judged.evidence, judged.parts));
  return toScore(probability, { hasSource: earlier["sourceless"] !== 1 });
}

function toScore(probability: number, { hasSource }: { hasSource: boolean }): number {
  return round(hasSource ? probability : Math.min(probability, MOST_WITHOUT_SOURCE));
}

/** The judge's greatest doubt counts, not the mean: an answer that is right but to another question helps nobody. */
function pullOf({ grounded, complete, onPoint }: Judgement, { content, doubt, approval }: Judge): number {
  const least = Math.min(grounded, complete, onPoint);
  if (least >= content) return (approval * (least - content)) / (1 - content);
  return (doubt * (least - content)) / content;
}

function sharesOf(judgement: Judgement | null): Partial<Record<"grounded" | "complete" | "onPoint", number>> {
  if (judgement === null) return {};
  const { grounded, complete, onPoint } = judgement;
  return { grounded, complete, onPoint };
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
