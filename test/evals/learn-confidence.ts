/**
 * Learns the weights of the offline confidence from the dev questions and our own small bases and measures it: on bases
 * left out of the learning, in five folds over all bases, and on bases left out with the correction that a workspace
 * learns from its own outcomes.
 *
 *   NATIVE_DATABASE_URL=postgres://... node test/evals/learn-confidence.ts [--write]
 *
 * Run it after learn-ranking: its features rest on the ranking. The bases are imported into databases `eval_*` of that
 * server and kept for the next run.
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { auroc, calibrationError, coverageAt } from "@firstline/core/evaluation";
import type { Prediction } from "@firstline/core/evaluation";
import { correct, fitCalibration, guessUnread, searchLogOdds, sigmoid } from "@firstline/core/learn";
import type { Head, ShippedWeights, UnreadWeights } from "@firstline/core/learn";
import { ALL_BASES, BASES } from "./bases.ts";
import { AS_FOREIGN, collectJudged } from "./confidence-data.ts";
import type { Judged } from "./confidence-data.ts";
import { familyOf, isFaq } from "./faq-bases.ts";
import { fitHeads } from "./fit-confidence.ts";
import type { Heads } from "./fit-confidence.ts";
import { fitUnread } from "./fit-unread.ts";

const CONFIDENCE = fileURLToPath(new URL("../../core/src/answers/confidence/", import.meta.url));

const server = process.env["NATIVE_DATABASE_URL"];
if (!server) throw new Error("NATIVE_DATABASE_URL is not set");
const judged: Judged[] = [];
const foreign: Judged[] = [];
for (const base of ALL_BASES) {
  judged.push(...(await collectJudged(server, base)));
  foreign.push(...(await collectJudged(server, base, AS_FOREIGN)));
}
const usual = judged.filter(({ isUsual }) => isUsual);

const unseen = new Map(
  ALL_BASES.map((base) => [base, learn((seen) => familyOf(seen.base) !== familyOf(base))]),
);
const folds = [0, 1, 2, 3, 4].map((fold) => learn((example) => example.fold !== fold));
report("on bases left out of the learning", ({ base, parts }) => predict(unseen.get(base), parts));
report("in five folds over all bases", ({ fold, parts }) => predict(folds[fold], parts));
report("on bases left out, corrected by their own outcomes", withOwnOutcomes());

report("on bases left out, as questions in another language", asForeign(), foreign);

const shipped = toShipped(learn(() => true));
const unread = toLines(learnUnread(() => true));
console.log(shipped, unread);
if (process.argv.includes("--write")) {
  write("confidence-weights.json", shipped);
  write("unread-weights.json", unread);
}

function write(name: string, content: object): void {
  writeFileSync(`${CONFIDENCE}${name}`, `${JSON.stringify(content, null, 2)}\n`);
}

function learn(isSeen: (example: Judged) => boolean): Heads {
  return fitHeads(judged.filter(isSeen));
}

function learnUnread(isSeen: (example: Judged) => boolean): UnreadWeights {
  return fitUnread(
    judged.filter(isSeen).map(({ parts }) => parts),
    foreign.filter(isSeen).map(({ parts }) => parts),
  );
}

/** What is guessed and what it is weighed by have both not seen the base. */
function asForeign(): (example: Judged) => number {
  const lines = new Map(
    ALL_BASES.map((base) => [base, learnUnread((seen) => familyOf(seen.base) !== familyOf(base))]),
  );
  return ({ base, parts }) => predict(unseen.get(base), guessUnread(parts, lines.get(base)));
}

function predict(heads: Heads | undefined, parts: Judged["parts"]): number {
  return sigmoid(searchLogOdds(parts, heads));
}

