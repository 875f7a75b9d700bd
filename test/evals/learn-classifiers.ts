/**
 * Learns the small linear models of core/src/classify from the sets in the data folder and prints how well they do on
 * what they did not see. `node test/evals/learn-classifiers.ts [--write] [name ...]`
 */
import { writeFileSync } from "node:fs";
import type { LinearModel, ModelName } from "@firstline/core/classify";
import { learnDuplicate } from "./classify/learn-duplicate.ts";
import { learnInjection } from "./classify/learn-injection.ts";
import { learnPerson } from "./classify/learn-person.ts";
import { learnPriority } from "./classify/learn-priority.ts";
import { learnQuestion } from "./classify/learn-question.ts";
import { learnType } from "./classify/learn-type.ts";
import { measureHidden } from "./classify/measure-hidden.ts";
import { measureScope } from "./classify/measure-scope.ts";

const LEARNERS: Record<ModelName, () => LinearModel> = {
  type: learnType,
  priority: learnPriority,
  question: learnQuestion,
  person: learnPerson,
  injection: learnInjection,
  duplicate: learnDuplicate,
};

const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
for (const [name, learn] of Object.entries(LEARNERS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const model = learn();
  const json = toJson(model);
  console.log(`  ${Object.keys(model.weights).length} features, ${Math.round(json.length / 1024)} KB`);
  if (!process.argv.includes("--write")) continue;
  writeFileSync(new URL(`../../core/src/classify/weights/${name}.json`, import.meta.url), json);
}

if (asked.length === 0 || asked.includes("scope")) measureScope();
if (asked.length === 0 || asked.includes("hidden")) measureHidden();

/** A feature a line, so that a change of the weights can be read. */
function toJson({ weights, ...head }: LinearModel): string {
  const row = (values: readonly unknown[]): string =>
    `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
  const lines = Object.entries(weights).map(
    ([name, values]) => `    ${JSON.stringify(name)}: ${row(values)}`,
  );
  return [
    "{",
    `  "classes": ${row(head.classes)},`,
    `  "scale": ${head.scale},`,
    `  "bias": ${row(head.bias)},`,
    `  "weights": {\n${lines.join(",\n")}\n  }`,
    "}\n",
  ].join("\n");
}
