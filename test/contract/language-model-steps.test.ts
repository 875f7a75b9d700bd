import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startModels, type Models } from "../standins/models/index.ts";
import { ADAPTERS, aChunk, aModelRequest, failureOf, patient } from "./language-models.ts";

let models: Models;

beforeAll(async () => {
  models = await startModels();
});
afterEach(() => {
  models.reset();
  models.requests.length = 0;
});
afterAll(() => models.close());

const chunks = [aChunk(41, "Pass --no-drafts."), aChunk(42, "Other."), aChunk(43, "More.")];
const thread = [{ sender: "member" as const, name: "Ana", text: "How do I skip drafts?" }];
const judging = { question: "How?", answer: "Pass `--no-drafts`.", claims: [], chunks };
const rewriting = { subject: "Drafts", thread, question: "And in version 2?" };
const trace = "Error: EPIPE\n    at write (export.js:4)";
const reporting = { subject: "Export stops", messages: [`It stops:\n${trace}`, "Version 2.4"] };
const classifying = { subject: "Refund", text: "There is a billing error, this is urgent" };

test.each(ADAPTERS)("classifies a message ($name)", async ({ create, model }) => {
  models.answerWith({
    type: "billing",
    priority: "urgent",
    sentiment: "negative",
    language: "EN",
    isQuestion: true,
    wantsPerson: false,
  });

  expect(await create(models).classify(classifying, patient)).toMatchObject({
    value: {
      type: "billing",
      priority: "urgent",
      sentiment: "negative",
      language: "en",
      isQuestion: true,
      wantsPerson: false,
    },
    usage: { model },
  });
});

test.each(ADAPTERS)("judges an answer by shares ($name)", async ({ create, model }) => {
  const shares = { grounded: 0.9, complete: 0.5, onPoint: 1, needsAccountAccess: true };
  models.answerWith({ unsupported: [], missing: ["the price"], ...shares });

  expect(await create(models).judge(judging, patient)).toMatchObject({ value: shares, usage: { model } });
});

test.each(ADAPTERS)(
  "a judgement out of range is none, and what it cost is known ($name)",
  async ({ create }) => {
    models.answerWith({
      unsupported: [],
      missing: [],
      grounded: 95,
      complete: 1,
      onPoint: 1,
      needsAccountAccess: false,
    });

    const judged = await create(models).judge(judging, patient);

    expect(judged?.value).toBeNull();
    expect(judged?.usage.inputTokens).toBeGreaterThan(0);
  },
);

test.each(ADAPTERS)("makes a follow-up stand on its own ($name)", async ({ create }) => {
  models.answerWith({ question: "How do I skip drafts in version 2?" });

  expect(await create(models).rewrite(rewriting, patient)).toMatchObject({
    value: "How do I skip drafts in version 2?",
  });
});

test.each(ADAPTERS)(
  "a question without a thread needs no rewriting and no call ($name)",
  async ({ create }) => {
    expect(await create(models).rewrite({ ...rewriting, thread: [] }, patient)).toBeNull();
    expect(models.requests).toHaveLength(0);
  },
);

test.each(ADAPTERS)("orders passages, and loses and invents none ($name)", async ({ create }) => {
  models.answerWith({ passageIds: [43, 7, 41, 43] });

  const order = await create(models).rerank({ question: "How?", chunks }, patient);

  expect(order).toMatchObject({ value: [43, 41, 42] });
});

test.each(ADAPTERS)("one passage is in order without a call ($name)", async ({ create }) => {
  const one = chunks.slice(0, 1);

  expect(await create(models).rerank({ question: "How?", chunks: one }, patient)).toBeNull();
  expect(models.requests).toHaveLength(0);
});

test.each(ADAPTERS)("takes a bug report apart ($name)", async ({ create, model }) => {
  const report = {
    title: "Export stops at 1000 rows",
    steps: ["Open the export", "Press Start"],
    expected: null,
    actual: "1000 rows",
    environment: [{ name: "Version", value: "2.4" }],
    errorTexts: [trace],
    suspectedArea: "export",
    severity: "high",
    missing: ["expected"],
  };
  models.answerWith(report);

  const described = await create(models).describeBug(reporting, patient);

  expect(described).toMatchObject({ value: report, usage: { model } });
  const prompt = JSON.stringify(models.requests.at(-1)?.body);
  expect(prompt.match(/<data_message/g)).toHaveLength(2);
});

test.each(ADAPTERS)("a report that is too long is sent in part ($name)", async ({ create }) => {
  const messages = ["First words. ".repeat(40_000), "Version 2.4"];

  expect(await create(models).describeBug({ subject: "Export", messages }, patient)).not.toBeNull();

  const prompt = JSON.stringify(models.requests.at(-1)?.body);
  expect(prompt).toContain("First words.");
  expect(prompt).toContain("Version 2.4");
  expect(prompt.length).toBeLessThan(150_000);
});

describe.each(ADAPTERS)("$name", ({ create }) => {
  const steps = {
    classify: () => create(models).classify(classifying, patient),
    judge: () => create(models).judge(judging, patient),
    rewrite: () => create(models).rewrite(rewriting, patient),
    rerank: () => create(models).rerank({ question: "How?", chunks }, patient),
    describeBug: () => create(models).describeBug(reporting, patient),
  };
  const each = Object.entries(steps);

  test.each(each)("%s follows the stand-in's strict form", async (_step, call) => {
    const result = await call();

    expect(result?.value).not.toBeNull();
    expect(models.requests.map((request) => request.status)).toEqual([200]);
  });

  test.each(each)("%s leaves it to the rules when the output is of no use", async (_step, call) => {
    models.malformed();

    expect(await call()).toMatchObject({ value: null, usage: { inputTokens: expect.any(Number) } });
  });

  test.each(each)("%s leaves it to the rules when the model refuses", async (_step, call) => {
    models.refuse();

    expect(await call()).toMatchObject({ value: null });
  });

  test.each(each)("%s says when the service is limiting us, and for how long", async (_step, call) => {
    models.failNext({ status: 429, retryAfter: 30, times: 5 });

    expect(await failureOf(call())).toMatchObject({ retryable: true, retryAfterSeconds: 30 });
  });
});

test.each(ADAPTERS.filter(({ model }) => model !== "qwen3:8b"))(
  "small steps are done with little thinking ($name)",
  async ({ create }) => {
    const adapter = create(models);

    await adapter.judge(judging, patient);
    await adapter.answer(aModelRequest(), patient);

    const [judged, answered] = models.requests.map(({ body }) => effortIn(body));
    expect(judged).toBe("low");
    expect(answered).toBeUndefined();
  },
);

test("a model that knows no effort is not asked for any", async () => {
  const [claude] = ADAPTERS;

  await claude?.create(models, { model: "claude-haiku-4-5" }).judge(judging, patient);

  expect(models.requests.map((request) => request.status)).toEqual([200]);
});

function effortIn(body: unknown): unknown {
  const { output_config, reasoning, reasoning_effort } = Object(body);
  return output_config?.effort ?? reasoning?.effort ?? reasoning_effort;
}
