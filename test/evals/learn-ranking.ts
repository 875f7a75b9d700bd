/**
 * Learns the ranking's weights from the dev questions of the evaluation bases and measures them by cross-validation
 * and on bases left out of the learning.
 *
 *   NATIVE_DATABASE_URL=postgres://... node test/evals/learn-ranking.ts [--write]
 *
 * The bases are imported into databases `eval_*` of that server and kept for the next run.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FEATURES } from "@firstline/core/learn";
import { BASES } from "./bases.ts";
import { fitRanking, measure } from "./fit-ranking.ts";
import type { Example, FitOptions, Measured } from "./fit-ranking.ts";
import { collectExamples } from "./ranking-data.ts";

const WEIGHTS = fileURLToPath(new URL("../../core/src/knowledge/ranking-weights.json", import.meta.url));
const OPTIONS: FitOptions = {
  decay: 0.01,
  steps: 80,
  rate: 0.08,
  mayBeNegative: new Set([FEATURES.indexOf("length"), FEATURES.indexOf("titleLength")]),
};

const server = process.env["NATIVE_DATABASE_URL"];
if (!server) throw new Error("NATIVE_DATABASE_URL is not set");
const examples: Example[] = [];
for (const base of BASES) examples.push(...(await collectExamples(server, base)));

report(
  "5-fold",
  crossValidate((example) => String(example.fold)),
);
report(
  "base left out",
  crossValidate((example) => example.base),
);
const weights = fitRanking(examples, OPTIONS);
const named = Object.fromEntries(
  FEATURES.map((name, k) => [name, Math.round((weights[k] ?? 0) * 1000) / 1000]),
);
console.log(named);
if (process.argv.includes("--write")) writeFileSync(WEIGHTS, `${JSON.stringify(named, null, 2)}\n`);

function crossValidate(groupOf: (example: Example) => string): Measured[] {
  const results = new Map<Example, Measured>();
  for (const group of new Set(examples.map(groupOf))) {
    const learned = fitRanking(
      examples.filter((example) => groupOf(example) !== group),
      OPTIONS,
    );
    for (const example of examples)
      if (groupOf(example) === group) results.set(example, measure(example, learned));
  }
  return examples.map(
    (example) => results.get(example) ?? { recall1: 0, recall5: 0, recall10: 0, ndcg10: 0 },
  );
}

function report(title: string, results: Measured[]): void {
  const rows = BASES.map((base) => average(results.filter((_, i) => examples[i]?.base === base)));
  console.log(`\n${title}`);
  console.table(Object.fromEntries([...rows.map((row, i) => [BASES[i], row]), ["mean", average(rows)]]));
}

function average(results: Measured[]): Measured {
  const mean = (key: keyof Measured): number =>
    Math.round((results.reduce((sum, result) => sum + result[key], 0) / results.length) * 1e4) / 1e4;
  return {
    recall1: mean("recall1"),
    recall5: mean("recall5"),
    recall10: mean("recall10"),
    ndcg10: mean("ndcg10"),
  };
}
