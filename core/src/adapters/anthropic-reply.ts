import type Anthropic from "@anthropic-ai/sdk";
import type { MessageStream } from "@anthropic-ai/sdk/lib/MessageStream";
import type { Usage } from "../ports.ts";
import { costOf } from "../prices.ts";
import type { ModelReply } from "./step-model.ts";

/** How long what a call writes to the cache is kept, as it asked. */
export type CacheTime = "5m" | "1h";

/** What was said, without the calls of tools. */
export function fromMessage(message: Anthropic.Message, cacheTime: CacheTime): ModelReply {
  const usage = usageOf(message, cacheTime);
  const reason = message.stop_reason;
  if (reason === "refusal") return { outcome: "refused", usage };
  if (reason !== "end_turn" && reason !== "stop_sequence" && reason !== "tool_use") {
    return { outcome: "cut", detail: `The output ended early (${reason ?? "no reason given"}).`, usage };
  }
  // Thinking and other blocks may stand before the text.
  const texts = message.content.flatMap((block) => (block.type === "text" ? [block.text] : []));
  return { outcome: "said", text: texts.join(""), usage };
}

/** Tells what a message costs as soon as its service does: the prompt at its start, the output when it ends. */
export function hearUsage(stream: MessageStream, cacheTime: CacheTime, tell: (usage: Usage) => void): void {
  stream.on("streamEvent", (event, message) => {
    if (event.type === "message_start" || event.type === "message_delta") tell(usageOf(message, cacheTime));
  });
}

function usageOf({ model, usage }: Anthropic.Message, cacheTime: CacheTime): Usage {
  const cachedInputTokens = usage.cache_read_input_tokens ?? 0;
  const written = usage.cache_creation_input_tokens ?? 0;
  const minutes = usage.cache_creation?.ephemeral_5m_input_tokens ?? 0;
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  // The end of a stream has new totals without their parts: what they leave open was written as it was asked for.
  const open = Math.max(0, written - minutes - hour);
  const cacheWriteTokens = minutes + (cacheTime === "5m" ? open : 0);
  const cacheWriteHourTokens = hour + (cacheTime === "1h" ? open : 0);
  // The service counts the cached parts beside `input_tokens`, not in it.
  const inputTokens = usage.input_tokens + cachedInputTokens + written;
  const outputTokens = usage.output_tokens;
  const tokens = { inputTokens, cachedInputTokens, cacheWriteTokens, cacheWriteHourTokens, outputTokens };
  const costUsd = costOf(model, tokens);
  return { model, inputTokens, outputTokens, cachedInputTokens, costUsd };
}
