import type { ConfidenceParts, Head, UnreadWeights } from "@firstline/core/learn";

/** What tells the nearness in meaning of a question whose words have no directions. */
const SEEN = ["titleCovered", "closestTitle", "pairs", "nearness", "titlesAsk", "questionLength"] as const;
/** How sure the ranking is: surer where it knows what words mean. */
const FROM = { ahead: ["ahead"], spread: ["spread"], titlesNear: SEEN, sentencesNear: SEEN } as const;
/** Keeps the normal equations solvable. */
const RIDGE = 1e-6;

/** Lines of least squares from what a question shows as a foreign one to what the same question shows in English. */
export function fitUnread(asked: ConfidenceParts[], foreign: ConfidenceParts[]): UnreadWeights {
  const lineTo = (name: keyof UnreadWeights): Head => {
    const inputs = FROM[name];
    const rows = foreign.map((parts) => [1, ...inputs.map((input) => parts[input])]);
    const values = asked.map((parts) => parts[name]);
    const [bias = 0, ...weights] = leastSquares(rows, values);
    return { bias, weights: Object.fromEntries(inputs.map((input, k) => [input, weights[k] ?? 0])) };
  };
  return {
    ahead: lineTo("ahead"),
    spread: lineTo("spread"),
    titlesNear: lineTo("titlesNear"),
    sentencesNear: lineTo("sentencesNear"),
  };
}

/** The weights `w` with the least sum of squares of `rows * w - values`, by the normal equations. */
function leastSquares(rows: number[][], values: number[]): number[] {
  const size = rows[0]?.length ?? 0;
  const dot = (a: (row: number[], n: number) => number, b: (row: number[], n: number) => number): number =>
    rows.reduce((sum, row, n) => sum + a(row, n) * b(row, n), 0);
  const at =
    (k: number) =>
    (row: number[]): number =>
      row[k] ?? 0;
  const equations = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_unused, j) => dot(at(i), at(j)) + (i === j ? RIDGE : 0)),
    dot(at(i), (_row, n) => values[n] ?? 0),
  ]);
  return eliminate(equations);
}

/** Gauss and Jordan; the matrix is positive definite, so that no pivot is 0. */
function eliminate(equations: number[][]): number[] {
  for (const [i, row] of equations.entries()) {
    const pivot = row[i] ?? 1;
    for (let k = 0; k < row.length; k += 1) row[k] = (row[k] ?? 0) / pivot;
    for (const other of equations) {
      const factor = other === row ? 0 : (other[i] ?? 0);
      for (let k = 0; k < row.length; k += 1) other[k] = (other[k] ?? 0) - factor * (row[k] ?? 0);
    }
  }
  return equations.map((row) => row.at(-1) ?? 0);
}
