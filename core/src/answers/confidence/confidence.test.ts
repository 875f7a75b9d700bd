import { expect, test } from "vitest";
import type { KnowledgeHit } from "../../knowledge/index.ts";
import type { AnswerDraft, Judgement } from "../../ports.ts";
import { SHIPPED } from "./calibration.ts";
import { CONFIDENCE_FEATURES, confidenceFeatures } from "./confidence-features.ts";
import { estimateConfidence, judgeAgain } from "./confidence.ts";
import { aHit } from "../hit.fixture.ts";

const question = "How do I rotate the signing secret?";

const draft = (cited: KnowledgeHit | null, own = 0.9): AnswerDraft => ({
  markdown: "Open the console.",
  claims: [],
  citedChunkIds: cited ? [cited.chunkId] : [],
  selfConfidence: own,
  clarifyingQuestion: null,
  readings: [],
  needsPerson: null,
});

/** The answer's article in front of a field of others. */
function field(score: number, others: number[]): { best: KnowledgeHit; hits: KnowledgeHit[] } {
  const best = aHit({
    score,
    title: "Rotate the signing secret",
    text: "Rotate the signing secret twice a year.",
    signals: { vector: 0.6, titleLikeness: 0.7, softTitle: 0.9, softWords: 0.9, pairs: 0.8 },
  });
  return { best, hits: [best, ...others.map((rival) => aHit({ score: rival, title: "Other" }))] };
}

const judged = (shares: Partial<Judgement>): Judgement => ({
  grounded: 1,
  complete: 1,
  onPoint: 1,
  needsAccountAccess: false,
  ...shares,
});

const clear = field(
  16,
  Array.from({ length: 12 }, () => 6),
);
const close = field(
  16,
  Array.from({ length: 12 }, () => 15.5),
);

test("the shipped weights know every feature", () => {
  const used = [...Object.keys(SHIPPED.onTopic.weights), ...Object.keys(SHIPPED.right.weights)];
  expect([...new Set(used)].sort()).toEqual([...CONFIDENCE_FEATURES].sort());
  expect(Object.keys(SHIPPED.spreads).sort()).toEqual([...CONFIDENCE_FEATURES].sort());
  expect(SHIPPED.version).toMatch(/\S/);
});

test("an article far ahead of the field is surer than one of many", () => {
  const sure = estimateConfidence({
    question,
    hits: clear.hits,
    draft: draft(clear.best),
    modelKind: "offline",
  });
  const torn = estimateConfidence({
    question,
    hits: close.hits,
    draft: draft(close.best),
    modelKind: "offline",
  });

  expect(sure.score).toBeGreaterThan(torn.score + 0.2);
  expect(sure.version).toBe(SHIPPED.version);
});

test("the only article of a base is no sure answer to whatever is asked", () => {
  const poor = aHit({ score: 2, title: "Holidays", text: "We are closed on Sundays." });
  const { ahead } = confidenceFeatures({ question, hits: [poor], draft: draft(poor) });

  expect(ahead).toBeLessThan(0);
  expect(
    estimateConfidence({ question, hits: [poor], draft: draft(poor), modelKind: "offline" }).score,
  ).toBeLessThan(0.3);
});

test("what cites nothing is never believed, whoever says it", () => {
  const input = { question, hits: clear.hits, draft: draft(null, 1), judgement: judged({}) };

  expect(estimateConfidence({ ...input, modelKind: "anthropic" }).score).toBeLessThanOrEqual(0.1);
  expect(estimateConfidence({ ...input, hits: [], modelKind: "offline" }).score).toBeLessThanOrEqual(0.1);
});

test("a judge's doubt weighs more than its approval", () => {
  const score = (judgement: Judgement | null): number =>
    estimateConfidence({
      question,
      hits: clear.hits,
      draft: draft(clear.best),
      modelKind: "openai",
      judgement,
    }).parts["evidence"] ?? 0;
  const nobody = score(null);

  expect(score(judged({})) - nobody).toBeGreaterThan(0);
  expect(nobody - score(judged({ onPoint: 0.2 }))).toBeGreaterThan(3 * (score(judged({})) - nobody));
});

test("rules that see only words may doubt a little and approve nothing", () => {
  const score = (judgement: Judgement | null): number =>
    estimateConfidence({
      question,
      hits: clear.hits,
      draft: draft(clear.best),
      modelKind: "offline",
      judgement,
    }).score;

  expect(score(judged({}))).toBe(score(null));
  expect(score(judged({ complete: 0.2 }))).toBeLessThan(score(null));
});

test("a workspace's correction moves the score and names its version", () => {
  const input = { question, hits: close.hits, draft: draft(close.best), modelKind: "offline" } as const;
  const calibration = { version: "own-2", bias: 1, slope: -0.2, weights: { titleCovered: 0.3 } };

  const corrected = estimateConfidence({ ...input, calibration });

  expect(corrected.score).not.toBe(estimateConfidence(input).score);
  expect(corrected.parts["evidence"]).toBe(estimateConfidence(input).parts["evidence"]);
  expect(corrected.version).toBe("own-2");
});

test("every part is a number, also for a question in no language", () => {
  for (const odd of ["", "???", "\u{1F600}", "x".repeat(40_000)]) {
    const { parts, score } = estimateConfidence({
      question: odd,
      hits: clear.hits,
      draft: draft(clear.best),
      modelKind: "offline",
    });
    expect(Object.values(parts).every(Number.isFinite)).toBe(true);
    expect(score).toBeGreaterThanOrEqual(0);
  }
});

test("an earlier answer counts by today's weights, and as average where it did not know a feature yet", () => {
  const { parts } = estimateConfidence({
    question,
    hits: clear.hits,
    draft: draft(clear.best),
    modelKind: "offline",
  });
  const without = (names: readonly string[]) =>
    Object.fromEntries(Object.entries(parts).filter(([name]) => !names.includes(name)));
  const average = { titlesAsk: SHIPPED.means["titlesAsk"] ?? -1 };

  expect(judgeAgain(parts, { isOffline: true })?.evidence).toBeCloseTo(parts["evidence"] ?? 0, 2);
  const lacking = judgeAgain(without(["titlesAsk"]), { isOffline: true });
  expect(lacking?.parts).toMatchObject(average);
  expect(lacking?.evidence).toBe(judgeAgain({ ...parts, ...average }, { isOffline: true })?.evidence);
  expect(judgeAgain(without(CONFIDENCE_FEATURES), { isOffline: true })).toBeNull();
  expect(judgeAgain(without(["evidence"]), { isOffline: true })).toBeNull();
});

test("saying the same again and again makes nothing surer", () => {
  const lengthOf = (asked: string): number =>
    confidenceFeatures({ question: asked, hits: clear.hits, draft: draft(clear.best) }).questionLength;

  expect(lengthOf(`${question} `.repeat(200))).toBe(lengthOf(question));
  const long = Array.from({ length: 500 }, (_, i) => `word${i}`).join(" ");
  expect(lengthOf(long)).toBe(lengthOf(long.slice(0, 2_000)));
});
