/**
 * Learns the ranking from the dev questions of the evaluation bases and measures it by cross-validation and on bases
 * left out of the learning.
 *
 *   NATIVE_DATABASE_URL=postgres://... node test/evals/learn-ranking.ts [--write]
 *
 * The bases are imported into databases `eval_*` of that server and kept for the next run.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BASES } from "./bases.ts";
import { FAQ_BASES, isFaq, plainForm } from "./faq-bases.ts";
import { average, measure } from "./measure-ranking.ts";
import { collectExamples } from "./ranking-data.ts";
import type { Example } from "./ranking-data.ts";
import { findScale, learnRanking, scaled, scoresOf } from "./ranking-model.ts";
import type { Scored } from "./ranking-model.ts";

const RANKING = fileURLToPath(new URL("../../core/src/knowledge/ranking/", import.meta.url));

const server = process.env["NATIVE_DATABASE_URL"];
if (!server) throw new Error("NATIVE_DATABASE_URL is not set");
const examples: Example[] = [];
for (const base of [...BASES, ...FAQ_BASES]) examples.push(...(await collectExamples(server, base)));

const foldScores = crossScores((example) => String(example.fold));
report("5-fold", foldScores);
report(
  "base left out",
  crossScores(({ base }) => plainForm(base)),
);

if (process.argv.includes("--write")) {
  const model = learnRanking(examples);
  const scale = findScale(foldScores.filter(({ base }) => !isFaq(base)));
  console.log("scale", scale);
  const { weights, trees } = scaled(model, scale);
  writeFileSync(`${RANKING}first-ranking.json`, `${JSON.stringify(model.first, null, 2)}\n`);
  writeFileSync(`${RANKING}ranking-weights.json`, `${JSON.stringify(weights, null, 2)}\n`);
  const lines = trees.map((tree) => `  ${JSON.stringify(tree)}`);
  writeFileSync(`${RANKING}ranking-trees.json`, `[\n${lines.join(",\n")}\n]\n`);
}

/** Scores of every example by a model that learned from the other groups only. */
function crossScores(groupOf: (example: Example) => string): Scored[] {
  return [...new Set(examples.map(groupOf))].flatMap((group) => {
    const model = learnRanking(examples.filter((example) => groupOf(example) !== group));
    return examples
      .filter((example) => groupOf(example) === group)
      .map((example) => scoresOf(example, model));
  });
}

function report(title: string, scored: Scored[]): void {
  console.log(`\n${title}`);
  for (const bases of [BASES, FAQ_BASES]) {
    const rows = bases.map((name) => average(scored.filter(({ base }) => base === name).map(measure)));
    console.table(Object.fromEntries([...rows.map((row, i) => [bases[i], row]), ["mean", average(rows)]]));
  }
}
