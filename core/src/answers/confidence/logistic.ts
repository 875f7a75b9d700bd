/** One observation: the log odds are `offset` plus the weighted sum of the row. */
export type Observation = { row: readonly number[]; isTrue: boolean; weight: number; offset: number };

const MOST_STEPS = 60;
const SMALL = 1e-7;

/**
 * Coefficients of a logistic regression by Newton's method: what makes the observations likeliest, less
 * `penalties[k] / 2` times the square of each coefficient. Every coefficient is pulled toward 0, which the penalties
 * must be above for an answer to exist whatever the data. Deterministic.
 */
export function fitLogistic(observations: readonly Observation[], penalties: readonly number[]): number[] {
  let coefficients = penalties.map(() => 0);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { gradient, curvature } = slopesAt(coefficients, observations, penalties);
    const move = solve(curvature, gradient);
    coefficients = coefficients.map((value, k) => value - (move[k] ?? 0));
    if (move.every((size) => Math.abs(size) < SMALL)) break;
  }
  return coefficients;
}

export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** Mean surprise, in nats, at what happened; probabilities are kept off 0 and 1. */
export function logLoss(predictions: readonly { score: number; isTrue: boolean; weight: number }[]): number {
  let loss = 0;
  let total = 0;
  for (const { score, isTrue, weight } of predictions) {
    const sure = Math.min(0.999, Math.max(0.001, score));
    loss -= weight * Math.log(isTrue ? sure : 1 - sure);
    total += weight;
  }
  return total === 0 ? 0 : loss / total;
}

type Slopes = { gradient: number[]; curvature: number[][] };

function slopesAt(
  coefficients: readonly number[],
  observations: readonly Observation[],
  penalties: readonly number[],
): Slopes {
  const gradient = coefficients.map((value, k) => (penalties[k] ?? 0) * value);
  const curvature = penalties.map((penalty, k) => penalties.map((_, l) => (k === l ? penalty : 0)));
  for (const { row, isTrue, weight, offset } of observations) {
    const logOdds = row.reduce((sum, value, k) => sum + value * (coefficients[k] ?? 0), offset);
    const chance = sigmoid(logOdds);
    const error = weight * (chance - (isTrue ? 1 : 0));
    const bend = weight * chance * (1 - chance);
    for (const [k, value] of row.entries()) {
      gradient[k] = (gradient[k] ?? 0) + error * value;
      const line = curvature[k];
      if (!line) continue;
      for (const [l, other] of row.entries()) line[l] = (line[l] ?? 0) + bend * value * other;
    }
  }
  return { gradient, curvature };
}

/** The solution of a symmetric positive system, by elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, k) => [...row, right[k] ?? 0]);
  for (const [k, pivotRow] of rows.entries()) {
    const pivot = pivotRow[k] ?? 0;
    for (const row of rows.slice(k + 1)) {
      const share = pivot === 0 ? 0 : (row[k] ?? 0) / pivot;
      for (let l = k; l < row.length; l += 1) row[l] = (row[l] ?? 0) - share * (pivotRow[l] ?? 0);
    }
  }
  const solution = right.map(() => 0);
  for (let k = rows.length - 1; k >= 0; k -= 1) {
    const row = rows[k] ?? [];
    let rest = row[rows.length] ?? 0;
    for (let l = k + 1; l < rows.length; l += 1) rest -= (row[l] ?? 0) * (solution[l] ?? 0);
    solution[k] = (row[k] ?? 0) === 0 ? 0 : rest / (row[k] ?? 1);
  }
  return solution;
}
