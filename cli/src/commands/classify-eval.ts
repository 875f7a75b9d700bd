import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { InvalidError, messageOf } from "@firstline/core";
import { evaluateSet, parseRows } from "@firstline/core/classify";
import type { LabelledRow, SetEvaluation, SetKind } from "@firstline/core/classify";
import { describeClasses } from "../describe-classes.ts";

export type ClassifyEvalOptions = { tickets: string; kind?: SetKind; examples?: string; json?: boolean };

/** Needs neither settings nor a database: the classifiers are part of the program. */
export async function runClassifyEval(options: ClassifyEvalOptions): Promise<number> {
  const rows = await readRows(options.tickets);
  const examples = options.examples === undefined ? undefined : await readRows(options.examples);
  const evaluation = evaluateSet({ rows, name: basename(options.tickets), kind: options.kind, examples });
  console.log(options.json ? JSON.stringify(toJson(evaluation), null, 2) : describeClasses(evaluation));
  return 0;
}

async function readRows(file: string): Promise<LabelledRow[]> {
  let content: string;
  try {
    content = await readFile(file, "utf8");
  } catch (cause) {
    throw new InvalidError(`${file} cannot be read (${messageOf(cause)}).`, { cause });
  }
  return parseRows(content, file);
}

/** Names and meaning stay as they are: other programs read them. */
function toJson({ kind, figures, auroc, threshold, rows }: SetEvaluation) {
  const classes = Object.entries(figures.classes).map(([name, { precision, recall, f1, rows: count }]) => [
    name,
    { precision: round(precision), recall: round(recall), f1: round(f1), rows: count },
  ]);
  return {
    kind,
    rows: figures.rows,
    accuracy: round(figures.accuracy),
    macro_f1: round(figures.macroF1),
    auroc: auroc === null ? null : round(auroc),
    threshold,
    classes: Object.fromEntries(classes),
    confusion: figures.confusion,
    predictions: rows.map(({ line, text, other, label, predicted, score }) => ({
      line,
      ...(other === null ? { text } : { a: text, b: other }),
      label,
      predicted,
      score: score === null ? null : round(score),
    })),
  };
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
