import { setTimeout } from "node:timers/promises";
import { UpstreamError } from "@firstline/core";
import type { Ctx } from "@firstline/core";
import { evaluateKnowledge, makeScratchWorkspace, removeScratchWorkspace } from "@firstline/core/evaluation";
import type { Corpus, EvaluateInput, EvalQuestion } from "@firstline/core/evaluation";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { offlineModels, overloaded, scriptedModel, silentLog } from "../support/fakes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

const aCtx = (models: Partial<Ctx> = {}): Ctx => ({
  db: database.db,
  ...offlineModels(),
  embedder: createOfflineEmbedder(),
  log: silentLog,
  now: () => new Date("2026-11-22T12:00:00Z"),
  helpCenterUrl: null,
  code: null,
  modelTimeoutMs: 10_000,
  ...models,
});

function aCorpus(): Corpus {
  const texts = {
    tokens: "Choose Rotate to rotate the API token.",
    invoices: "Download invoices under Billing.",
  };
  async function* documents() {
    for (const [slug, content] of Object.entries(texts))
      yield {
        kind: "document" as const,
        line: 1,
        document: {
          path: slug,
          slug,
          title: slug,
          content,
          status: "published" as const,
          isBeta: false,
          audience: "everyone" as const,
          category: null,
          order: 0,
          url: null,
        },
      };
  }
  return { documents: documents(), known: new Set(Object.keys(texts)) };
}

const QUESTIONS: EvalQuestion[] = [
  { id: "q1", question: "How do I rotate the API token?", gold: ["tokens"], answerable: true, kind: null },
  { id: "q2", question: "Where are my invoices?", gold: ["invoices"], answerable: true, kind: null },
];

async function anInput(input: Partial<EvaluateInput> = {}): Promise<EvaluateInput> {
  return {
    workspaceId: await makeScratchWorkspace(database),
    corpus: aCorpus(),
    questions: QUESTIONS,
    gap: new Set(),
    onProgress: () => {},
    signal: new AbortController().signal,
    ...input,
  };
}

test("a question that the model fails at counts as handed over, and the others are asked all the same", async () => {
  const model = scriptedModel();
  model.next(overloaded(), {});
  const input = await anInput();

  const { rows } = await evaluateKnowledge(aCtx({ model, fastModel: model }), input);

  expect(rows).toHaveLength(2);
  const failed = rows.filter(({ failure }) => failure !== null);
  expect(failed).toMatchObject([
    { route: "escalate", confidence: null, isRight: false, failure: "Claude is overloaded." },
  ]);
  for (const { gold, ranked } of rows) expect(ranked[0]).toBe(gold[0]);
  expect(rows.find(({ failure }) => failure === null)).toMatchObject({
    answer: expect.stringContaining("Settings"),
    tokensInput: 1200,
    costUsd: 0.0012,
  });
});

test("what a failed question had cost by then is counted", async () => {
  const usage = { model: "m", inputTokens: 900, outputTokens: 40, cachedInputTokens: 0, costUsd: 0.003 };
  const broke = new UpstreamError("anthropic", "Its answer broke off.", { retryable: true, usage });
  const model = { ...scriptedModel(), answer: () => Promise.reject(broke) };

  const { rows } = await evaluateKnowledge(aCtx({ model, fastModel: model }), await anInput());

  for (const row of rows)
    expect(row).toMatchObject({
      failure: "Its answer broke off.",
      tokensInput: 900,
      tokensOutput: 40,
      costUsd: 0.003,
    });
});

test("a model that is gone for good leaves the figures of the search", async () => {
  const gone = new UpstreamError("anthropic", "The key is not valid.", { retryable: false });
  const model = { ...scriptedModel(), answer: () => Promise.reject(gone) };

  const { rows } = await evaluateKnowledge(aCtx({ model, fastModel: model }), await anInput());

  expect(rows.map(({ failure }) => failure)).toEqual(["The key is not valid.", "The key is not valid."]);
  expect(rows.map(({ ranked }) => ranked[0])).toEqual(["tokens", "invoices"]);
});

test("progress is told from the import to the last question", async () => {
  const told: [number, number][] = [];
  const input = await anInput({ onProgress: (asked, articles) => told.push([asked, articles]) });

  await evaluateKnowledge(aCtx(), input);

  expect(told).toEqual([
    [0, 2],
    [1, 2],
    [2, 2],
  ]);
});

test("a stopped evaluation ends with the reason", async () => {
  const stop = new AbortController();
  const input = await anInput({ signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) });

  await expect(evaluateKnowledge(aCtx(), input)).rejects.toThrow("enough");
});

test("a stopped evaluation ends when the questions that it was at have ended, and asks nothing behind its end", async () => {
  const stop = new AbortController();
  const model = scriptedModel();
  const questions = Array.from({ length: 15 }, (_, n) =>
    QUESTIONS.map((question) => ({ ...question, id: `${question.id}-${n}` })),
  ).flat();
  const onProgress = (asked: number): void => {
    if (asked > 0) stop.abort(new Error("enough"));
  };
  const input = await anInput({ signal: stop.signal, questions, onProgress });

  await expect(evaluateKnowledge(aCtx({ model, fastModel: model }), input)).rejects.toThrow("enough");
  const asked = model.requests.length;
  await setTimeout(1_500);

  expect(model.requests).toHaveLength(asked);
  expect(asked).toBeLessThan(questions.length);
});

test("a scratch workspace goes with everything in it, and others stay", async () => {
  const input = await anInput();
  const other = await anInput();
  await evaluateKnowledge(aCtx(), input);
  await evaluateKnowledge(aCtx(), other);

  await removeScratchWorkspace(database, input.workspaceId);

  const articlesOf = (workspaceId: number) =>
    database.db.select().from(schema.articles).where(eq(schema.articles.workspaceId, workspaceId));
  expect(await articlesOf(input.workspaceId)).toEqual([]);
  expect(await articlesOf(other.workspaceId)).toHaveLength(2);
});
