import type { Features, LinearModel } from "@firstline/core/classify";

export type Row = {
  features: Features;
  /** Index of the class; for a yes-or-no model 1 or 0. */
  target: number;
  /** How much it counts; 1 when absent. */
  weight?: number;
};

export type FitOptions = {
  /** Empty for a yes-or-no model. */
  classes: string[];
  /** Strength of the pull towards 0; the more, the less a single word counts. */
  ridge: number;
  /** Features that fewer rows have are left out. */
  minRows: number;
  /** The strongest that are kept; the rest is dropped and the others are fitted again. */
  maxFeatures: number;
};

type Problem = {
  names: string[];
  at: Int32Array[];
  values: Float64Array[];
  targets: Int32Array;
  weights: Float64Array;
  outputs: number;
  ridge: number;
};

/** A logistic (one output) or softmax regression with an L2 penalty, without chance: the same rows give the same model. */
export function fitLinear(rows: readonly Row[], options: FitOptions): LinearModel {
  const counts = new Map<string, number>();
  for (const { features } of rows)
    for (const name of features.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  let names = [...counts].filter(([, count]) => count >= options.minRows).map(([name]) => name);
  let solution = solve(toProblem(rows, names, options));
  const outputs = Math.max(options.classes.length, 1);
  if (names.length > options.maxFeatures) {
    const strength = names.map((_, i) => {
      let sum = 0;
      for (let k = 0; k < outputs; k += 1) sum += (solution[i * outputs + k] ?? 0) ** 2;
      return sum;
    });
    const order = names.map((_, i) => i).sort((a, b) => (strength[b] ?? 0) - (strength[a] ?? 0));
    names = order.slice(0, options.maxFeatures).map((i) => names[i] ?? "");
    solution = solve(toProblem(rows, names, options));
  }
  return toModel(names, solution, options.classes);
}

const STEPS = 60;

function toModel(names: string[], solution: Float64Array, classes: string[]): LinearModel {
  const outputs = Math.max(classes.length, 1);
  const most = solution
    .subarray(0, names.length * outputs)
    .reduce((max, value) => Math.max(max, Math.abs(value)), 1e-9);
  const scale = most / 999;
  const weights: LinearModel["weights"] = {};
  for (const [i, name] of [...names.entries()].sort((a, b) => (a[1] < b[1] ? -1 : 1))) {
    const row = Array.from(
      solution.subarray(i * outputs, (i + 1) * outputs),
      (value) => Math.round(value / scale) + 0,
    );
    if (row.some((value) => value !== 0)) weights[name] = row;
  }
  const round = (value: number): number => Math.round(value * 1e4) / 1e4;
  return {
    classes,
    scale: Number(scale.toPrecision(6)),
    bias: Array.from(solution.subarray(names.length * outputs), round),
    weights,
  };
}

function toProblem(rows: readonly Row[], names: string[], options: FitOptions): Problem {
  const index = new Map(names.map((name, i) => [name, i]));
  const at: Int32Array[] = [];
  const values: Float64Array[] = [];
  for (const { features } of rows) {
    const known = [...features].filter(([name]) => index.has(name));
    at.push(Int32Array.from(known, ([name]) => index.get(name) ?? 0));
    values.push(Float64Array.from(known, ([, value]) => value));
  }
  return {
    names,
    at,
    values,
    targets: Int32Array.from(rows, (row) => row.target),
    weights: Float64Array.from(rows, (row) => row.weight ?? 1),
    outputs: Math.max(options.classes.length, 1),
    ridge: options.ridge,
  };
}

/** Loss and gradient; the biases come last and are not pulled. */
function evaluate(problem: Problem, x: Float64Array, gradient: Float64Array): number {
  const { outputs, names } = problem;
  const biasAt = names.length * outputs;
  gradient.fill(0);
  let loss = 0;
  for (let i = 0; i < biasAt; i += 1) {
    const value = x[i] ?? 0;
    loss += 0.5 * problem.ridge * value * value;
    gradient[i] = problem.ridge * value;
  }
  const scores = new Float64Array(outputs);
  for (let r = 0; r < problem.targets.length; r += 1) {
    const at = problem.at[r] ?? new Int32Array();
    const values = problem.values[r] ?? new Float64Array();
    for (let k = 0; k < outputs; k += 1) scores[k] = x[biasAt + k] ?? 0;
    for (let j = 0; j < at.length; j += 1) {
      const base = (at[j] ?? 0) * outputs;
      for (let k = 0; k < outputs; k += 1)
        scores[k] = (scores[k] ?? 0) + (values[j] ?? 0) * (x[base + k] ?? 0);
    }
    const weight = problem.weights[r] ?? 1;
    loss += weight * toErrors(scores, problem.targets[r] ?? 0);
    for (let k = 0; k < outputs; k += 1) {
      const error = weight * (scores[k] ?? 0);
      gradient[biasAt + k] = (gradient[biasAt + k] ?? 0) + error;
      for (let j = 0; j < at.length; j += 1) {
        const place = (at[j] ?? 0) * outputs + k;
        gradient[place] = (gradient[place] ?? 0) + error * (values[j] ?? 0);
      }
    }
  }
  return loss;
}

/** Turns scores into errors (probability minus truth) in place and answers the loss. */
function toErrors(scores: Float64Array, target: number): number {
  if (scores.length === 1) {
    const score = scores[0] ?? 0;
    const p = 1 / (1 + Math.exp(-score));
    scores[0] = p - target;
    return -Math.log(Math.max(target === 1 ? p : 1 - p, 1e-12));
  }
  const most = scores.reduce((max, value) => Math.max(max, value), -Infinity);
  let total = 0;
  for (let k = 0; k < scores.length; k += 1) {
    scores[k] = Math.exp((scores[k] ?? 0) - most);
    total += scores[k] ?? 0;
  }
  for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] ?? 0) / total;
  const loss = -Math.log(Math.max(scores[target] ?? 0, 1e-12));
  scores[target] = (scores[target] ?? 0) - 1;
  return loss;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
};

