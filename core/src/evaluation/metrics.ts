/** A promise, from 0 to 1, and what came of it. */
export type Prediction = { score: number; isTrue: boolean };

/** The chance that a true one scores above a false one; ties count half. NaN where all are alike. */
export function auroc(predictions: Prediction[]): number {
  const sorted = [...predictions].sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (sorted[end]?.score === sorted[start]?.score) end += 1;
    for (let i = start; i < end; i += 1) if (sorted[i]?.isTrue === true) ranks += (start + end + 1) / 2;
    start = end;
  }
  const trues = predictions.filter(({ isTrue }) => isTrue).length;
  return (ranks - (trues * (trues + 1)) / 2) / (trues * (predictions.length - trues));
}

/** Predictions of about the same score: the mean of what they promised beside the share that held. */
export type Bin = { from: number; to: number; count: number; promised: number; held: number };

/** Bins of equal width from 0 to 1; in an empty one `promised` and `held` are 0. */
export function binPredictions(predictions: Prediction[], count = 10): Bin[] {
  const bins = Array.from({ length: count }, (_, i) => ({
    from: i / count,
    to: (i + 1) / count,
    count: 0,
    promised: 0,
    held: 0,
  }));
  for (const { score, isTrue } of predictions) {
    const bin = bins[Math.min(count - 1, Math.floor(score * count))];
    if (!bin) continue;
    bin.count += 1;
    bin.promised += score;
    bin.held += isTrue ? 1 : 0;
  }
  return bins.map((bin) => {
    const share = 1 / Math.max(1, bin.count);
    return { ...bin, promised: bin.promised * share, held: bin.held * share };
  });
}

/** Mean distance between what was promised and what held, over ten bins of equal width (ECE). */
export function calibrationError(predictions: Prediction[]): number {
  const apart = binPredictions(predictions).map((bin) => bin.count * Math.abs(bin.promised - bin.held));
  return sum(apart) / Math.max(1, predictions.length);
}

/** What answering everything from `score` up would mean. */
export type Coverage = { score: number; coverage: number; precision: number };

/** One point for each score that occurs, the surest first. Equal scores cannot be told apart and go together. */
export function coverageCurve(predictions: Prediction[]): Coverage[] {
  const sorted = [...predictions].sort((a, b) => b.score - a.score);
  const points: Coverage[] = [];
  let right = 0;
  for (const [i, { score, isTrue }] of sorted.entries()) {
    if (isTrue) right += 1;
    if (sorted[i + 1]?.score === score) continue;
    points.push({ score, coverage: (i + 1) / sorted.length, precision: right / (i + 1) });
  }
  return points;
}

/** The largest share of questions that could be answered, surest first, with at least this precision. */
export function coverageAt(precision: number, predictions: Prediction[]): number {
  return Math.max(
    0,
    ...coverageCurve(predictions).map((at) => (at.precision >= precision ? at.coverage : 0)),
  );
}

/** 1 when one of the right ones is among the first `depth`, else 0. */
export function recallAt(depth: number, ranked: string[], gold: ReadonlySet<string>): number {
  return ranked.slice(0, depth).some((id) => gold.has(id)) ? 1 : 0;
}

/** 1 for a right one in the first place, 1/2 in the second, ...; 0 when there is none among the first `depth`. */
export function reciprocalRank(depth: number, ranked: string[], gold: ReadonlySet<string>): number {
  const place = ranked.slice(0, depth).findIndex((id) => gold.has(id));
  return place < 0 ? 0 : 1 / (place + 1);
}

/** Normalized discounted gain with all of `gold` equally good; 1 when they fill the first places. */
export function ndcgAt(depth: number, ranked: string[], gold: ReadonlySet<string>): number {
  const discount = (place: number): number => 1 / Math.log2(place + 2);
  const gains = ranked.slice(0, depth).map((id, place) => (gold.has(id) ? discount(place) : 0));
  const ideal = Array.from({ length: Math.min(depth, gold.size) }, (_, place) => discount(place));
  return sum(gains) / sum(ideal);
}

/** The value that `share` of the values do not exceed (nearest rank); NaN of nothing. */
export function percentile(share: number, values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** NaN of nothing. */
export const mean = (values: number[]): number => sum(values) / values.length;

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
