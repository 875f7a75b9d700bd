import {
  findSaidPriority,
  measureClasses,
  priorityFeatures,
  TICKET_PRIORITIES,
  toPriority,
} from "@firstline/core/classify";
import type { LinearModel } from "@firstline/core/classify";
import { scoreHeldOut } from "./cross-validate.ts";
import { fitLinear } from "./fit-linear.ts";
import { readLines, textOf } from "./sets.ts";

const CLASSES: string[] = [...TICKET_PRIORITIES];
const OPTIONS = { classes: CLASSES, ridge: 1, minRows: 5, maxFeatures: 100 };
/** Between counting every report the same and every class the same: the rare ones matter more, but are rare. */
const RARITY = 0.6;

export function learnPriority(): LinearModel {
  const lines = readLines("bugs/dev/bugs.jsonl").filter((line) => CLASSES.includes(String(line["priority"])));
  const reports = lines.map((line) => {
    return {
      text: `${textOf(line, "title")}\n${textOf(line, "text")}`,
      label: textOf(line, "priority"),
      group: textOf(line, "id"),
    };
  });
  const counts = new Map(CLASSES.map((name) => [name, reports.filter(({ label }) => label === name).length]));
  const rows = reports.map(({ text, label, group }) => ({
    features: priorityFeatures(text),
    target: CLASSES.indexOf(label),
    weight: (reports.length / CLASSES.length / (counts.get(label) ?? 1)) ** RARITY,
    group,
  }));
  const { scores } = scoreHeldOut(rows, OPTIONS, 5);
  const print = (way: string, predict: (text: string, i: number) => string): void => {
    const outcomes = reports.map(({ text, label }, i) => ({ actual: label, predicted: predict(text, i) }));
    const { macroF1, accuracy } = measureClasses(outcomes);
    console.log(`  ${way}: macro F1 ${macroF1.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`);
  };
  console.log(`priority: ${rows.length} rows`);
  print("always normal", () => "normal");
  print("what is said alone", (text) => findSaidPriority(text) ?? "normal");
  print("signs alone", (_, i) => toPriority(scores[i] ?? []));
  print("what is said, else signs", (text, i) => findSaidPriority(text) ?? toPriority(scores[i] ?? []));
  return fitLinear(rows, OPTIONS);
}
