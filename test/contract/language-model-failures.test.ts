import { setTimeout as sleep } from "node:timers/promises";
import { createAnthropicModel, createOpenAiModel } from "@firstline/core/adapters";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startModels, type Models } from "../standins/models/index.ts";
import { ADAPTERS, aModelRequest, failureOf, patient } from "./language-models.ts";

let models: Models;

beforeAll(async () => {
  models = await startModels();
});
afterEach(() => {
  models.reset();
  models.requests.length = 0;
});
afterAll(() => models.close());

describe.each(ADAPTERS)("$name", ({ create }) => {
  test.each([429, 500, 529])("one failure with %d is overcome", async (status) => {
    models.failNext({ status });

    expect(await create(models).answer(aModelRequest(), patient)).toMatchObject({ outcome: "answered" });
    expect(models.requests.map((request) => request.status)).toEqual([status, 200]);
  });
});

test.each(ADAPTERS)(
  "a service that stays overloaded is worth another try later ($name)",
  async ({ create }) => {
    models.failNext({ status: 529, times: 10 });

    const error = await failureOf(create(models).answer(aModelRequest(), patient));

    expect(error.retryable).toBe(true);
    expect(error.message).toContain("529");
    expect(models.requests).toHaveLength(2);
  },
);

test.each(ADAPTERS)("a long wait is left to the job and its length handed on ($name)", async ({ create }) => {
  models.failNext({ status: 429, retryAfter: 30, times: 10 });

  const error = await failureOf(create(models).answer(aModelRequest(), patient));

  expect(error).toMatchObject({ retryable: true, retryAfterSeconds: 30 });
  expect(models.requests).toHaveLength(1);
});

test.each(ADAPTERS)("a wrong key is for a person to mend ($name)", async ({ create }) => {
  const error = await failureOf(create(models, { apiKey: "sk-wrong" }).answer(aModelRequest(), patient));

  expect(error.retryable).toBe(false);
  expect(error.message).toMatch(/API key.*configured/);
  expect(error.message).not.toContain("sk-wrong");
  expect(error.cause).toBeInstanceOf(Error);
  expect(models.requests).toHaveLength(1);
});

test.each(ADAPTERS)("an unknown model is named ($name)", async ({ create }) => {
  const error = await failureOf(create(models, { model: "old-model" }).answer(aModelRequest(), patient));

  expect(error.retryable).toBe(false);
  expect(error.message).toContain('"old-model"');
});

test.each(ADAPTERS)("money that is used up is not waited for ($name)", async ({ create }) => {
  models.failNext({ status: 429, code: "insufficient_quota", times: 10 });

  const error = await failureOf(create(models, { maxRetries: 0 }).answer(aModelRequest(), patient));

  expect(error).toMatchObject({ retryable: false, message: expect.stringContaining("credit") });
});

test.each(ADAPTERS)(
  "a service that does not answer in time is worth another try ($name)",
  async ({ create }) => {
    models.hang(5_000);

    const error = await failureOf(create(models, { timeoutMs: 200 }).answer(aModelRequest(), patient));

    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining("0.2 seconds") });
  },
);

test.each(ADAPTERS)("an answer that breaks off is worth another try ($name)", async ({ create }) => {
  models.cutStream(40);

  const error = await failureOf(create(models).answer(aModelRequest(), patient));

  expect(error).toMatchObject({ retryable: true, message: expect.stringContaining("broke off") });
});

test.each(ADAPTERS)("an abort stops the request at once ($name)", async ({ create }) => {
  models.hang(5_000);
  const stop = new AbortController();
  const started = performance.now();

  const answer = failureOf(create(models).answer(aModelRequest(), stop.signal));
  await sleep(100);
  stop.abort();
  const error = await answer;

  expect(error.message).toContain("stopped");
  expect(performance.now() - started).toBeLessThan(2_000);
  await sleep(50);
  expect(models.requests.map((request) => request.status)).toEqual([0]);
});

test("a server without a key is spoken to without one", async () => {
  const baseUrl = models.openAiUrl;
  const model = createOpenAiModel({ apiKey: null, baseUrl, model: "qwen3:8b" });

  const error = await failureOf(model.answer(aModelRequest(), patient));

  expect(error.message).toContain("The model server rejected the API key");
});

test("an address where nothing listens is worth another try", async () => {
  const model = createAnthropicModel({
    apiKey: "k",
    baseUrl: "http://127.0.0.1:9",
    model: "claude-sonnet-5-5",
  });

  expect(await failureOf(model.answer(aModelRequest(), patient))).toMatchObject({ retryable: true });
});
