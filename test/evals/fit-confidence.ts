/** One answer with what it was made of and whether its first source was the right one. */
export type Judged = {
  base: string;
  kind: "answerable" | "unanswerable" | "gap" | "offtopic";
  isRight: boolean;
  row: number[];
  weight: number;
};

export type Logistic = { bias: number; weights: number[] };

/** Logistic regression on standardized features, by gradient descent; deterministic. Weights come back on the raw scale. */
export function fitLogistic(examples: Judged[], decay: number, steps = 600): Logistic {
  const width = examples[0]?.row.length ?? 0;
  const total = examples.reduce((sum, example) => sum + example.weight, 0);
  const columns = Array.from({ length: width }, (_, k) => {
    const mean = examples.reduce((sum, { row, weight }) => sum + weight * (row[k] ?? 0), 0) / total;
    const variance =
      examples.reduce((sum, { row, weight }) => sum + weight * ((row[k] ?? 0) - mean) ** 2, 0) / total;
    return { mean, spread: Math.sqrt(variance) || 1 };
  });
  const rows = examples.map(({ row }) =>
    columns.map(({ mean, spread }, k) => ((row[k] ?? 0) - mean) / spread),
  );
  const weights = columns.map(() => 0);
  let bias = 0;
  for (let step = 0; step < steps; step += 1) {
    const gradient = weights.map(() => 0);
    let biasGradient = 0;
    for (const [i, example] of examples.entries()) {
      const row = rows[i] ?? [];
      const error =
        ((sigmoid(bias + dot(row, weights)) - (example.isRight ? 1 : 0)) * example.weight) / total;
      biasGradient += error;
      for (let k = 0; k < width; k += 1) gradient[k] = (gradient[k] ?? 0) + error * (row[k] ?? 0);
    }
    bias -= biasGradient;
    for (let k = 0; k < width; k += 1)
      weights[k] = (weights[k] ?? 0) - (gradient[k] ?? 0) - decay * (weights[k] ?? 0);
  }
  const raw = weights.map((weight, k) => weight / (columns[k]?.spread ?? 1));
  return { bias: bias - columns.reduce((sum, { mean }, k) => sum + mean * (raw[k] ?? 0), 0), weights: raw };
}

export const predict = (model: Logistic, row: number[]): number =>
  sigmoid(model.bias + dot(row, model.weights));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const dot = (a: number[], b: number[]): number => a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
