import { expect, test } from "vitest";
import { ASSUMED_PRICE, costOf, hasPrice } from "./prices.ts";

const tokens = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };
const million = 1_000_000;

test.each([
  ["plain prompt tokens", "claude-sonnet-5-5", { inputTokens: million }, 2],
  ["answer tokens", "claude-opus-5-5", { outputTokens: million }, 20],
  ["cached prompt tokens", "claude-sonnet-5-5", { inputTokens: million, cachedInputTokens: million }, 0.1],
  [
    "tokens written to the cache",
    "claude-sonnet-5-5",
    { inputTokens: million, cacheWriteTokens: million },
    2.5,
  ],
  [
    "tokens written to the cache for an hour",
    "claude-sonnet-5-5",
    { inputTokens: million, cacheWriteHourTokens: million },
    4,
  ],
  [
    "both kinds of cache writes",
    "claude-opus-5-5",
    { inputTokens: million, cacheWriteTokens: million / 2, cacheWriteHourTokens: million / 2 },
    6.5,
  ],
  ["answer tokens of the dearest Claude", "claude-fable-5-1", { outputTokens: million }, 50],
  [
    "cached tokens of an older Opus",
    "claude-opus-4-8",
    { inputTokens: million, cachedInputTokens: million },
    0.5,
  ],
  ["answer tokens of an older Haiku", "claude-haiku-4-5-20251001", { outputTokens: million }, 5],
  ["texts to embed", "text-embedding-3-small", { inputTokens: million }, 0.02],
  ["a dated snapshot", "claude-sonnet-4-5-20250929", { inputTokens: million }, 3],
  ["a snapshot dated with dashes", "gpt-6-sol-2026-09-22", { inputTokens: 100_000 }, 0.2],
  ["a short Haiku prompt", "claude-haiku-5-5", { inputTokens: 100_000 }, 0.01],
  ["a long Haiku prompt", "claude-haiku-5-5", { inputTokens: 200_000 }, 0.1],
])("%s are charged at their own rate", (_what, model, counts, usd) => {
  expect(costOf(model, { ...tokens, ...counts })).toBeCloseTo(usd, 10);
});

test("a model without a listed price has no cost", () => {
  expect(costOf("qwen3:8b", { ...tokens, inputTokens: 10 })).toBeNull();
});

test("a prompt beyond the listed length has no cost", () => {
  expect(costOf("gpt-6-sol", { ...tokens, inputTokens: 300_000 })).toBeNull();
});

test.each([
  ["claude-sonnet-5-5", true],
  ["claude-sonnet-4-5-20250929", true],
  ["claude-opus-4-1", false],
  ["qwen3:8b", false],
])("whether %s has a price is told: %s", (model, expected) => {
  expect(hasPrice(model)).toBe(expected);
});

test("no listed model costs more than what is assumed of the others", () => {
  const call = { ...tokens, inputTokens: 100_000, outputTokens: 10_000 };
  const assumed =
    (call.inputTokens * ASSUMED_PRICE.input + call.outputTokens * ASSUMED_PRICE.output) / million;

  expect(costOf("claude-fable-5-1", call)).toBeCloseTo(assumed, 10);
  for (const model of [
    "claude-opus-5",
    "claude-opus-5-5",
    "claude-sonnet-4-5",
    "claude-haiku-5-5",
    "gpt-6-sol",
  ])
    expect(costOf(model, call)).toBeLessThan(assumed);
});
