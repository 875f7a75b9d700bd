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
  expect(fromMessage(aMessage(reason)).outcome).toBe(outcome);
});

test("what was said is the text without the thoughts, and the cached parts count as input", () => {
  expect(fromMessage(aMessage("end_turn"))).toMatchObject({
    text: "Hello there",
    usage: { inputTokens: 100, cachedInputTokens: 70, outputTokens: 5 },
  });
});
