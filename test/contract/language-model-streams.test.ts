import { createAnthropicModel } from "@firstline/core/adapters";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startModels, type Models } from "../standins/models/index.ts";
import { ADAPTERS, aForm, aModelRequest, failureOf, patient } from "./language-models.ts";

let models: Models;

beforeAll(async () => {
  models = await startModels();
});
afterEach(() => {
  models.reset();
  models.requests.length = 0;
});
afterAll(() => models.close());

test.each(ADAPTERS)("the answer is heard while it is written ($name)", async ({ create }) => {
  models.pace(3);
  const heard: { markdown: string; isDone: boolean }[] = [];
  let isDone = false;

  const answer = await create(models).answer(aModelRequest(), patient, (markdown) =>
    heard.push({ markdown, isDone }),
  );
  isDone = true;

  const texts = heard.map(({ markdown }) => markdown);
  expect(texts.length).toBeGreaterThan(3);
  expect(texts).toEqual(texts.toSorted((a, b) => a.length - b.length));
  expect(texts.at(-1)).toBe("Pass --no-drafts to the import. It then takes only published pages.");
  expect(answer).toMatchObject({ outcome: "answered", draft: { markdown: texts.at(-1) } });
});

test.each(ADAPTERS)("nothing is heard of output that is no answer ($name)", async ({ create }) => {
  models.malformed();
  const heard: string[] = [];

  await create(models).answer(aModelRequest(), patient, (markdown) => heard.push(markdown));

  expect(heard).toEqual([]);
});

test.each(ADAPTERS)("a streamed answer is charged like a plain one ($name)", async ({ create }) => {
  const answer = await create(models).answer(aModelRequest(), patient);

  const [request] = models.requests;
  expect(request?.body).toMatchObject({ stream: true });
  expect(answer.usage.inputTokens).toBeGreaterThan(1000);
  expect(answer.usage.outputTokens).toBeGreaterThan(10);
});

test.each(ADAPTERS)(
  "a stream that stands still is given up and worth another try ($name)",
  async ({ create }) => {
    models.stallStream(700);
    const started = performance.now();

    const error = await failureOf(create(models, { stallMs: 150 }).answer(aModelRequest(), patient));

    expect(error).toMatchObject({
      retryable: true,
      message: expect.stringContaining("stopped in the middle"),
    });
    expect(performance.now() - started).toBeLessThan(3_000);
  },
);

describe.each(ADAPTERS)("$name", ({ create }) => {
  test.each([
    ["overloaded", "overloaded or failing"],
    ["limited", "limiting our requests"],
  ] as const)("a service that turns out %s in mid-answer is worth another try", async (kind, message) => {
    models.failStream(kind, 6);

    const error = await failureOf(create(models).answer(aModelRequest(), patient));

    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining(message) });
    expect(models.requests).toHaveLength(1);
  });

  test.each([200, 600, 1_200])("a stream that is cut after %i bytes is worth another try", async (bytes) => {
    models.answerWith({ ...aForm, needsPerson: "x".repeat(2_000) });
    models.cutStream(bytes);

    const error = await failureOf(create(models).answer(aModelRequest(), patient));

    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining("broke off") });
  });
});

test.each<[string, () => void]>([
  ["is cut", () => models.cutStream(1_200)],
  ["stands still", () => models.stallStream(1_200)],
  ["ends with an error", () => models.failStream("overloaded", 6)],
])("an answer of Claude that %s costs what its beginning said", async (_how, script) => {
  models.answerWith({ ...aForm, needsPerson: "x".repeat(2_000) });
  script();
  const { apiKey, anthropicUrl: baseUrl } = models;
  const claude = createAnthropicModel({ apiKey, baseUrl, model: "claude-sonnet-5-5", stallMs: 150 });

  const error = await failureOf(claude.answer(aModelRequest(), patient));

  expect(error.usage).toMatchObject({ model: "claude-sonnet-5-5", outputTokens: 1 });
  expect(error.usage?.inputTokens).toBeGreaterThan(1_000);
  expect(error.usage?.costUsd).toBeGreaterThan(0);
});
