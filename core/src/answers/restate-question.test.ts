import { expect, test } from "vitest";
import { UpstreamError } from "../errors.ts";
import type { LanguageModel, Log, RewriteRequest, StepResult } from "../ports.ts";
import { restateQuestion } from "./restate-question.ts";

const USAGE = { model: "fast-1", inputTokens: 1, outputTokens: 1, cachedInputTokens: 0, costUsd: 0 };
const quiet = (): void => {};
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => log };

const SUBJECT = "How do I rotate the API token?";
const THREAD: RewriteRequest["thread"] = [
  { sender: "member", name: "Mia", text: SUBJECT },
  { sender: "ai", name: null, text: "Open Settings." },
];
const BY_RULES = `${SUBJECT}\nAnd on Windows?`;

function restate(
  rewrite: LanguageModel["rewrite"],
  thread = THREAD,
  kind: LanguageModel["kind"] = "anthropic",
) {
  const nothing = async (): Promise<null> => null;
  const fastModel: LanguageModel = {
    name: "fast-1",
    kind,
    answer: () => Promise.reject(new Error("nobody asked for an answer")),
    classify: nothing,
    judge: nothing,
    rerank: nothing,
    rewrite,
    describeBug: nothing,
  };
  const text = thread.length === 0 ? SUBJECT : "And on Windows?";
  return restateQuestion({ fastModel, log, modelTimeoutMs: 1_000 }, { subject: SUBJECT, thread, text });
}

const says = (value: string | null) => (): Promise<StepResult<string>> =>
  Promise.resolve({ value, usage: USAGE });

test("the fast model's words are taken for a follow-up", async () => {
  expect(await restate(says(" How do I rotate the API token on Windows? "))).toBe(
    "How do I rotate the API token on Windows?",
  );
});

test.each<[string, LanguageModel["rewrite"]]>([
  ["leaves it to the rules", () => Promise.resolve(null)],
  ["says nothing usable", says(null)],
  ["says nothing", says("  ")],
  ["says far too much", says("word ".repeat(500))],
  ["is overloaded", () => Promise.reject(new UpstreamError("anthropic", "Overloaded.", { retryable: true }))],
])("the rules restate it where the model %s", async (_, rewrite) => {
  expect(await restate(rewrite)).toBe(BY_RULES);
});

test("what is broken in ourselves is no reason to go on", async () => {
  await expect(restate(() => Promise.reject(new TypeError("a bug")))).rejects.toThrow("a bug");
});

test.each<[string, RewriteRequest["thread"], LanguageModel["kind"]]>([
  ["a first question", [], "anthropic"],
  ["the offline model", THREAD, "offline"],
])("the model is not asked for %s", async (_, thread, kind) => {
  const asked = () => Promise.reject(new Error("the model was asked"));

  expect(await restate(asked, thread, kind)).toContain(SUBJECT);
});
