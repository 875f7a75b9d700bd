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
  const said = isBare ? kindOfName(name) : kindOfLabels(labels, isPairs, examples !== undefined);
  const found = kind ?? amongAlike(said, isBare, (kinds) => bestFit(rows, labels, kinds));
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
  ["hidden", /indirect|hidden/iu],
  ["injection", /inject|attack|jailbreak/iu],
  ["question", /question/iu],
  ["person", /person|human/iu],
] as const;
type NamedKind = (typeof NAMED)[number][0];

/** What the set is called for; null when that says nothing. */
function kindOfName(name = ""): NamedKind | null {
  return NAMED.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

/** Yes and no alone do not say to what, and attacks do not say whether they are hidden: the scores must tell. */
function amongAlike(
  said: SetKind | null,
  isBare: boolean,
  choose: (kinds: readonly NamedKind[]) => NamedKind,
): SetKind | null {
  if (said === null && isBare) return choose(["injection", "question", "person", "hidden"]);
  return said === "injection" ? choose(["injection", "hidden"]) : said;
}

/** Orders are looked for in more places than attacks, so that a few more right are no sign yet. */
const HIDDEN_HANDICAP = 0.1;

/** The kind whose scores agree with the labels best. */
function bestFit(
  rows: readonly LabelledRow[],
  labels: ReadonlySet<string>,
  kinds: readonly NamedKind[],
): NamedKind {
  const fits = kinds.map((kind) => {
    const classifier = toClassifier(kind, labels, null);
    const judged = rows.map((row) => ({ ...row, ...classifier.predict(row) }));
    const { macroF1 } = measureClasses(judged.map(({ label, predicted }) => ({ actual: label, predicted })));
    const agreement = (areaOf(judged, kind, classifier.positive) ?? 0) + macroF1;
    return { kind, agreement: kind === "hidden" ? agreement - HIDDEN_HANDICAP : agreement };
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
