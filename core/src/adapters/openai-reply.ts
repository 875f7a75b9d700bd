import type OpenAI from "openai";
import { UpstreamError } from "../errors.ts";
import type { Usage } from "../ports.ts";
import { costOf } from "./prices.ts";

/** What came back, the same for both of OpenAI's APIs. */
export type OpenAiReply = { usage: Usage } & (
  | { outcome: "said"; text: string }
  | { outcome: "refused" }
  | { outcome: "cut"; detail: string }
);

/** Throws `UpstreamError` when the response says that it failed: the Responses API does so with status 200. */
export function fromResponse(response: OpenAI.Responses.Response): OpenAiReply {
  const usage = usageOf(response.model, {
    inputTokens: response.usage?.input_tokens,
    cachedInputTokens: response.usage?.input_tokens_details?.cached_tokens,
    cacheWriteTokens: response.usage?.input_tokens_details?.cache_write_tokens,
    outputTokens: response.usage?.output_tokens,
  });
  if (response.status === "failed") {
    const cause = response.error;
    throw new UpstreamError("openai", "OpenAI failed while writing the answer.", { retryable: true, cause });
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
export function fromChat(completion: OpenAI.Chat.ChatCompletion, asked: string): OpenAiReply {
  const details = completion.usage?.prompt_tokens_details;
  const usage = usageOf(completion.model || asked, {
    inputTokens: completion.usage?.prompt_tokens,
    cachedInputTokens: details?.cached_tokens,
    cacheWriteTokens: details?.cache_write_tokens,
    outputTokens: completion.usage?.completion_tokens,
  });
  // Compatible servers are less exact than the types: any of these may be missing.
  const choice = completion.choices?.[0];
  if (!choice) return { outcome: "cut", detail: "The server answered without a choice.", usage };
  if (choice.finish_reason === "content_filter" || choice.message.refusal)
    return { outcome: "refused", usage };
  if (choice.finish_reason === "length")
    return { outcome: "cut", detail: "The output ended early (length).", usage };
  return { outcome: "said", text: choice.message.content ?? "", usage };
}

type Counts = Partial<
  Record<"inputTokens" | "cachedInputTokens" | "cacheWriteTokens" | "outputTokens", number>
>;

function usageOf(model: string, counts: { [K in keyof Counts]: number | undefined }): Usage {
  const { inputTokens = 0, cachedInputTokens = 0, cacheWriteTokens = 0, outputTokens = 0 } = counts;
  const costUsd = costOf(model, { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens });
  return { model, inputTokens, outputTokens, cachedInputTokens, costUsd };
}