/** Each fold of a base is scored with what its other folds taught, as if they were a workspace's outcomes. */
function withOwnOutcomes(): (example: Judged) => number {
  const outcomes = usual.map((example, ticketId) => ({
    example,
    outcome: {
      ticketId,
      isRight: example.isRight,
      weight: 1,
      parts: example.parts,
      evidence: searchLogOdds(example.parts, unseen.get(example.base)),
    },
  }));
  const scores = new Map<Judged, number>();
  for (const base of ALL_BASES) {
    const own = outcomes.filter(({ example }) => example.base === base);
    for (const fold of [0, 1, 2, 3, 4]) {
      const fitted = fitCalibration(
        own.filter(({ example }) => example.fold !== fold).map(({ outcome }) => outcome),
      );
      const correction = fitted?.correction ?? { bias: 0, slope: 0, weights: {} };
      for (const { example, outcome } of own)
        if (example.fold === fold)
          scores.set(example, sigmoid(correct(correction, outcome.evidence, outcome.parts)));
    }
  }
  return (example) => scores.get(example) ?? 0;
}

function report(title: string, scoreOf: (example: Judged) => number, examples = judged): void {
  console.log(`\n${title}`);
  const mix = examples.filter(({ isUsual }) => isUsual);
  const rows = ALL_BASES.map((base): [string, Judged[]] => [base, mix.filter((each) => each.base === base)]);
  const large = mix.filter(({ base }) => !isFaq(base));
  console.table(
    Object.fromEntries(
      [...rows, [`the ${BASES.length} large ones`, large] as const].map(([name, mine]) => [
        name,
        measure(mine, scoreOf),
      ]),
    ),
  );
}

function measure(mine: Judged[], scoreOf: (example: Judged) => number): Record<string, number> {
  const scored = mine.map((example) => ({ ...example, score: scoreOf(example) }));
  const against = (isTrue: (example: Judged) => boolean, among = scored): number =>
    auroc(among.map((example) => ({ score: example.score, isTrue: isTrue(example) })));
  const right: Prediction[] = scored.map(({ score, isRight }) => ({ score, isTrue: isRight }));
  const answerable = scored.filter(({ kind }) => kind === "answerable");
  const sure = right.filter(({ score }) => score >= 0.85);
  const figures = {
    right: share(right, ({ isTrue }) => isTrue),
    offered: share(answerable, ({ isOffered }) => isOffered),
    aurocRight: auroc(right),
    aurocAnswerable: against(({ kind }) => kind === "answerable"),
    aurocOnTopic: against(({ kind }) => kind !== "offtopic"),
    aurocOffTopic: against(
      ({ kind }) => kind === "answerable",
      scored.filter(({ kind }) => kind === "answerable" || kind === "offtopic"),
    ),
    calibrationError: calibrationError(right),
    at90: coverageAt(0.9, right),
    at95: coverageAt(0.95, right),
    from85: sure.length / right.length,
    rightFrom85: share(sure, ({ isTrue }) => isTrue),
  };
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value, 3)]));
}

function share<Item>(items: Item[], isTrue: (item: Item) => boolean): number {
  return items.filter(isTrue).length / Math.max(1, items.length);
}

function toLines(unread: UnreadWeights): UnreadWeights {
  const line = ({ bias, weights }: Head): Head => ({ bias: round(bias, 4), weights: rounded(weights) });
  const { ahead, spread, titlesNear, sentencesNear } = unread;
  return {
    ahead: line(ahead),
    spread: line(spread),
    titlesNear: line(titlesNear),
    sentencesNear: line(sentencesNear),
  };
}

/** The version follows from the weights, so that the same learning gives the same. */
function toShipped({ onTopic, right, bias, means, spreads }: Heads): ShippedWeights {
  const content = {
    onTopic: { bias: round(onTopic.bias, 4), weights: rounded(onTopic.weights) },
    right: { bias: round(right.bias, 4), weights: rounded(right.weights) },
    bias: round(bias, 4),
    means: rounded(means),
    spreads: rounded(spreads),
  };
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  return { version: `base-${hash.slice(0, 8)}`, ...content };
}

function rounded(values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, round(value, 4)]));
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
