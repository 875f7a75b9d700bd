import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startModels, type Models } from "../standins/models/index.ts";
import { ADAPTERS, aForm, aModelRequest, patient } from "./language-models.ts";

let models: Models;

beforeAll(async () => {
  models = await startModels();
});
afterEach(() => {
  models.reset();
  models.requests.length = 0;
});
afterAll(() => models.close());

test.each(ADAPTERS)("answers from the passages and cites them ($name)", async ({ create, path }) => {
  const answer = await create(models).answer(aModelRequest(), patient);

  expect(models.requests.map((request) => request.path)).toEqual([path]);
  expect(answer).toMatchObject({
    outcome: "answered",
    draft: {
      markdown: "Pass --no-drafts to the import. It then takes only published pages.",
      claims: [
        {
          statement: "Pass --no-drafts to the import.",
          chunkId: 41,
          excerpt: "Pass --no-drafts to the import.",
        },
        {
          statement: "It then takes only published pages.",
          chunkId: 41,
          excerpt: "It then takes only published pages.",
        },
      ],
      citedChunkIds: [41],
      selfConfidence: 0.9,
      clarifyingQuestion: null,
      needsPerson: null,
    },
  });
});

test.each(ADAPTERS)(
  "names itself, and reports the model, the tokens and the cost ($name)",
  async ({ create, model }) => {
    const adapter = create(models);

    const { usage } = await adapter.answer(aModelRequest(), patient);

    expect(adapter.name).toBe(model);
    expect(usage.model).toBe(model);
    expect(usage.inputTokens).toBeGreaterThan(1000);
    expect(usage.outputTokens).toBeGreaterThan(10);
    expect(usage.costUsd === null).toBe(model === "qwen3:8b");
    expect(usage.costUsd ?? 1).toBeGreaterThan(0);
  },
);

test.each(ADAPTERS)(
  "drops evidence from passages that were not in the request ($name)",
  async ({ create }) => {
    const statements = [7, 42, 41, 42].map((passageId) => ({
      passageId,
      excerpt: "Pass",
      markdown: "Use it.",
    }));
    models.answerWith({ ...aForm, statements });

    expect(await create(models).answer(aModelRequest(), patient)).toMatchObject({
      draft: {
        markdown: "Use it. Use it. Use it. Use it.",
        claims: [{ chunkId: 42 }, { chunkId: 41 }, { chunkId: 42 }],
        citedChunkIds: [42, 41],
      },
    });
  },
);

test.each(ADAPTERS)("passes on the question back and what needs a person ($name)", async ({ create }) => {
  const readings = ["Version 1", "Version 2"];
  models.answerWith({ ...aForm, clarifyingQuestion: "Which version?", readings, needsPerson: "Refund it." });

  const answer = await create(models).answer(aModelRequest(), patient);

  expect(answer).toMatchObject({
    draft: { clarifyingQuestion: "Which version?", readings, needsPerson: "Refund it." },
  });
});

test.each(ADAPTERS)("classifies a ticket ($name)", async ({ create, model }) => {
  const request = { subject: "Refund", text: "There is a billing error, this is urgent" };

  const classification = await create(models).classify(request, patient);

  expect(classification).toMatchObject({
    value: { type: "billing", priority: "urgent" },
    usage: { model: model },
  });
});

test.each(ADAPTERS)(
  "leaves the class to the rules when the model does not give one ($name)",
  async ({ create }) => {
    models.malformed();

    const classification = await create(models).classify({ subject: "a", text: "b" }, patient);

    expect(classification).toMatchObject({ value: null, usage: { inputTokens: expect.any(Number) } });
  },
);

test.each(ADAPTERS)("a refusal is an outcome ($name)", async ({ create, model }) => {
  models.refuse();

  expect(await create(models).answer(aModelRequest(), patient)).toMatchObject({
    outcome: "refused",
    usage: { model: model },
  });
});

test.each(ADAPTERS)(
  "output that ends early is malformed, and what it cost is known ($name)",
  async ({ create }) => {
    models.truncate();

    const answer = await create(models).answer(aModelRequest(), patient);

    expect(answer).toMatchObject({ outcome: "malformed", detail: expect.stringContaining("ended early") });
    expect(answer.usage.outputTokens).toBeGreaterThan(0);
  },
);

describe.each(ADAPTERS)("$name", ({ create }) => {
  test.each([
    ["prose", "I would rather talk.", "not JSON"],
    ["nothing", "", "empty"],
    ["a wrong shape", { text: "hi" }, "statements"],
    ["an impossible confidence", { ...aForm, selfConfidence: 90 }, "between 0 and 1"],
    ["an answer without statements", { ...aForm, statements: [] }, "empty"],
    [
      "an empty answer",
      { ...aForm, statements: [{ passageId: null, excerpt: null, markdown: " " }] },
      "empty",
    ],
  ])("%s is malformed, and what it cost is known", async (_what, output, detail) => {
    models.answerWith(output);

    const answer = await create(models).answer(aModelRequest(), patient);

    expect(answer).toMatchObject({ outcome: "malformed", detail: expect.stringContaining(detail) });
    expect(answer.usage.inputTokens).toBeGreaterThan(0);
  });
});

test.each(ADAPTERS)("JSON in a code fence is read ($name)", async ({ create }) => {
  models.answerWith(`Here it is:\n\`\`\`json\n${JSON.stringify(aForm)}\n\`\`\``);

  expect(await create(models).answer(aModelRequest(), patient)).toMatchObject({ outcome: "answered" });
});

test.each(ADAPTERS)(
  "the second answer for a workspace reads the rules from the cache ($name)",
  async ({ create, path }) => {
    const model = create(models);
    const workspaceName = `Workspace of ${path}`;

    const first = await model.answer(aModelRequest({ workspaceName }), patient);
    const second = await model.answer(
      aModelRequest({ workspaceName, question: "And how do I undo it?" }),
      patient,
    );

    expect(second.usage.cachedInputTokens).toBeGreaterThan(1000);
    expect(second.usage.cachedInputTokens).toBeLessThan(second.usage.inputTokens);
    expect(second.usage.costUsd ?? 0).toBeLessThanOrEqual(first.usage.costUsd ?? 0);
  },
);
