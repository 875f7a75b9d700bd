import Anthropic from "@anthropic-ai/sdk";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import type { LanguageModel, ModelStep, Usage } from "../ports.ts";
import { callModel, createModelFetch } from "./model-call.ts";
import { costOf } from "./prices.ts";
import { createStepModel, type ModelReply, type StepPrompt } from "./step-model.ts";

export type AnthropicModelOptions = {
  apiKey: string;
  /** Without `/v1`. */
  baseUrl?: string;
  model: string;
  /** For one call as a whole. */
  timeoutMs?: number;
  /** How long a stream that has begun may stand still. */
  stallMs?: number;
  /** Quick retries inside one call; longer waits belong to the job that calls. */
  maxRetries?: number;
  /** How much the model thinks before an answer; its own default when absent. Older models know no effort and get none. */
  effort?: Effort;
  /** Longest prompt that is sent, by an upper guess (about half of it in real tokens). */
  promptTokens?: number;
};

type Effort = "low" | "medium" | "high" | "xhigh" | "max";

const BASE_URL = "https://api.anthropic.com";
/** Haiku charges five times as much for prompts over 100,000 tokens, and answers need a tenth of that. */
const PROMPT_TOKENS = 60_000;

/** Claude. Each step is one streamed Messages call with structured output; its rules are cached by the service. */
export function createAnthropicModel(options: AnthropicModelOptions): LanguageModel {
  const { model, timeoutMs = 60_000, promptTokens = PROMPT_TOKENS } = options;
  const client = createClient(options, timeoutMs);
  const settings = { service: "anthropic", label: "Anthropic", model, timeoutMs };

  async function ask(
    prompt: StepPrompt,
    signal: AbortSignal,
    onText?: (textSoFar: string) => void,
  ): Promise<ModelReply> {
    const body = toBody(options, prompt);
    const message = await callModel(settings, signal, (inner) => {
      const stream = client.messages.stream(body, { signal: inner });
      let text = "";
      if (onText) stream.on("text", (piece) => onText((text += piece)));
      return stream.finalMessage();
    });
    return toReply(message);
  }

  return createStepModel({ name: model, kind: "anthropic" }, ask, promptTokens);
}

/** Every setting is given, so that none comes from the environment or from profiles on disk. */
function createClient(options: AnthropicModelOptions, timeoutMs: number): Anthropic {
  const { apiKey, baseUrl = BASE_URL, maxRetries = 1, stallMs = 20_000 } = options;
  return new Anthropic({
    apiKey,
    baseURL: baseUrl,
    webhookKey: null,
    timeout: timeoutMs,
    maxRetries,
    fetch: createModelFetch(stallMs),
    logLevel: "off",
    openTelemetry: false,
  });
}

function toBody(
  { model, effort: answerEffort }: AnthropicModelOptions,
  prompt: StepPrompt,
): Anthropic.MessageStreamParams {
  // Without its `parse`, so that the SDK leaves the output as it is: output of another form was paid for all the same.
  const { type, schema } = zodOutputFormat(prompt.form);
  const effort = effortOf(model, prompt.step, answerEffort);
  return {
    model,
    max_tokens: prompt.maxTokens,
    system: toSystem(prompt),
    messages: [{ role: "user", content: prompt.user }],
    output_config: { format: { type, schema }, ...(effort && { effort }) },
  };
}

/**
 * What stays the same stands first and is read from the cache the next time: the rules by every workspace, the
 * workspace's part by its own questions. A part under the service's minimum is silently not cached.
 */
function toSystem({ rules, workspace }: StepPrompt): Anthropic.TextBlockParam[] {
  return workspace === null ? [cached(rules)] : [cached(rules), cached(workspace)];
}

/**
 * For an hour: questions of a community of 1,000 come about twenty minutes apart, so that the usual five minutes would be
 * paid for (a write costs more than plain tokens) and hardly ever used.
 */
function cached(content: string): Anthropic.TextBlockParam {
  return { type: "text", text: content, cache_control: { type: "ephemeral", ttl: "1h" } };
}

/** The small steps need no thinking to speak of. */
function effortOf(model: string, step: ModelStep, answerEffort: Effort | undefined): Effort | undefined {
  if (!takesEffort(model)) return undefined;
  return step === "answer" ? answerEffort : "low";
}

/** Effort came with Opus 4.5 and Sonnet 4.6; earlier models reject it, and so might what a proxy calls by names of its own. */
function takesEffort(model: string): boolean {
  const [, family, major, minor = "0"] = /^claude-([a-z]+)-(\d+)(?:-(\d{1,2}))?(?:-|$)/.exec(model) ?? [];
  const version = Number(major) + Number(minor) / 10;
  return version >= (family === "opus" ? 4.5 : 4.6);
}

function toReply(message: Anthropic.Message): ModelReply {
  const usage = usageOf(message);
  const reason = message.stop_reason;
  if (reason === "refusal") return { outcome: "refused", usage };
  if (reason !== "end_turn" && reason !== "stop_sequence") {
    return { outcome: "cut", detail: `The output ended early (${reason ?? "no reason given"}).`, usage };
  }
  // Thinking and other blocks may stand before the text.
  const texts = message.content.flatMap((block) => (block.type === "text" ? [block.text] : []));
  return { outcome: "said", text: texts.join(""), usage };
}

function usageOf({ model, usage }: Anthropic.Message): Usage {
  const cachedInputTokens = usage.cache_read_input_tokens ?? 0;
  const written = usage.cache_creation_input_tokens ?? 0;
  const cacheWriteHourTokens = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  const cacheWriteTokens = Math.max(0, written - cacheWriteHourTokens);
  // The service counts the cached parts beside `input_tokens`, not in it.
  const inputTokens = usage.input_tokens + cachedInputTokens + written;
  const outputTokens = usage.output_tokens;
  const tokens = { inputTokens, cachedInputTokens, cacheWriteTokens, cacheWriteHourTokens, outputTokens };
  const costUsd = costOf(model, tokens);
  return { model, inputTokens, outputTokens, cachedInputTokens, costUsd };
}
