import { InvalidError } from "../errors.ts";
import { auroc } from "../evaluation/metrics.ts";
import { measureClasses } from "./evaluate.ts";
import type { ClassificationFigures } from "./evaluate.ts";
import { kindOfLabels, SET_KINDS, toClassifier } from "./kinds.ts";
import type { Prediction, SetKind } from "./kinds.ts";
import { isOutOfScope, isYesOrNo } from "./labels.ts";
import type { LabelledRow } from "./rows.ts";

export type JudgedRow = LabelledRow & Prediction;

export type SetEvaluation = {
  kind: SetKind;
  figures: ClassificationFigures;
  /** How well the score tells yes from no (for scope: in from out); null where there is no score or only one side. */
  auroc: number | null;
  threshold: number | null;
  rows: JudgedRow[];
};

export type SetInput = {
  rows: readonly LabelledRow[];
  /** What the set is called: tells the kind where labels only say yes and no. */
  name?: string | undefined;
  /** Found from the labels when absent. */
  kind?: SetKind | undefined;
  /** Example sentences of a bot's labels, for sets whose labels are its own. */
  examples?: readonly LabelledRow[] | undefined;
};

/** Classifies every row and compares with its label. Throws `InvalidError` when no classifier fits the labels. */
export function evaluateSet({ rows, name, kind, examples }: SetInput): SetEvaluation {
  const labels = new Set(rows.map(({ label }) => label));
  const isPairs = rows.some(({ other }) => other !== null);
  const isBare = !isPairs && examples === undefined && [...labels].every(isYesOrNo);
  const found =
    kind ?? (isBare ? kindOfBare(rows, labels, name) : kindOfLabels(labels, isPairs, examples !== undefined));
  if (!found) throw new InvalidError(whatIsKnown(labels));
  if (isPairs !== (found === "duplicate")) {
    throw new InvalidError(
      isPairs
        ? `Pairs {a, b, label} cannot be measured as "${found}".`
        : 'Kind "duplicate" needs pairs {a, b, label}.',
    );
  }
  const classifier = toClassifier(found, labels, examples ?? null);
  const judged = rows.map((row): JudgedRow => ({ ...row, ...classifier.predict(row) }));
  const figures = measureClasses(judged.map(({ label, predicted }) => ({ actual: label, predicted })));
  const { positive, threshold } = classifier;
  return { kind: found, figures, auroc: areaOf(judged, found, positive), threshold, rows: judged };
}

const NAMED = [
  ["injection", /inject|attack|jailbreak/iu],
  ["question", /question/iu],
  ["person", /person|human/iu],
] as const;

/** What labels of yes and no mean: what the set is called for, else what the classifiers' scores agree with best. */
function kindOfBare(
  rows: readonly LabelledRow[],
  labels: ReadonlySet<string>,
  name: string | undefined,
): SetKind {
  const named = NAMED.find(([, pattern]) => pattern.test(name ?? ""));
  if (named) return named[0];
  const fits = NAMED.map(([kind]) => {
    const classifier = toClassifier(kind, labels, null);
    const judged = rows.map((row) => ({ ...row, ...classifier.predict(row) }));
    const { macroF1 } = measureClasses(judged.map(({ label, predicted }) => ({ actual: label, predicted })));
    return { kind, agreement: (areaOf(judged, kind, classifier.positive) ?? 0) + macroF1 };
  });
  return fits.reduce((best, fit) => (fit.agreement > best.agreement ? fit : best)).kind;
}

function areaOf(rows: readonly JudgedRow[], kind: SetKind, positive: string | null): number | null {
  const isTrue = ({ label }: JudgedRow): boolean =>
    kind === "scope" ? !isOutOfScope(label) : label === positive;
  if (kind !== "scope" && positive === null) return null;
  const area = auroc(rows.map((row) => ({ score: row.score ?? 0, isTrue: isTrue(row) })));
  return Number.isNaN(area) ? null : area;
}

function whatIsKnown(labels: ReadonlySet<string>): string {
  const named = [...labels].sort().slice(0, 5).join(", ");
  return `What the labels mean (${named}${labels.size > 5 ? ", ..." : ""}) is not known. Give --kind (${SET_KINDS.join(", ")}), or example sentences of them with --examples FILE.`;
}
