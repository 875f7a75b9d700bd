/** One question's candidates, a row of features for each. */
export type LinearExample = { family: string; isGold: boolean[]; rows: number[][] };

export type FitOptions = {
  /** Pull of the weights toward zero. */
  decay: number;
  steps: number;
  rate: number;
  /** Features that may count against a passage; all others only speak for one, which keeps an unseen base safe. */
  mayBeNegative: ReadonlySet<number>;
};

/**
 * Weights, on the scale of the features, that make the right passages likely in a softmax over each question's
 * candidates; every family of bases counts the same. Full-batch Adam, deterministic.
 */
export function fitRanking(examples: LinearExample[], options: FitOptions): number[] {
  const usable = examples.filter((example) => example.isGold.includes(true));
  const width = usable[0]?.rows[0]?.length ?? 0;
  const spread = spreadOf(usable, width);
  const shares = sharesOf(usable);
  const weights = Array.from({ length: width }, () => 0.1);
  const mean = weights.map(() => 0);
  const square = weights.map(() => 0);
  for (let step = 1; step <= options.steps; step += 1) {
    const gradient = weights.map(() => 0);
    for (const [index, example] of usable.entries())
      addGradient(example, shares[index] ?? 0, weights, spread, gradient);
    for (let k = 0; k < width; k += 1) {
      const slope = (gradient[k] ?? 0) + options.decay * (weights[k] ?? 0);
      mean[k] = 0.9 * (mean[k] ?? 0) + 0.1 * slope;
      square[k] = 0.99 * (square[k] ?? 0) + 0.01 * slope * slope;
      const move =
        (mean[k] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((square[k] ?? 0) / (1 - 0.99 ** step)) + 1e-8);
      const moved = (weights[k] ?? 0) - options.rate * move;
      weights[k] = moved < 0 && !options.mayBeNegative.has(k) ? 0 : moved;
    }
  }
  return weights.map((weight, k) => weight / (spread[k] ?? 1));
}

function addGradient(
  example: LinearExample,
  share: number,
  weights: number[],
  spread: number[],
  gradient: number[],
): void {
  const scores = example.rows.map((row) =>
    row.reduce((sum, value, k) => sum + (value / (spread[k] ?? 1)) * (weights[k] ?? 0), 0),
  );
  const top = Math.max(...scores);
  const likely = scores.map((score) => Math.exp(score - top));
  const all = likely.reduce((sum, value) => sum + value, 0);
  const gold = likely.reduce((sum, value, i) => sum + (example.isGold[i] === true ? value : 0), 0);
  for (const [i, row] of example.rows.entries()) {
    const chance = likely[i] ?? 0;
    const pull = share * (chance / all - (example.isGold[i] === true ? chance / gold : 0));
    if (Math.abs(pull) < 1e-8) continue;
    for (const [k, value] of row.entries())
      gradient[k] = (gradient[k] ?? 0) + (pull * value) / (spread[k] ?? 1);
  }
}

/** A feature that hardly varies where it is learned must not get a huge weight where it does. */
const LEAST_SPREAD = 0.15;

function spreadOf(examples: LinearExample[], width: number): number[] {
  const rows = examples.flatMap((example) => example.rows);
  return Array.from({ length: width }, (_, k) => {
    const mean = rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[k] ?? 0) - mean) ** 2, 0) / rows.length;
    return Math.max(LEAST_SPREAD, Math.sqrt(variance));
  });
}

function sharesOf(examples: LinearExample[]): number[] {
  const counts = new Map<string, number>();
  for (const { family } of examples) counts.set(family, (counts.get(family) ?? 0) + 1);
  return examples.map(({ family }) => 1 / (counts.get(family) ?? 1) / counts.size);
}
