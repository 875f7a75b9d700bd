/** What a row really is and what it was taken for. */
export type Outcome = { actual: string; predicted: string };

export type ClassFigures = {
  precision: number;
  recall: number;
  f1: number;
  /** Rows that really are of this class. */
  rows: number;
};

export type ClassificationFigures = {
  rows: number;
  accuracy: number;
  /** Mean F1 of the classes that really occur, each counting the same. */
  macroF1: number;
  classes: Record<string, ClassFigures>;
  /** `confusion[actual][predicted]` counts rows. */
  confusion: Record<string, Record<string, number>>;
};

/** Figures over all rows; a share of nothing counts as 0. Classes are in alphabetical order. */
export function measureClasses(outcomes: readonly Outcome[]): ClassificationFigures {
  const names = [...new Set(outcomes.flatMap(({ actual, predicted }) => [actual, predicted]))].sort();
  const counts = new Map<string, Map<string, number>>(names.map((name) => [name, new Map()]));
  for (const { actual, predicted } of outcomes) {
    const row = counts.get(actual);
    row?.set(predicted, (row.get(predicted) ?? 0) + 1);
  }
  const count = (actual: string, predicted: string): number => counts.get(actual)?.get(predicted) ?? 0;
  const figures = names.map((name): [string, ClassFigures] => {
    const hits = count(name, name);
    const rows = sum(names.map((other) => count(name, other)));
    const taken = sum(names.map((other) => count(other, name)));
    return [
      name,
      { precision: share(hits, taken), recall: share(hits, rows), f1: share(2 * hits, rows + taken), rows },
    ];
  });
  const occurring = figures.filter(([, { rows }]) => rows > 0);
  return {
    rows: outcomes.length,
    accuracy: share(sum(names.map((name) => count(name, name))), outcomes.length),
    macroF1: share(sum(occurring.map(([, { f1 }]) => f1)), occurring.length),
    classes: Object.fromEntries(figures),
    confusion: Object.fromEntries(
      names.map((actual) => [
        actual,
        Object.fromEntries(names.map((predicted) => [predicted, count(actual, predicted)])),
      ]),
    ),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
