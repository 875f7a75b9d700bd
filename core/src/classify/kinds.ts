import { InvalidError } from "../errors.ts";
import { scoreHiddenOrders } from "./hidden-orders.ts";
import { INJECTION_THRESHOLD, scoreInjection } from "./injection.ts";
import { scoreQuestion } from "./is-question.ts";
import { isInScope, isNamed, isNo, isOutOfScope, isYes, toClass } from "./labels.ts";
import type { YesNoKind } from "./labels.ts";
import { DUPLICATE_THRESHOLD, scoreDuplicate } from "./near-duplicate.ts";
import { learnScope } from "./out-of-scope.ts";
import { classifyPriority, TICKET_PRIORITIES } from "./priority.ts";
import type { LabelledRow } from "./rows.ts";
import { classifyType, TICKET_TYPES } from "./type.ts";
import { PERSON_THRESHOLD, scorePerson } from "./wants-person.ts";

export const SET_KINDS = [
  "type",
  "priority",
  "question",
  "injection",
  "hidden",
  "person",
  "duplicate",
  "scope",
] as const;
export type SetKind = (typeof SET_KINDS)[number];

/** What a row was taken for; `score` is given where a threshold decides, and higher speaks for `positive`. */
export type Prediction = { predicted: string; score: number | null };

export type Classifier = {
  predict(row: LabelledRow): Prediction;
  /** The label that a high score speaks for, as the set spells it; null for several classes. */
  positive: string | null;
  threshold: number | null;
};

/** The kind of a set, from its labels; null when they fit none, or several. */
export function kindOfLabels(
  labels: ReadonlySet<string>,
  isPairs: boolean,
  hasExamples: boolean,
): SetKind | null {
  if (isPairs) return "duplicate";
  if (hasExamples) return "scope";
  const all = [...labels];
  const areAll = (names: readonly string[]): boolean => all.every((label) => names.includes(toClass(label)));
  if (areAll(TICKET_TYPES)) return "type";
  if (areAll(TICKET_PRIORITIES)) return "priority";
  const fits = (kind: YesNoKind): boolean =>
    all.some((label) => isNamed(kind, label)) &&
    all.every((label) => isYes(kind, label) || isNo(kind, label));
  return (["question", "injection", "person"] as const).find(fits) ?? null;
}

/** What an article that an answer rests on must reach to be held back. */
const HIDDEN_THRESHOLD = 0.8;

/** The classifier for a kind of set. Throws `InvalidError` when the labels do not fit it. */
export function toClassifier(
  kind: SetKind,
  labels: ReadonlySet<string>,
  examples: readonly LabelledRow[] | null,
): Classifier {
  switch (kind) {
    case "type":
      return byClass(labels, TICKET_TYPES, kind, (text) => classifyType(text).type);
    case "priority":
      return byClass(labels, TICKET_PRIORITIES, kind, classifyPriority);
    case "question":
      return byScore(labels, kind, 0.5, ({ text }) => scoreQuestion(text));
    case "injection":
      return byScore(labels, kind, INJECTION_THRESHOLD, ({ text }) => scoreInjection(text));
    case "hidden":
      return byScore(labels, kind, HIDDEN_THRESHOLD, ({ text }) => scoreHiddenOrders(text));
    case "person":
      return byScore(labels, kind, PERSON_THRESHOLD, ({ text }) => scorePerson(text));
    case "duplicate":
      return byScore(labels, kind, DUPLICATE_THRESHOLD, ({ text, other }) =>
        scoreDuplicate(text, other ?? ""),
      );
    case "scope":
      return byExamples(labels, examples);
  }
}

/** Classes are told by the names that the set spells in its own way. */
function byClass(
  labels: ReadonlySet<string>,
  known: readonly string[],
  kind: SetKind,
  predict: (text: string) => string,
): Classifier {
  const spelled = new Map([...labels].map((label) => [toClass(label), label]));
  if (spelled.size < labels.size)
    throw new InvalidError(`A label is spelled in several ways: ${[...labels].sort().join(", ")}.`);
  const strange = [...spelled].filter(([name]) => !known.includes(name)).map(([, label]) => label);
  if (strange.length > 0)
    throw new InvalidError(
      `The labels do not fit "${kind}": ${strange.sort().slice(0, 5).join(", ")}. Known are ${known.join(", ")}; for others give example sentences with --examples FILE.`,
    );
  return {
    predict({ text }) {
      const predicted = predict(text);
      return { predicted: spelled.get(predicted) ?? predicted, score: null };
    },
    positive: null,
    threshold: null,
  };
}

function byScore(
  labels: ReadonlySet<string>,
  kind: YesNoKind,
  threshold: number,
  score: (row: LabelledRow) => number,
): Classifier {
  const positives = [...labels].filter((label) => isYes(kind, label));
  const negatives = [...labels].filter((label) => isNo(kind, label));
  const strange = [...labels].filter((label) => !positives.includes(label) && !negatives.includes(label));
  if (strange.length > 0 || positives.length > 1 || negatives.length > 1) {
    throw new InvalidError(`The labels do not fit "${kind}": ${[...labels].sort().join(", ")}.`);
  }
  const [positive = "1"] = positives;
  const [negative = `not ${positive}`] = negatives;
  return {
    positive,
    threshold,
    predict(row) {
      const value = score(row);
      return { predicted: value >= threshold ? positive : negative, score: value };
    },
  };
}

/** Below, a sentence counts as out of scope: of those that four bots were not built for, 75 to 89 of 100 lie there. */
const SCOPE_THRESHOLD = 0.26;

function byExamples(labels: ReadonlySet<string>, examples: readonly LabelledRow[] | null): Classifier {
  const fitting = examples?.filter(({ label }) => !isOutOfScope(label)) ?? [];
  if (fitting.length === 0) {
    throw new InvalidError("Scope needs example sentences of each label: give them with --examples FILE.");
  }
  const decide = learnScope(fitting);
  const outside = [...labels].find(isOutOfScope);
  const inside = [...labels].find(isInScope);
  return {
    positive: null,
    threshold: outside === undefined ? null : SCOPE_THRESHOLD,
    predict({ text }) {
      const { label, score } = decide(text);
      const isOutside = outside !== undefined && score < SCOPE_THRESHOLD;
      return { predicted: isOutside ? outside : (inside ?? label), score };
    },
  };
}
