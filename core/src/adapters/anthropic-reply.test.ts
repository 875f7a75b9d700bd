import type Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";
import { fromMessage } from "./anthropic-reply.ts";

function aMessage(stop_reason: Anthropic.StopReason | null): Anthropic.Message {
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-5-5",
    container: null,
    diagnostics: null,
    content: [
      { type: "thinking", thinking: "Hm.", signature: "s" },
      { type: "text", text: "Hello", citations: null },
      { type: "text", text: " there", citations: null },
    ],
    stop_details: null,
    stop_reason,
    stop_sequence: null,
    usage: {
      input_tokens: 10,
      output_tokens: 5,
      output_tokens_details: null,
      cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 0 },
      cache_creation_input_tokens: 20,
      cache_read_input_tokens: 70,
      inference_geo: null,
      server_tool_use: null,
      service_tier: "standard",
      speed: "standard",
    },
  };
}

test.each([
  ["end_turn", "said"],
  ["stop_sequence", "said"],
  ["tool_use", "said"],
  ["refusal", "refused"],
  ["max_tokens", "cut"],
  ["model_context_window_exceeded", "cut"],
  ["pause_turn", "cut"],
  [null, "cut"],
] as const)("a message that stopped for %s is %s", (reason, outcome) => {
  expect(fromMessage(aMessage(reason), "1h").outcome).toBe(outcome);
});

test("what was said is the text without the thoughts, and the cached parts count as input", () => {
  expect(fromMessage(aMessage("end_turn"), "1h")).toMatchObject({
    text: "Hello there",
    usage: { inputTokens: 100, cachedInputTokens: 70, outputTokens: 5 },
  });
});

/** USD for a thousand tokens that were written to a cache. */
const WRITTEN = { "5m": 0.0025, "1h": 0.004 };

test.each([
  ["1h", null, WRITTEN["1h"]],
  ["5m", null, WRITTEN["5m"]],
  ["1h", { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 }, WRITTEN["1h"]],
  ["1h", { ephemeral_5m_input_tokens: 1_000, ephemeral_1h_input_tokens: 0 }, WRITTEN["5m"]],
  ["5m", { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 1_000 }, WRITTEN["1h"]],
] as const)("what was asked to be kept for %s and written as %j costs %d", (asked, parts, costUsd) => {
  const message = aMessage("end_turn");
  message.usage = {
    ...message.usage,
    input_tokens: 0,
    output_tokens: 0,
    cache_creation: parts,
    cache_creation_input_tokens: 1_000,
    cache_read_input_tokens: 0,
  };

  const { usage } = fromMessage(message, asked);

  expect(usage.inputTokens).toBe(1_000);
  expect(usage.costUsd).toBeCloseTo(costUsd, 10);
});
