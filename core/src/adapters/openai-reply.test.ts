import type OpenAI from "openai";
import { expect, test } from "vitest";
import { UpstreamError } from "../errors.ts";
import { fromChat, fromResponse, type ChatResult } from "./openai-reply.ts";

/** Servers send less than the SDK's types promise; the tests need to say so. */
function asResponse(fields: object): OpenAI.Responses.Response {
  return { model: "gpt-6-sol", output: [], ...fields } as unknown as OpenAI.Responses.Response;
}

function aResult(changes: Partial<ChatResult>): ChatResult {
  return {
    model: "m",
    finishReason: "stop",
    content: "",
    refusal: "",
    toolCalls: [],
    usage: null,
    ...changes,
  };
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
  [
    "what it says it took",
    { input_tokens: 50_000, output_tokens: 4_000 },
    expect.objectContaining({ costUsd: 0.14 }),
  ],
  ["nothing when it says nothing", null, undefined],
])("a response that failed costs %s", (_what, usage, expected) => {
  const failed = asResponse({ status: "failed", error: { code: "server_error", message: "x" }, usage });

  expect(() => fromResponse(failed)).toThrow(expect.objectContaining({ usage: expected }));
});

test.each([
  ["server_error", true],
  ["rate_limit_exceeded", true],
  ["invalid_prompt", false],
  ["bio_policy", false],
])("whether %s is worth another try", (code, retryable) => {
  const failed = asResponse({ status: "failed", error: { code, message: "x" } });

  expect(() => fromResponse(failed)).toThrow(expect.objectContaining({ retryable }));
});

test.each<[string, Partial<ChatResult>, object]>([
  ["a filter", { finishReason: "content_filter" }, { outcome: "refused" }],
  ["a limit", { finishReason: "length", content: "{" }, { outcome: "cut" }],
  ["a refusal", { refusal: "no" }, { outcome: "refused" }],
  ["no content", {}, { outcome: "said", text: "" }],
])("%s of Chat Completions is told apart", (_what, result, expected) => {
  expect(fromChat(aResult(result), "m")).toMatchObject(expected);
});

test("a server that leaves out its model and its usage is taken to have used the model asked for", () => {
  const reply = fromChat(aResult({ model: "" }), "qwen3:8b");

  expect(reply).toMatchObject({ usage: { model: "qwen3:8b", costUsd: null, ...noUsage } });
});

test("what a call cost is not known where the server does not say what it took", () => {
  const chat = fromChat(aResult({ model: "gpt-6-sol" }), "gpt-6-sol");
  const response = fromResponse(asResponse({ status: "completed", usage: null }));

  for (const { usage } of [chat, response]) expect(usage).toMatchObject({ costUsd: null, ...noUsage });
});

test("a server that says null of what it does not count has counted none", () => {
  const details = { audio_tokens: null, cached_tokens: null };
  const usage: object = { prompt_tokens: 7, completion_tokens: null, prompt_tokens_details: details };

  const reply = fromChat(aResult({ usage: usage as OpenAI.CompletionUsage }), "m");

  expect(reply.usage).toMatchObject({ ...noUsage, inputTokens: 7 });
});

test("tokens of a model with a price are charged", () => {
  const usage = { prompt_tokens: 250_000, completion_tokens: 0, total_tokens: 250_000 };

  expect(fromChat(aResult({ model: "gpt-6-sol", usage }), "m").usage.costUsd).toBeCloseTo(0.5, 6);
});
