import { fitLogistic, sigmoid } from "@firstline/core/learn";
import type { ShippedWeights } from "@firstline/core/learn";
import type { Judged } from "./confidence-data.ts";

/** A row of features, whether the answer was right, and how much the example counts. */
export type Example = { row: number[]; isRight: boolean; weight: number };

/** Weights on the scale of the features, which lie around `means` by `spreads`. */
export type Logistic = { bias: number; weights: number[]; means: number[]; spreads: number[] };

/** Pull of the weights toward 0, as a share of all examples. */
const DECAY = 0.01;

/** Logistic regression on standardized features. */
export function fitWeights(examples: Example[]): Logistic {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const width = examples[0]?.row.length ?? 0;
  const mean = (valueOf: (row: number[]) => number): number =>
    examples.reduce((sum, { row, weight }) => sum + weight * valueOf(row), 0) / total;
  const means = Array.from({ length: width }, (_, k) => mean((row) => row[k] ?? 0));
  const spreads = means.map((center, k) => Math.sqrt(mean((row) => ((row[k] ?? 0) - center) ** 2)) || 1);
  const observations = examples.map(({ row, isRight, weight }) => ({
    row: [1, ...row.map((value, k) => (value - (means[k] ?? 0)) / (spreads[k] ?? 1))],
    isTrue: isRight,
    weight: weight / total,
    offset: 0,
  }));
  const [level = 0, ...standard] = fitLogistic(observations, [1e-9, ...means.map(() => DECAY)]);
  const weights = standard.map((weight, k) => weight / (spreads[k] ?? 1));
  const bias = level - weights.reduce((sum, weight, k) => sum + weight * (means[k] ?? 0), 0);
  return { bias, weights, means, spreads };
}

export const logOddsOf = (
  { bias, weights }: Pick<ShippedWeights, "bias"> & { weights: number[] },
  row: number[],
): number => row.reduce((sum, value, k) => sum + value * (weights[k] ?? 0), bias);

export const predict = (model: Logistic, row: number[]): number => sigmoid(logOddsOf(model, row));

/** A usual mix: what share of the questions is of each kind. Where a base has none of a kind, the others grow. */
const MIX = { gap: 0.05, offtopic: 0.2 } as const;

/** Every base counts the same, and within it its own questions, gaps and other matters have their shares. */
export function weighUsual(judged: Judged[]): Example[] {
  const groups = Map.groupBy(
    judged,
    ({ base, part, kind }) => `${base} ${part} ${kind in MIX ? kind : "own"}`,
  );
  return [...groups.values()].flatMap((group) => {
    const kind = group[0]?.kind;
    const share = kind === "gap" || kind === "offtopic" ? MIX[kind] : 1 - MIX.gap - MIX.offtopic;
    return group.map(({ row, isRight }) => ({ row, isRight, weight: share / group.length }));
  });
}
