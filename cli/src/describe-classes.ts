import type { SetEvaluation } from "@firstline/core/classify";

/** More classes than this make no table that anybody reads. */
const MOST_IN_CONFUSION = 12;
const MOST_LISTED = 40;

/** Figures, a line a class, and which class was taken for which. */
export function describeClasses({ kind, figures, auroc, threshold }: SetEvaluation): string {
  const classes = Object.entries(figures.classes);
  const head = [
    ["kind", kind],
    ["rows", String(figures.rows)],
    ["accuracy", percent(figures.accuracy)],
    ["macro F1", percent(figures.macroF1)],
    ...(auroc === null ? [] : [["AUROC", auroc.toFixed(3)]]),
    ...(threshold === null ? [] : [["threshold", String(threshold)]]),
  ];
  const listed = classes.slice(0, MOST_LISTED).map(([name, { precision, recall, f1, rows }]) => {
    return [name, percent(precision), percent(recall), percent(f1), String(rows)];
  });
  const more = classes.length - listed.length;
  return [
    table(head),
    "",
    table([["class", "precision", "recall", "F1", "rows"], ...listed]),
    ...(more > 0 ? [`and ${more} more; --json lists them all`] : []),
    ...(classes.length > MOST_IN_CONFUSION
      ? []
      : ["", "What they are (down) and were taken for (across):", confusionOf(figures)]),
  ].join("\n");
}

function confusionOf({ confusion }: SetEvaluation["figures"]): string {
  const names = Object.keys(confusion);
  const rows = names.map((actual) => [
    actual,
    ...names.map((name) => String(confusion[actual]?.[name] ?? 0)),
  ]);
  return table([["", ...names], ...rows]);
}

/** The first column to the left, numbers to the right. */
function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join("  "),
    )
    .join("\n");
}

const percent = (share: number): string => share.toFixed(3);
