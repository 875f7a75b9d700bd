/**
 * Learns the weights of the offline confidence from the dev questions and measures it on bases left out.
 *
 *   NATIVE_DATABASE_URL=postgres://... node test/evals/learn-confidence.ts [--write]
 *
 * Run it after learn-ranking: its features rest on the ranking.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { auroc, calibrationError, coverageAt } from "@firstline/core/evaluation";
import type { Prediction } from "@firstline/core/evaluation";
import { CONFIDENCE_FEATURES } from "@firstline/core/learn";
import { BASES } from "./bases.ts";
import { collectJudged } from "./confidence-data.ts";
import { fitLogistic, predict } from "./fit-confidence.ts";
import type { Judged } from "./fit-confidence.ts";

const WEIGHTS = fileURLToPath(new URL("../../core/src/answers/confidence-weights.json", import.meta.url));
const DECAY = 0.0005;
/** A usual mix: what share of the questions is of each kind. */
const MIX = { answerable: 0.65, unanswerable: 0.1, gap: 0.05, offtopic: 0.2 } as const;

const server = process.env["NATIVE_DATABASE_URL"];
if (!server) throw new Error("NATIVE_DATABASE_URL is not set");
const judged: Judged[] = [];
for (const base of BASES) judged.push(...weighted(await collectJudged(server, base)));

const unseen = new Map<Judged, number>();
for (const base of BASES) {
  const model = fitLogistic(
    judged.filter((example) => example.base !== base),
    DECAY,
  );
  for (const example of judged) if (example.base === base) unseen.set(example, predict(model, example.row));
}
console.log("on bases left out of the learning");
console.table(
  Object.fromEntries([...BASES.map((base) => [base, measureBase(base)]), ["all", measureBase(null)]]),
);

const model = fitLogistic(judged, DECAY);
const weights = Object.fromEntries(
  CONFIDENCE_FEATURES.map((name, k) => [name, round(model.weights[k] ?? 0)]),
);
const result = { bias: round(model.bias), ...weights };
console.log(result);
if (process.argv.includes("--write")) writeFileSync(WEIGHTS, `${JSON.stringify(result, null, 2)}\n`);

/** Every base counts the same, and within it every kind has its share of the usual mix. */
function weighted(examples: Judged[]): Judged[] {
  const counts = Map.groupBy(examples, ({ kind }) => kind);
  return examples.map((example) => ({
    ...example,
    weight: MIX[example.kind] / (counts.get(example.kind)?.length ?? 1),
  }));
}

function measureBase(base: string | null) {
  const mine = judged.filter((example) => base === null || example.base === base);
  const predictions = mine.map((example): Prediction => ({
    score: unseen.get(example) ?? 0,
    isTrue: example.isRight,
  }));
  const onTopic = mine.map((example): Prediction => ({
    score: unseen.get(example) ?? 0,
    isTrue: example.kind !== "offtopic",
  }));
  const sure = predictions.filter(({ score }) => score >= 0.85);
  return {
    right: round(predictions.filter(({ isTrue }) => isTrue).length / predictions.length),
    aurocRight: round(auroc(predictions)),
    aurocOnTopic: round(auroc(onTopic)),
    calibrationError: round(calibrationError(predictions)),
    at95: round(coverageAt(0.95, predictions)),
    from85: round(sure.length / predictions.length),
    rightFrom85: round(sure.filter(({ isTrue }) => isTrue).length / Math.max(1, sure.length)),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
