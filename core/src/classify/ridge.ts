import type { SentenceVector } from "./example-vectors.ts";

const ROUNDS = 8;

/**
 * Weights of a ridge regression from sentences to their labels (1 for its own label, 0 for the others), one row a
 * feature, solved by conjugate gradients: a linear classifier in a moment, even of a hundred labels.
 */
export function fitRidge(
  vectors: readonly SentenceVector[],
  labels: readonly number[],
  labelCount: number,
  size: number,
  ridge: number,
): Float32Array {
  const target = new Float32Array(vectors.length * labelCount);
  for (const [i, label] of labels.entries()) target[i * labelCount + label] = 1;

  // In the dual: (X Xt + ridge) a = target, each label's column by itself, then the weights are Xt a.
  const solution = new Float32Array(target.length);
  const rest = Float32Array.from(target);
  const direction = Float32Array.from(target);
  let lengths = squares(rest, labelCount);
  for (let round = 0; round < ROUNDS; round += 1) {
    const image = multiply(vectors, transpose(vectors, direction, labelCount, size), labelCount);
    for (let i = 0; i < image.length; i += 1) image[i] = (image[i] ?? 0) + ridge * (direction[i] ?? 0);
    const steps = products(direction, image, labelCount).map(
      (value, k) => (lengths[k] ?? 0) / Math.max(value, 1e-12),
    );
    for (let i = 0; i < solution.length; i += 1) {
      const step = steps[i % labelCount] ?? 0;
      solution[i] = (solution[i] ?? 0) + step * (direction[i] ?? 0);
      rest[i] = (rest[i] ?? 0) - step * (image[i] ?? 0);
    }
    const next = squares(rest, labelCount);
    for (let i = 0; i < direction.length; i += 1) {
      const turn = (next[i % labelCount] ?? 0) / Math.max(lengths[i % labelCount] ?? 0, 1e-12);
      direction[i] = (rest[i] ?? 0) + turn * (direction[i] ?? 0);
    }
    lengths = next;
  }
  return transpose(vectors, solution, labelCount, size);
}

/** Xt m: rows of features from rows of sentences. */
function transpose(
  vectors: readonly SentenceVector[],
  m: Float32Array,
  width: number,
  size: number,
): Float32Array {
  const out = new Float32Array(size * width);
  for (const [r, { at, values }] of vectors.entries()) {
    for (let j = 0; j < at.length; j += 1) {
      const base = (at[j] ?? 0) * width;
      const value = values[j] ?? 0;
      for (let k = 0; k < width; k += 1)
        out[base + k] = (out[base + k] ?? 0) + value * (m[r * width + k] ?? 0);
    }
  }
  return out;
}

/** X m: rows of sentences from rows of features. */
export function multiply(vectors: readonly SentenceVector[], m: Float32Array, width: number): Float32Array {
  const out = new Float32Array(vectors.length * width);
  for (const [r, { at, values }] of vectors.entries()) {
    for (let j = 0; j < at.length; j += 1) {
      const base = (at[j] ?? 0) * width;
      const value = values[j] ?? 0;
      for (let k = 0; k < width; k += 1)
        out[r * width + k] = (out[r * width + k] ?? 0) + value * (m[base + k] ?? 0);
    }
  }
  return out;
}

const squares = (m: Float32Array, width: number): number[] => products(m, m, width);

/** Products of the columns of two tables of `width` columns. */
function products(a: Float32Array, b: Float32Array, width: number): number[] {
  const sums = Array.from({ length: width }, () => 0);
  for (let i = 0; i < a.length; i += 1) {
    sums[i % width] = (sums[i % width] ?? 0) + (a[i] ?? 0) * (b[i] ?? 0);
  }
  return sums;
}
