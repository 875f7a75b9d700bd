import { expect, test } from "vitest";
import { summarize } from "./summarize.ts";
import type { EvalRow } from "./summarize.ts";
import { toEvaluationJson } from "./to-json.ts";

const aRow = (row: Partial<EvalRow>): EvalRow => ({
  id: "1",
  question: "Why?",
  kind: null,
  answerable: true,
  gold: ["a"],
  ranked: ["a", "b"],
  confidence: 0.9,
  route: "resolve",
  happens: "clarify",
  isRight: true,
  answer: "Because.",
  citations: ["a"],
  failure: null,
  latencyMs: 10,
  tokensInput: 100,
  tokensOutput: 10,
  costUsd: 0.001,
  ...row,
});

test("figures are over the questions that they say something about", () => {
  const figures = summarize([
    aRow({}),
    aRow({ ranked: ["b", "a"], confidence: 0.75, route: "clarify", isRight: false, latencyMs: 30 }),
    aRow({ gold: [], answerable: false, confidence: 0.1, route: "escalate", isRight: false, latencyMs: 20 }),
    aRow({
      gold: [],
      answerable: false,
      kind: "underspecified",
      confidence: 0.95,
      isRight: false,
      latencyMs: 40,
    }),
  ]);

  expect(figures).toMatchObject({
    recallAt1: 0.5,
    recallAt5: 1,
    mrrAt10: 0.75,
    ndcgAt10: (1 + 1 / Math.log2(3)) / 2,
    auroc: 0.5,
    aurocRight: 2 / 3,
    shareResolve: 0.5,
    shareClarify: 0.25,
    shareEscalate: 0.25,
    shareClarifyUnderspecified: 0,
    precisionAutomatic: 0.5,
    latencyMsP50: 20,
    latencyMsP95: 40,
    tokensInput: 400,
    questions: 4,
  });
  expect(figures.costUsd).toBeCloseTo(0.004, 12);
});

test("a question that failed promised nothing, and an unknown price makes the sum unknown", () => {
  const figures = summarize([
    aRow({}),
    aRow({ confidence: null, route: "escalate", isRight: false, answer: null, costUsd: null }),
  ]);

  expect(figures).toMatchObject({ aurocRight: 1, costUsd: null });
  expect(figures.ece).toBeCloseTo(0.05, 12);
});

test("what no question says anything about is null, also in JSON", () => {
  const figures = summarize([aRow({ route: "clarify" })]);
  const json = toEvaluationJson({ figures, articles: 3, rows: [] });

  expect(json).toMatchObject({
    auroc: null,
    auroc_right: null,
    precision_automatic: null,
    recall_at_1: 1,
    articles: 3,
  });
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});
