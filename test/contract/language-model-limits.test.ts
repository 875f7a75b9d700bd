import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startModels, type Models } from "../standins/models/index.ts";
import { ADAPTERS, aChunk, aModelRequest, failureOf, patient } from "./language-models.ts";

let clock = 0;
let models: Models;

beforeAll(async () => {
  models = await startModels({ now: () => clock });
});
afterEach(() => {
  models.reset();
  models.requests.length = 0;
});
afterAll(() => models.close());

const long = Array.from({ length: 400 }, (_, index) => aChunk(100 + index, "All about drafts. ".repeat(300)));

/** Ids of the passages that the last request showed. */
function shown(): number[] {
  const prompt = JSON.stringify(models.requests.at(-1)?.body);
  return [...prompt.matchAll(/<data_passage id=\\"(\d+)\\">/g)].map(([, id]) => Number(id));
}

test.each(ADAPTERS)(
  "a prompt is kept within its budget, the best passages first ($name)",
  async ({ create }) => {
    const answer = await create(models).answer(aModelRequest({ chunks: long }), patient);

    expect(answer).toMatchObject({ outcome: "answered" });
    expect(models.requests.map((request) => request.status)).toEqual([200]);
    expect(shown().length).toBeGreaterThan(5);
    expect(shown()).toEqual(long.slice(0, shown().length).map((chunk) => chunk.chunkId));
    expect(answer.usage.inputTokens).toBeLessThan(60_000);
  },
);

/** More than any of the stand-in's models takes when it is sent whole, and little enough at half. */
const TOO_MUCH: Record<string, number> = { "claude-sonnet-5-5": 1.3, "gpt-6-sol": 0.5, "qwen3:8b": 0.035 };

test.each(ADAPTERS)(
  "a prompt that is too long all the same is sent again at half ($name)",
  async ({ create, model }) => {
    const count = Math.ceil(((TOO_MUCH[model] ?? 0) * 1_000_000) / 1_350);
    const chunks = Array.from({ length: count }, (_, index) =>
      aChunk(100 + index, "All about drafts. ".repeat(300)),
    );

    const adapter = create(models, { promptTokens: 100_000_000 });
    const answer = await adapter.answer(aModelRequest({ chunks }), patient);

    expect(models.requests.map((request) => request.status)).toEqual([400, 200]);
    expect(answer).toMatchObject({ outcome: "answered" });
    expect(shown().length).toBeGreaterThan(count * 0.3);
    expect(shown().length).toBeLessThan(count * 0.6);
  },
);

test.each(ADAPTERS)("a judge gets what fits, too ($name)", async ({ create, model }) => {
  const count = Math.ceil(((TOO_MUCH[model] ?? 0) * 1_000_000) / 1_350);
  const chunks = Array.from({ length: count }, (_, index) =>
    aChunk(100 + index, "All about drafts. ".repeat(300)),
  );
  const request = { question: "How?", answer: "So.", claims: [], chunks };

  const judged = await create(models, { promptTokens: 100_000_000 }).judge(request, patient);

  expect(models.requests.map((each) => each.status)).toEqual([400, 200]);
  expect(judged?.value).not.toBeNull();
});

test.each(ADAPTERS)("what is too long at half is for a person to mend ($name)", async ({ create }) => {
  models.failNext({ status: 413, times: 5 });

  const error = await failureOf(create(models).answer(aModelRequest(), patient));

  expect(error).toMatchObject({ retryable: false, message: expect.stringContaining("too long") });
  expect(models.requests).toHaveLength(2);
});

test("Claude reads the rules from the cache for an hour, and another workspace reads them too", async () => {
  clock += 24 * 60 * 60_000;
  const [claude] = ADAPTERS;
  const model = claude?.create(models);
  const cachedTokens = async (workspaceName: string): Promise<number> => {
    const answer = await model?.answer(aModelRequest({ workspaceName }), patient);
    return answer?.usage.cachedInputTokens ?? Number.NaN;
  };

  const first = await cachedTokens("Acme");
  clock += 4 * 60_000;
  const second = await cachedTokens("Acme");
  const neighbor = await cachedTokens("Other");
  clock += 50 * 60_000;
  const later = await cachedTokens("Acme");
  clock += 61 * 60_000;
  const expired = await cachedTokens("Acme");

  expect(first).toBe(0);
  expect(second).toBeGreaterThan(1_024);
  expect(neighbor).toBeGreaterThan(1_024);
  expect(neighbor).toBeLessThan(second);
  expect(later).toBe(second);
  expect(expired).toBe(0);
});

test("Claude's usage tells what was written for an hour, and it is charged so", async () => {
  clock += 3 * 60 * 60_000;
  const [claude] = ADAPTERS;
  const model = claude?.create(models);

  const first = await model?.answer(aModelRequest(), patient);
  const second = await model?.answer(aModelRequest(), patient);

  const read = second?.usage.cachedInputTokens ?? 0;
  const saved = (first?.usage.costUsd ?? 0) - (second?.usage.costUsd ?? 0);
  expect(saved).toBeCloseTo((read * (4 - 0.1)) / 1_000_000, 8);
});

test("OpenAI's models read the rules from the cache for half an hour and write no passages to it", async () => {
  clock += 24 * 60 * 60_000;
  const openAi = ADAPTERS.find(({ model }) => model === "gpt-6-sol");
  const model = openAi?.create(models);
  const usageOf = async (question: string): Promise<{ cached: number; cost: number }> => {
    const answer = await model?.answer(aModelRequest({ question }), patient);
    return { cached: answer?.usage.cachedInputTokens ?? 0, cost: answer?.usage.costUsd ?? 0 };
  };

  const first = await usageOf("How do I skip drafts?");
  clock += 20 * 60_000;
  const second = await usageOf("How do I skip photos?");
  clock += 31 * 60_000;
  const expired = await usageOf("How do I skip drafts?");

  expect(first.cached).toBe(0);
  expect(second.cached).toBeGreaterThan(1_024);
  expect(first.cost - second.cost).toBeCloseTo((second.cached * (2.5 - 0.2)) / 1_000_000, 8);
  expect(expired).toEqual(first);
});
