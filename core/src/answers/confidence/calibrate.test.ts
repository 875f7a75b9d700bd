import { expect, test } from "vitest";
import { calibrationError } from "../../evaluation/metrics.ts";
import { fitCalibration } from "./calibrate.ts";
import type { AnswerOutcome } from "./calibrate.ts";
import { correct, SHIPPED } from "./calibration.ts";
import { CONFIDENCE_FEATURES } from "./confidence-features.ts";
import { sigmoid } from "./logistic.ts";

/** Numbers from 0 to 1 that look like chance and are the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A value of a feature as it occurs, evenly within two spreads. */
function aroundMean(name: string, chance: number): number {
  return (SHIPPED.means[name] ?? 0) + (SHIPPED.spreads[name] ?? 1) * (4 * chance - 2);
}

/** Answers of a workspace where the truth differs from the shipped confidence in the way of `truth`. */
function outcomesOf(count: number, truth: (evidence: number) => number, seed = 1): AnswerOutcome[] {
  const roll = dice(seed);
  return Array.from({ length: count }, (_, i) => {
    const evidence = roll() * 6 - 3;
    const parts = Object.fromEntries(CONFIDENCE_FEATURES.map((name) => [name, aroundMean(name, roll())]));
    return {
      ticketId: seed * 100_000 + i,
      isRight: roll() < sigmoid(truth(evidence)),
      weight: 1,
      parts,
      evidence,
    };
  });
}

const errorOf = (outcomes: AnswerOutcome[], correction: Parameters<typeof correct>[0]): number =>
  calibrationError(
    outcomes.map(({ evidence, parts, isRight }) => ({
      score: sigmoid(correct(correction, evidence, parts)),
      isTrue: isRight,
    })),
  );

const unchanged = { bias: 0, slope: 0, weights: {} };

test.each([
  ["too modest", (evidence: number) => evidence + 1.5],
  ["too sure", (evidence: number) => 0.5 * evidence - 1],
])("a confidence that is %s holds after it learned from outcomes", (_, truth) => {
  const fitted = fitCalibration(outcomesOf(1_500, truth));
  if (!fitted) throw new Error("nothing was learned");

  const later = outcomesOf(4_000, truth, 7);
  expect(errorOf(later, unchanged)).toBeGreaterThan(0.1);
  expect(errorOf(later, fitted.correction)).toBeLessThanOrEqual(0.03);
  expect(fitted.metrics.logLossAfter).toBeLessThan(fitted.metrics.logLossBefore);
});

test("150 outcomes already teach most of it", () => {
  const truth = (evidence: number): number => evidence + 1.5;
  const fitted = fitCalibration(outcomesOf(150, truth));
  if (!fitted) throw new Error("nothing was learned");

  const later = outcomesOf(4_000, truth, 7);
  expect(errorOf(later, fitted.correction)).toBeLessThan(errorOf(later, unchanged) / 3);
});

test("a confidence that holds is left alone", () => {
  const fitted = fitCalibration(outcomesOf(1_000, (evidence) => evidence));

  expect(fitted?.correction).toEqual(unchanged);
  expect(fitted?.metrics.logLossAfter).toBe(fitted?.metrics.logLossBefore);
});

test("fewer than 150 outcomes teach nothing", () => {
  expect(fitCalibration(outcomesOf(149, (evidence) => evidence + 3))).toBeNull();
});

test("where all answers were right the correction stays within reason", () => {
  const fitted = fitCalibration(outcomesOf(400, () => 50));

  expect(Math.abs(fitted?.correction.bias ?? 0)).toBeLessThan(12);
});
