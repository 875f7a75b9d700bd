/** One question with its candidate passages, as the fitting sees it. */
export type Example = {
  base: string;
  /** Questions of one fold are never learned from when the fold is measured. */
  fold: number;
  goldCount: number;
  articles: number[];
  isGold: boolean[];
  /** A row of features for each passage. */
  rows: number[][];
};

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
 * candidates; every base counts the same. Full-batch Adam, deterministic.
 */
export function fitRanking(examples: Example[], options: FitOptions): number[] {
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
  example: Example,
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

function spreadOf(examples: Example[], width: number): number[] {
  const rows = examples.flatMap((example) => example.rows);
  return Array.from({ length: width }, (_, k) => {
    const mean = rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[k] ?? 0) - mean) ** 2, 0) / rows.length;
    return Math.max(LEAST_SPREAD, Math.sqrt(variance));
  });
}

function sharesOf(examples: Example[]): number[] {
  const counts = new Map<string, number>();
  for (const { base } of examples) counts.set(base, (counts.get(base) ?? 0) + 1);
  return examples.map(({ base }) => 1 / (counts.get(base) ?? 1) / counts.size);
}

export type Measured = { recall1: number; recall5: number; recall10: number; ndcg10: number };

/** Articles ranked by their best passage. */
export function measure(example: Example, weights: number[]): Measured {
  const best = new Map<number, { score: number; isGold: boolean }>();
  for (const [i, row] of example.rows.entries()) {
    const score = row.reduce((sum, value, k) => sum + value * (weights[k] ?? 0), 0);
    const article = example.articles[i] ?? 0;
    if (score > (best.get(article)?.score ?? -Infinity))
      best.set(article, { score, isGold: example.isGold[i] === true });
  }
  const ranked = [...best.values()].sort((a, b) => b.score - a.score).slice(0, 10);
  const first = ranked.findIndex((article) => article.isGold);
  const gain = ranked.reduce((sum, { isGold }, place) => sum + (isGold ? 1 / Math.log2(place + 2) : 0), 0);
  const ideal = Array.from(
    { length: Math.min(10, example.goldCount) },
    (_, place) => 1 / Math.log2(place + 2),
  );
  return {
    recall1: first === 0 ? 1 : 0,
    recall5: first >= 0 && first < 5 ? 1 : 0,
    recall10: first >= 0 ? 1 : 0,
    ndcg10: gain / ideal.reduce((sum, value) => sum + value, 0),
  };
}
