import type { Route } from "../answers/route.ts";
import {
  auroc,
  calibrationError,
  coverageAt,
  mean,
  ndcgAt,
  percentile,
  recallAt,
  reciprocalRank,
} from "./metrics.ts";
import type { Prediction } from "./metrics.ts";

/** One question and what became of it. */
export type EvalRow = {
  id: string;
  question: string;
  kind: string | null;
  answerable: boolean;
  /** Ids of the articles that answer it and are in the knowledge base. */
  gold: string[];
  /** Ids of the articles that were found, best first, at most ten. */
  ranked: string[];
  /** Null when there was no answer to be sure of. */
  confidence: number | null;
  /** By confidence alone. */
  route: Route;
  /** What would really happen: a new knowledge base, say, must prove itself before anything is resolved. */
  happens: Route;
  /** The first cited article is a right one. */
  isRight: boolean;
  /** What was answered, or would have been; null when there was nothing. */
  answer: string | null;
  /** Ids of the cited articles, most important first. */
  citations: string[];
  /** Why no answer came about; null when one did. */
  failure: string | null;
  latencyMs: number;
  tokensInput: number;
  tokensOutput: number;
  /** Null when a price is not known. */
  costUsd: number | null;
};

/** Shares and probabilities from 0 to 1. Null means that no question says anything about it. */
export type Figures = {
  recallAt1: number | null;
  recallAt5: number | null;
  recallAt10: number | null;
  mrrAt10: number | null;
  ndcgAt10: number | null;
  auroc: number | null;
  aurocRight: number | null;
  ece: number | null;
  coverageAt90: number | null;
  coverageAt95: number | null;
  shareResolve: number | null;
  shareClarify: number | null;
  shareEscalate: number | null;
  /** Of the questions of kind "underspecified". */
  shareClarifyUnderspecified: number | null;
  precisionAutomatic: number | null;
  latencyMsP50: number | null;
  latencyMsP95: number | null;
  tokensInput: number;
  tokensOutput: number;
  costUsd: number | null;
  questions: number;
};

const DEPTH = 10;

/** Retrieval is measured on the questions that an article answers, everything else on all of them. */
export function summarize(rows: EvalRow[]): Figures {
  const searched = rows.filter(({ gold }) => gold.length > 0);
  const over = (measure: (ranked: string[], gold: ReadonlySet<string>) => number): number | null =>
    orNull(mean(searched.map(({ ranked, gold }) => measure(ranked, new Set(gold)))));
  const right = promisesOf(rows, ({ isRight }) => isRight);
  const automatic = rows.filter(({ route }) => route === "resolve");
  const vague = rows.filter(({ kind }) => kind === "underspecified");
  const latencies = rows.map(({ latencyMs }) => latencyMs);
  return {
    recallAt1: over((ranked, gold) => recallAt(1, ranked, gold)),
    recallAt5: over((ranked, gold) => recallAt(5, ranked, gold)),
    recallAt10: over((ranked, gold) => recallAt(DEPTH, ranked, gold)),
    mrrAt10: over((ranked, gold) => reciprocalRank(DEPTH, ranked, gold)),
    ndcgAt10: over((ranked, gold) => ndcgAt(DEPTH, ranked, gold)),
    auroc: orNull(auroc(promisesOf(rows, ({ answerable }) => answerable))),
    aurocRight: orNull(auroc(right)),
    ece: rows.length === 0 ? null : calibrationError(right),
    coverageAt90: rows.length === 0 ? null : coverageAt(0.9, right),
    coverageAt95: rows.length === 0 ? null : coverageAt(0.95, right),
    shareResolve: share(rows, ({ route }) => route === "resolve"),
    shareClarify: share(rows, ({ route }) => route === "clarify"),
    shareEscalate: share(rows, ({ route }) => route === "escalate"),
    shareClarifyUnderspecified: share(vague, ({ route }) => route === "clarify"),
    precisionAutomatic: share(automatic, ({ isRight }) => isRight),
    latencyMsP50: orNull(percentile(0.5, latencies)),
    latencyMsP95: orNull(percentile(0.95, latencies)),
    tokensInput: rows.reduce((sum, row) => sum + row.tokensInput, 0),
    tokensOutput: rows.reduce((sum, row) => sum + row.tokensOutput, 0),
    costUsd: addCosts(rows.map(({ costUsd }) => costUsd)),
    questions: rows.length,
  };
}

/** Where there was no answer, none was promised. */
export const promisesOf = (rows: EvalRow[], isTrue: (row: EvalRow) => boolean): Prediction[] =>
  rows.map((row) => ({ score: row.confidence ?? 0, isTrue: isTrue(row) }));

/** Null when one of them is not known: a sum of the others would pass for the whole. */
export function addCosts(costs: (number | null)[]): number | null {
  return costs.reduce<number | null>((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0);
}

const share = (rows: EvalRow[], is: (row: EvalRow) => boolean): number | null =>
  orNull(rows.filter(is).length / rows.length);

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
