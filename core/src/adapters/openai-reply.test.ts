import type OpenAI from "openai";
import { expect, test } from "vitest";
import { UpstreamError } from "../errors.ts";
import { fromChat, fromResponse } from "./openai-reply.ts";

/** Servers send less than the SDK's types promise; the tests need to say so. */
function asResponse(fields: object): OpenAI.Responses.Response {
  return { model: "gpt-6-sol", output: [], ...fields } as unknown as OpenAI.Responses.Response;
}

function asCompletion(fields: object): OpenAI.ChatCompletion {
  return fields as unknown as OpenAI.ChatCompletion;
}

function message(...content: object[]): object {
  return { type: "message", content };
}

const noUsage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 };

test("text of all parts is joined, other items are passed over", () => {
  const output = [
    { type: "reasoning", summary: [] },
    message({ type: "output_text", text: "a" }, { type: "output_text", text: "b" }),
  ];

  expect(fromResponse(asResponse({ status: "completed", output }))).toMatchObject({
    outcome: "said",
    text: "ab",
  });
});

test.each([
  [
    "a refusal",
    { status: "completed", output: [message({ type: "refusal", refusal: "no" })] },
    { outcome: "refused" },
  ],
  [
    "a filter",
    { status: "incomplete", incomplete_details: { reason: "content_filter" } },
    { outcome: "refused" },
  ],
  [
    "a limit",
    { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
    { outcome: "cut" },
  ],
  ["a cancellation", { status: "cancelled" }, { outcome: "cut" }],
])("%s of the Responses API is told apart", (_what, fields, expected) => {
  expect(fromResponse(asResponse(fields))).toMatchObject(expected);
});

test("a response that failed with status 200 is a failure", () => {
  const failed = asResponse({ status: "failed", error: { code: "server_error", message: "x" } });

  expect(() => fromResponse(failed)).toThrow(UpstreamError);
});

test.each([
  ["a filter", { finish_reason: "content_filter", message: { content: "" } }, { outcome: "refused" }],
  ["a limit", { finish_reason: "length", message: { content: "{" } }, { outcome: "cut" }],
  ["a refusal", { finish_reason: "stop", message: { content: null, refusal: "no" } }, { outcome: "refused" }],
  ["no content", { finish_reason: "stop", message: { content: null } }, { outcome: "said", text: "" }],
])("%s of Chat Completions is told apart", (_what, choice, expected) => {
  expect(fromChat(asCompletion({ model: "m", choices: [choice] }), "m")).toMatchObject(expected);
});

test.each([{}, { choices: [] }])(
  "a completion of %j is no answer, and its model is the one asked for",
  (fields) => {
    const reply = fromChat(asCompletion(fields), "qwen3:8b");

    expect(reply).toMatchObject({ outcome: "cut", usage: { model: "qwen3:8b", costUsd: null, ...noUsage } });
  },
);

test("tokens of a model with a price are charged", () => {
  const usage = { prompt_tokens: 1_000_000 / 4, completion_tokens: 0 };
  const choices = [{ finish_reason: "stop", message: { content: "x" } }];

  expect(fromChat(asCompletion({ model: "gpt-6-sol", usage, choices }), "m").usage.costUsd).toBeCloseTo(
    0.5,
    6,
  );
});
