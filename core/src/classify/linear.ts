import { readFileSync } from "node:fs";
import type { Features } from "./features.ts";

/**
 * A linear model as it is shipped: for each feature one whole number a class, to be multiplied by `scale`. With one
 * class it is a yes-or-no model. Made by test/evals/learn-classifiers.ts.
 */
export type LinearModel = {
  classes: string[];
  scale: number;
  bias: number[];
  weights: Record<string, number[]>;
};

export type ModelName = "type" | "priority" | "question" | "person" | "injection" | "duplicate";

const loaded = new Map<ModelName, LinearModel>();

/** Read when first needed: a process that never classifies does not wait for it. */
export function loadModel(name: ModelName): LinearModel {
  const known = loaded.get(name);
  if (known) return known;
  const file = new URL(`./weights/${name}.json`, import.meta.url);
  const model = toModel(JSON.parse(readFileSync(file, "utf8")));
  loaded.set(name, model);
  return model;
}

/** Our own file, written by our own script; checking thousands of numbers at each start would cost more than it tells. */
const toModel = (value: unknown): LinearModel => value as LinearModel;

const tables = new WeakMap<LinearModel, ReadonlyMap<string, number[]>>();

/** The weights as a map: twice as fast to ask as an object, and a feature may be called "constructor". */
function tableOf(model: LinearModel): ReadonlyMap<string, number[]> {
  const known = tables.get(model);
  if (known) return known;
  const table = new Map(Object.entries(model.weights));
  tables.set(model, table);
  return table;
}

/** One number a class; for a yes-or-no model the log odds of yes. */
export function scoresOf(model: LinearModel, features: Features): number[] {
  const table = tableOf(model);
  const sums = model.bias.map(() => 0);
  for (const [name, value] of features) {
    const weights = table.get(name);
    if (!weights) continue;
    for (const [at, weight] of weights.entries()) sums[at] = (sums[at] ?? 0) + weight * value;
  }
  return sums.map((sum, at) => sum * model.scale + (model.bias[at] ?? 0));
}

/** Probability of yes from log odds. */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Probabilities of classes from their scores. */
export function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
