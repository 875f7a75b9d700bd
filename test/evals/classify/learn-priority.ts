import { measureClasses, priorityFeatures, TICKET_PRIORITIES } from "@firstline/core/classify";
import type { LinearModel } from "@firstline/core/classify";
import { indexOfMost, scoreHeldOut } from "./cross-validate.ts";
import { fitLinear } from "./fit-linear.ts";
import { readLines, textOf } from "./sets.ts";

const CLASSES: string[] = [...TICKET_PRIORITIES];
const OPTIONS = { classes: CLASSES, ridge: 1, minRows: 5, maxFeatures: 100 };
/** Between counting every report the same and every class the same: the rare ones matter more, but are rare. */
const RARITY = 0.6;

export function learnPriority(): LinearModel {
  const lines = readLines("bugs/dev/bugs.jsonl").filter((line) => CLASSES.includes(String(line["priority"])));
  const actual = lines.map((line) => textOf(line, "priority"));
  const counts = new Map(CLASSES.map((name) => [name, actual.filter((label) => label === name).length]));
  const rows = lines.map((line, i) => {
    const label = actual[i] ?? "";
    return {
      features: priorityFeatures(`${textOf(line, "title")}\n${textOf(line, "text")}`),
      target: CLASSES.indexOf(label),
      weight: (lines.length / CLASSES.length / (counts.get(label) ?? 1)) ** RARITY,
      group: textOf(line, "id"),
    };
  });
  const { scores } = scoreHeldOut(rows, OPTIONS, 5);
  const figures = measureClasses(
    rows.map((_, i) => ({ actual: actual[i] ?? "", predicted: CLASSES[indexOfMost(scores[i] ?? [])] ?? "" })),
  );
  const majority = measureClasses(actual.map((label) => ({ actual: label, predicted: "normal" })));
  console.log(`priority: ${rows.length} rows`);
  console.log(`  macro F1 ${figures.macroF1.toFixed(3)}, accuracy ${figures.accuracy.toFixed(3)}`);
  console.log(
    `  always normal: macro F1 ${majority.macroF1.toFixed(3)}, accuracy ${majority.accuracy.toFixed(3)}`,
  );
  return fitLinear(rows, OPTIONS);
}
