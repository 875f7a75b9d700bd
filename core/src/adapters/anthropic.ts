import Anthropic from "@anthropic-ai/sdk";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import type { z } from "zod";
import type { LanguageModel, Usage } from "../ports.ts";
import { AnswerForm, ClassificationForm, readForm, toDraft, type Reading } from "./answer-form.ts";
import { answerPrompt, classifyPrompt, workspacePrompt } from "./answer-prompt.ts";
import { ANSWER_RULES, CLASSIFY_RULES } from "./answer-rules.ts";
import { callModel, patientFetch } from "./model-call.ts";
import { costOf } from "./prices.ts";

export type AnthropicModelOptions = {
  apiKey: string;
  /** Without `/v1`. */
  baseUrl?: string;
  model: string;
  timeoutMs?: number;
  /** Quick retries inside one call; longer waits belong to the job that calls. */
  maxRetries?: number;
  /** Left to the model when absent; older models reject it. */
  effort?: "low" | "medium" | "high" | "xhigh" | "max";
};

const BASE_URL = "https://api.anthropic.com";
// Newer models think by default, and what they think counts as output.
const ANSWER_TOKENS = 8192;
const CLASSIFY_TOKENS = 2048;

type Prompt = {
  model: string;
  system: Anthropic.TextBlockParam[];
  user: string;
  maxTokens: number;
  effort?: AnthropicModelOptions["effort"];
};

/** Claude. One answer is one Messages call with structured output; its rules are cached by the service. */
export function createAnthropicModel(options: AnthropicModelOptions): LanguageModel {
  const { model, effort, timeoutMs = 60_000, maxRetries = 1 } = options;
  const client = createClient(options, timeoutMs, maxRetries);

  // `messages.create` and not `parse`: parse throws on output of another form, and the tokens paid for it are lost.
  function ask(form: z.ZodType, prompt: Prompt, signal: AbortSignal): Promise<Anthropic.Message> {
    const settings = { service: "anthropic", label: "Anthropic", model: prompt.model, timeoutMs };
    const { type, schema } = zodOutputFormat(form);
    const body: Anthropic.MessageCreateParamsNonStreaming = {
      model: prompt.model,
      max_tokens: prompt.maxTokens,
      system: prompt.system,
      messages: [{ role: "user", content: prompt.user }],
      output_config: { format: { type, schema }, ...(prompt.effort && { effort: prompt.effort }) },
    };
    return callModel(settings, signal, async (inner) => {
      const message = await client.messages.create(body, { signal: inner });
      if (!isMessage(message)) throw new TypeError("The body was no message.");
      return message;
    });
  }

  return {
    name: model,
    kind: "anthropic",
    async answer(request, signal) {
      const system = [cached(ANSWER_RULES), cached(workspacePrompt(request))];
      const user = answerPrompt(request);
      const prompt = { model, system, user, maxTokens: ANSWER_TOKENS, effort };
      const message = await ask(AnswerForm, prompt, signal);
      const usage = usageOf(message);
      if (message.stop_reason === "refusal") return { outcome: "refused", usage };
      const form = readMessage(AnswerForm, message);
      const draft = form.ok ? toDraft(form.value, request) : form;
      if (!draft.ok) return { outcome: "malformed", detail: draft.detail, usage };
      return { outcome: "answered", draft: draft.value, usage };
    },
    async classify(request, signal) {
      const system = [text(CLASSIFY_RULES)]; // too short to be cached
      const user = classifyPrompt(request);
      const prompt = { model, system, user, maxTokens: CLASSIFY_TOKENS };
      const message = await ask(ClassificationForm, prompt, signal);
      const form = readMessage(ClassificationForm, message);
      return { value: form.ok ? form.value : null, usage: usageOf(message) };
    },
    judge: async () => null,
    rewrite: async () => null,
    rerank: async () => null,
  };
}

/** A proxy's error page with status 200 passes the SDK as if it were a message. */
function isMessage(body: unknown): boolean {
  return typeof body === "object" && body !== null && "content" in body && "usage" in body;
}

/** Every setting is given, so that none comes from the environment or from profiles on disk. */
function createClient(options: AnthropicModelOptions, timeoutMs: number, maxRetries: number): Anthropic {
  return new Anthropic({
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? BASE_URL,
    webhookKey: null,
    timeout: timeoutMs,
    maxRetries,
    fetch: patientFetch,
    logLevel: "off",
    openTelemetry: false,
  });
}

function text(content: string): Anthropic.TextBlockParam {
  return { type: "text", text: content };
}

/** Everything up to and including this block is read from the cache the next time. */
function cached(content: string): Anthropic.TextBlockParam {
  return { type: "text", text: content, cache_control: { type: "ephemeral" } };
}

function readMessage<T>(schema: z.ZodType<T>, message: Anthropic.Message): Reading<T> {
  const reason = message.stop_reason;
  if (reason !== "end_turn" && reason !== "stop_sequence") {
    return { ok: false, detail: `The output ended early (${reason ?? "no reason given"}).` };
  }
  // Thinking and other blocks may stand before the text.
  const texts = message.content.flatMap((block) => (block.type === "text" ? [block.text] : []));
  return readForm(schema, texts.join(""));
}

function usageOf({ model, usage }: Anthropic.Message): Usage {
  const cachedInputTokens = usage.cache_read_input_tokens ?? 0;
  const cacheWriteTokens = usage.cache_creation_input_tokens ?? 0;
  // The service counts the cached parts beside `input_tokens`, not in it.
  const inputTokens = usage.input_tokens + cachedInputTokens + cacheWriteTokens;
  const outputTokens = usage.output_tokens;
  const costUsd = costOf(model, { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens });
  return { model, inputTokens, outputTokens, cachedInputTokens, costUsd };
}
