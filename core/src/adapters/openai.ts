import type OpenAI from "openai";
import { zodResponseFormat, zodTextFormat } from "openai/helpers/zod";
import type { z } from "zod";
import type { LanguageModel } from "../ports.ts";
import { AnswerForm, ClassificationForm, readForm, toDraft } from "./answer-form.ts";
import { answerPrompt, classifyPrompt, workspacePrompt } from "./answer-prompt.ts";
import { ANSWER_RULES, CLASSIFY_RULES } from "./answer-rules.ts";
import { callModel } from "./model-call.ts";
import { createOpenAiClient, isOpenAi, labelOf, type OpenAiAddress } from "./openai-client.ts";
import { fromChat, fromResponse, type OpenAiReply } from "./openai-reply.ts";

export type OpenAiModelOptions = OpenAiAddress & {
  model: string;
  /**
   * Which API is spoken. Servers other than OpenAI's have Chat Completions in common, so that is their default;
   * OpenAI's own default is Responses.
   */
  api?: "responses" | "chat";
  timeoutMs?: number;
  /** Quick retries inside one call; longer waits belong to the job that calls. */
  maxRetries?: number;
};

// Reasoning counts as output.
const ANSWER_TOKENS = 8192;
const CLASSIFY_TOKENS = 2048;

type Prompt<T> = { name: string; form: z.ZodType<T>; system: string; user: string; maxTokens: number };

/** Any model behind OpenAI's API, OpenAI's own or that of Ollama, vLLM and other servers that speak it. */
export function createOpenAiModel(options: OpenAiModelOptions): LanguageModel {
  const { model, timeoutMs = 60_000, maxRetries = 1 } = options;
  const settings = { service: "openai", label: labelOf(options.baseUrl), model, timeoutMs };
  const client = createOpenAiClient(options, timeoutMs, maxRetries);
  const api = options.api ?? (isOpenAi(options.baseUrl) ? "responses" : "chat");

  function ask<T>(prompt: Prompt<T>, signal: AbortSignal): Promise<OpenAiReply> {
    return callModel(settings, signal, async (inner) => {
      if (api === "responses") {
        return fromResponse(await client.responses.create(responseBody(model, prompt), { signal: inner }));
      }
      const body = chatBody(model, prompt, isOpenAi(options.baseUrl));
      return fromChat(await client.chat.completions.create(body, { signal: inner }), model);
    });
  }

  return {
    name: model,
    kind: "openai",
    async answer(request, signal) {
      const system = `${ANSWER_RULES}\n\n${workspacePrompt(request)}`;
      const user = answerPrompt(request);
      const prompt = { name: "support_answer", form: AnswerForm, system, user, maxTokens: ANSWER_TOKENS };
      const { usage, ...reply } = await ask(prompt, signal);
      if (reply.outcome === "refused") return { outcome: "refused", usage };
      if (reply.outcome === "cut") return { outcome: "malformed", detail: reply.detail, usage };
      const form = readForm(AnswerForm, reply.text);
      const draft = form.ok ? toDraft(form.value, request) : form;
      if (!draft.ok) return { outcome: "malformed", detail: draft.detail, usage };
      return { outcome: "answered", draft: draft.value, usage };
    },
    async classify(request, signal) {
      const user = classifyPrompt(request);
      const form = ClassificationForm;
      const prompt = { name: "ticket_class", form, system: CLASSIFY_RULES, user, maxTokens: CLASSIFY_TOKENS };
      const reply = await ask(prompt, signal);
      const reading = reply.outcome === "said" ? readForm(ClassificationForm, reply.text) : null;
      return { value: reading?.ok ? reading.value : null, usage: reply.usage };
    },
    judge: async () => null,
    rewrite: async () => null,
    rerank: async () => null,
  };
}

// `create` and not `parse` in both: parse throws on output of another form, and the tokens paid for it are lost.

function responseBody<T>(
  model: string,
  prompt: Prompt<T>,
): OpenAI.Responses.ResponseCreateParamsNonStreaming {
  return {
    model,
    instructions: prompt.system,
    input: [{ role: "user", content: prompt.user }],
    max_output_tokens: prompt.maxTokens,
    text: { format: zodTextFormat(prompt.form, prompt.name) },
    store: false, // what members wrote is not to be kept by the provider
  };
}

function chatBody<T>(
  model: string,
  prompt: Prompt<T>,
  atOpenAi: boolean,
): OpenAI.Chat.ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: [
      { role: "system", content: prompt.system },
      { role: "user", content: prompt.user },
    ],
    response_format: zodResponseFormat(prompt.form, prompt.name),
    // OpenAI's newer models reject the old name, many other servers do not know the new one.
    ...(atOpenAi ? { max_completion_tokens: prompt.maxTokens } : { max_tokens: prompt.maxTokens }),
  };
}
