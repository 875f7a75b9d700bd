import { ExampleSpace } from "./example-vectors.ts";
import type { SentenceVector } from "./example-vectors.ts";
import { fitRidge, multiply } from "./ridge.ts";

export type LabelledExample = { text: string; label: string };

export type ScopeSignals = {
  /** Mean likeness of the five nearest examples. */
  near: number;
  /** Likeness of the nearest label's middle. */
  middle: number;
  /** The linear classifier's best score. */
  linear: number;
};

export type ScopeVerdict = {
  /** The likeliest label. */
  label: string;
  /** How surely the sentence is one of the labels', not calibrated: higher is more in scope. */
  score: number;
  signals: ScopeSignals;
};

const RIDGE = 1;
const NEAREST = 5;
/** Each signal counts by how far it spreads; measured on four bots, nearly the same on each. */
const SPREAD = { near: 0.14, middle: 0.15, linear: 0.16 } as const;

/**
 * Learns what a bot is for from example sentences of its labels; the result says for a sentence which label it has and
 * whether it has any. What is unknown in a sentence lowers all signals.
 */
export function learnScope(examples: readonly LabelledExample[]): (text: string) => ScopeVerdict {
  const space = new ExampleSpace(examples.map(({ text }) => text));
  const names = [...new Set(examples.map(({ label }) => label))].sort();
  const labels = examples.map(({ label }) => names.indexOf(label));
  const vectors = examples.map(({ text }) => space.toVector(text));
  const middles = toMiddles(vectors, labels, names.length, space.size);
  const weights = fitRidge(vectors, labels, names.length, space.size, RIDGE);
  const postings = toPostings(vectors, space.size);

  return (text) => {
    const vector = space.toVector(text);
    const own = (table: Float32Array): number[] => Array.from(multiply([vector], table, names.length));
    const linear = own(weights);
    const signals = {
      near: meanOfNearest(vector, postings, vectors.length),
      middle: Math.max(0, ...own(middles)),
      linear: Math.max(0, ...linear),
    };
    return {
      label: names[linear.indexOf(Math.max(...linear))] ?? "",
      score: signals.near / SPREAD.near + signals.middle / SPREAD.middle + signals.linear / SPREAD.linear,
      signals,
    };
  };
}

function toMiddles(
  vectors: readonly SentenceVector[],
  labels: readonly number[],
  width: number,
  size: number,
): Float32Array {
  const sums = new Float32Array(size * width);
  for (const [i, { at, values }] of vectors.entries()) {
    for (let j = 0; j < at.length; j += 1) {
      const place = (at[j] ?? 0) * width + (labels[i] ?? 0);
      sums[place] = (sums[place] ?? 0) + (values[j] ?? 0);
    }
  }
  const lengths = new Float64Array(width);
  for (let i = 0; i < sums.length; i += 1)
    lengths[i % width] = (lengths[i % width] ?? 0) + (sums[i] ?? 0) ** 2;
  return sums.map((value, i) => value / Math.sqrt(Math.max(lengths[i % width] ?? 0, 1e-12)));
}

type Posting = { example: number; value: number };

function toPostings(vectors: readonly SentenceVector[], size: number): Posting[][] {
  const postings: Posting[][] = Array.from({ length: size }, () => []);
  for (const [example, { at, values }] of vectors.entries()) {
    for (let j = 0; j < at.length; j += 1) postings[at[j] ?? 0]?.push({ example, value: values[j] ?? 0 });
  }
  return postings;
}

function meanOfNearest(vector: SentenceVector, postings: readonly Posting[][], count: number): number {
  const likeness = new Float64Array(count);
  for (const [j, place] of vector.at.entries()) {
    const value = vector.values[j] ?? 0;
    for (const posting of postings[place] ?? []) {
      likeness[posting.example] = (likeness[posting.example] ?? 0) + value * posting.value;
    }
  }
  const best = likeness.sort().slice(-NEAREST);
  return best.reduce((sum, value) => sum + value, 0) / NEAREST;
}
