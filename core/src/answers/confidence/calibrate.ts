import { calibrationError } from "../../evaluation/metrics.ts";
import { correct, standardize } from "./calibration.ts";
import type { Calibration } from "./calibration.ts";
import { CONFIDENCE_FEATURES } from "./confidence-features.ts";
import { fitLogistic, logLoss, sigmoid } from "./logistic.ts";

/** What became of an answer, and what its confidence was made of. */
export type AnswerOutcome = {
  ticketId: number;
  isRight: boolean;
  /** 1 where somebody said so, less where it is only assumed. */
  weight: number;
  parts: Record<string, number>;
  /** Log odds by the shipped weights in use. */
  evidence: number;
};

type Correction = Omit<Calibration, "version">;

export type Fitted = {
  correction: Correction;
  /** On outcomes held back: `logLoss` and `calibrationError` of the shipped confidence and of the corrected one. */
  metrics: {
    logLossBefore: number;
    logLossAfter: number;
    calibrationErrorBefore: number;
    calibrationErrorAfter: number;
  };
};

/** With fewer outcomes, chance would teach more than they do. */
export const LEAST_OUTCOMES = 150;

/**
 * Pull toward the shipped confidence, as if so many outcomes spoke for it: little for how often answers are right at
 * all, which differs most between knowledge bases, more for how sure to be, most for what single features mean.
 */
const PENALTY = { bias: 0.25, slope: 4, weight: 20 };
const FOLDS = 5;
/** A correction must be worth this share of the log loss on outcomes held back. */
const LEAST_GAIN = 0.005;

/**
 * Learns from outcomes how to correct the shipped confidence; null with too few of them. Where no correction would have
 * been better on outcomes that it had not seen, the one learned is none.
 */
export function fitCalibration(outcomes: AnswerOutcome[]): Fitted | null {
  if (outcomes.length < LEAST_OUTCOMES) return null;
  const heldBack = outcomes.map(({ ticketId }) => foldOf(ticketId));
  const after: Scored[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const seen = outcomes.filter((_, i) => heldBack[i] !== fold);
    const correction = fitCorrection(seen);
    for (const [i, outcome] of outcomes.entries())
      if (heldBack[i] === fold) after.push(scored(outcome, correction));
  }
  const before = outcomes.map((outcome) => scored(outcome, NO_CORRECTION));
  if (logLoss(after) > logLoss(before) * (1 - LEAST_GAIN))
    return { correction: NO_CORRECTION, metrics: compare(before, before) };
  return { correction: fitCorrection(outcomes), metrics: compare(before, after) };
}

const NO_CORRECTION: Correction = { bias: 0, slope: 0, weights: {} };

function compare(before: Scored[], after: Scored[]): Fitted["metrics"] {
  return {
    logLossBefore: logLoss(before),
    logLossAfter: logLoss(after),
    calibrationErrorBefore: calibrationError(before),
    calibrationErrorAfter: calibrationError(after),
  };
}

type Scored = { score: number; isTrue: boolean; weight: number };

function scored({ evidence, parts, isRight, weight }: AnswerOutcome, correction: Correction): Scored {
  return { score: sigmoid(correct(correction, evidence, parts)), isTrue: isRight, weight };
}

function fitCorrection(outcomes: AnswerOutcome[]): Correction {
  const observations = outcomes.map(({ evidence, parts, isRight, weight }) => ({
    row: [1, evidence, ...CONFIDENCE_FEATURES.map((name) => standardize(name, parts[name] ?? 0))],
    isTrue: isRight,
    weight,
    offset: evidence,
  }));
  const penalties = [PENALTY.bias, PENALTY.slope, ...CONFIDENCE_FEATURES.map(() => PENALTY.weight)];
  const [bias = 0, slope = 0, ...weights] = fitLogistic(observations, penalties);
  const named = CONFIDENCE_FEATURES.map((name, k): [string, number] => [name, weights[k] ?? 0]);
  return { bias, slope, weights: Object.fromEntries(named) };
}

/** The same ticket is always held back together with the same others. */
const foldOf = (ticketId: number): number => (Math.imul(ticketId, 0x9e3779b1) >>> 16) % FOLDS;