type Pair = { step: Float64Array; turn: Float64Array; rho: number };

/** L-BFGS with a backtracking line search. */
function solve(problem: Problem): Float64Array {
  const size = (problem.names.length + 1) * problem.outputs;
  let x = new Float64Array(size);
  let gradient = new Float64Array(size);
  let loss = evaluate(problem, x, gradient);
  const memory: Pair[] = [];
  for (let round = 0; round < STEPS; round += 1) {
    const direction = descend(gradient, memory);
    const slope = dot(direction, gradient);
    if (slope > -1e-9) break;
    let length = memory.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
    const next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let nextLoss = Infinity;
    for (let tries = 0; tries < 20; tries += 1, length /= 2) {
      for (let i = 0; i < size; i += 1) next[i] = (x[i] ?? 0) + length * (direction[i] ?? 0);
      nextLoss = evaluate(problem, next, nextGradient);
      if (nextLoss <= loss + 1e-4 * length * slope) break;
    }
    if (!(nextLoss < loss)) break;
    const step = next.map((value, i) => value - (x[i] ?? 0));
    const turn = nextGradient.map((value, i) => value - (gradient[i] ?? 0));
    const curvature = dot(step, turn);
    if (curvature > 1e-12) memory.push({ step, turn, rho: 1 / curvature });
    if (memory.length > 8) memory.shift();
    const isDone = loss - nextLoss < 1e-6 * Math.abs(loss);
    x = next;
    gradient = nextGradient;
    loss = nextLoss;
    if (isDone) break;
  }
  return x;
}

function descend(gradient: Float64Array, memory: readonly Pair[]): Float64Array {
  const q = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (const { step, turn, rho } of memory.toReversed()) {
    const alpha = rho * dot(step, q);
    alphas.push(alpha);
    for (let i = 0; i < q.length; i += 1) q[i] = (q[i] ?? 0) - alpha * (turn[i] ?? 0);
  }
  const last = memory.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.turn, last.turn));
    for (let i = 0; i < q.length; i += 1) q[i] = (q[i] ?? 0) * scale;
  }
  for (const { step, turn, rho } of memory) {
    const beta = rho * dot(turn, q);
    const alpha = alphas.pop() ?? 0;
    for (let i = 0; i < q.length; i += 1) q[i] = (q[i] ?? 0) + (alpha - beta) * (step[i] ?? 0);
  }
  return q;
}
