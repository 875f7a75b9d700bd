import type OpenAI from "openai";
import { UpstreamError } from "../errors.ts";
import type { Usage } from "../ports.ts";
import { costOf } from "../prices.ts";
import type { ModelReply } from "./step-model.ts";

/** A completion put together from its chunks; empty where a server leaves something out. */
export type ChatResult = {
  model: string;
  finishReason: OpenAI.Chat.ChatCompletionChunk.Choice["finish_reason"];
  content: string;
  refusal: string;
  toolCalls: { index: number; id: string; name: string; arguments: string }[];
  usage: OpenAI.CompletionUsage | null;
};

/** What another try may mend; a prompt that is rejected stays so, and each try of it is paid for. */
const PASSING: readonly string[] = ["server_error", "rate_limit_exceeded", "vector_store_timeout"];

/** Throws `UpstreamError` when the response says that it failed: the Responses API does so with status 200. */
export function fromResponse(response: OpenAI.Responses.Response): ModelReply {
  const usage = usageOf(response.model, {
    inputTokens: response.usage?.input_tokens,
    cachedInputTokens: response.usage?.input_tokens_details?.cached_tokens,
    cacheWriteTokens: response.usage?.input_tokens_details?.cache_write_tokens,
    outputTokens: response.usage?.output_tokens,
  });
  if (response.status === "failed") {
    const cause = response.error;
    const spent = response.usage ? { usage } : {};
    const retryable = cause === null || PASSING.includes(cause.code);
    const options = { ...spent, retryable, cause };
    throw new UpstreamError("openai", "OpenAI failed while writing the answer.", options);
  }
  const parts = response.output.flatMap((item) => (item.type === "message" ? item.content : []));
  const reason = response.incomplete_details?.reason;
  if (reason === "content_filter" || parts.some((part) => part.type === "refusal")) {
    return { outcome: "refused", usage };
  }
  if (response.status !== undefined && response.status !== "completed") {
    return { outcome: "cut", detail: `The output ended early (${reason ?? response.status}).`, usage };
  }
  const text = parts.flatMap((part) => (part.type === "output_text" ? [part.text] : [])).join("");
  return { outcome: "said", text, usage };
}

/** `asked` names the model when a server leaves it out. */
export function fromChat(result: ChatResult, asked: string): ModelReply {
  const usage = usageOfChat(result, asked);
  if (result.finishReason === "content_filter" || result.refusal !== "") return { outcome: "refused", usage };
  if (result.finishReason === "length")
    return { outcome: "cut", detail: "The output ended early (length).", usage };
  return { outcome: "said", text: result.content, usage };
}

export function usageOfChat({ model, usage }: Pick<ChatResult, "model" | "usage">, asked: string): Usage {
  const details = usage?.prompt_tokens_details;
  return usageOf(model || asked, {
    inputTokens: usage?.prompt_tokens,
    cachedInputTokens: details?.cached_tokens,
    cacheWriteTokens: details?.cache_write_tokens,
    outputTokens: usage?.completion_tokens,
  });
}

type Count = "inputTokens" | "cachedInputTokens" | "cacheWriteTokens" | "outputTokens";

/** Servers leave counts out, or say null where they do not count. */
function usageOf(model: string, counts: Record<Count, number | null | undefined>): Usage {
  const inputTokens = counts.inputTokens ?? 0;
  const cachedInputTokens = counts.cachedInputTokens ?? 0;
  const cacheWriteTokens = counts.cacheWriteTokens ?? 0;
  const outputTokens = counts.outputTokens ?? 0;
  // What nobody counted was not free.
  const isCounted = (counts.inputTokens ?? counts.outputTokens ?? null) !== null;
  const tokens = { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens };
  const costUsd = isCounted ? costOf(model, tokens) : null;
  return { model, inputTokens, outputTokens, cachedInputTokens, costUsd };
}
