import type { LanguageModel } from "../ports.ts";
import { callModel } from "./model-call.ts";
import { chatBody, responseBody, type OpenAiEffort } from "./openai-body.ts";
import { createOpenAiClient, isOpenAi, labelOf, type OpenAiAddress } from "./openai-client.ts";
import { fromChat, fromResponse } from "./openai-reply.ts";
import { readChat, readResponse } from "./openai-stream.ts";
import { createStepModel, type ModelReply, type StepPrompt } from "./step-model.ts";

export type OpenAiModelOptions = OpenAiAddress & {
  model: string;
  /**
   * Which API is spoken. Servers other than OpenAI's have Chat Completions in common, so that is their default;
   * OpenAI's own default is Responses.
   */
  api?: "responses" | "chat";
  /** For one call as a whole. */
  timeoutMs?: number;
  /** How long a stream that has begun may stand still. */
  stallMs?: number;
  /** Quick retries inside one call; longer waits belong to the job that calls. */
  maxRetries?: number;
  /** How much a reasoning model thinks before an answer; its own default when absent. Other models get none. */
  effort?: OpenAiEffort;
  /** Longest prompt that is sent, by an upper guess (about half of it in real tokens). */
  promptTokens?: number;
};

const PROMPT_TOKENS = { hosted: 60_000, local: 32_000 };

/** Any model behind OpenAI's API, OpenAI's own or that of Ollama, vLLM and other servers that speak it. */
export function createOpenAiModel(options: OpenAiModelOptions): LanguageModel {
  const { model, baseUrl, timeoutMs = 60_000, stallMs = 20_000, maxRetries = 1 } = options;
  const settings = { service: "openai", label: labelOf(baseUrl), model, timeoutMs };
  const client = createOpenAiClient(options, { timeoutMs, stallMs, maxRetries });
  const atOpenAi = isOpenAi(baseUrl);
  const api = options.api ?? (atOpenAi ? "responses" : "chat");

  function ask(
    prompt: StepPrompt,
    signal: AbortSignal,
    onText?: (textSoFar: string) => void,
  ): Promise<ModelReply> {
    return callModel(settings, signal, async (inner) => {
      if (api === "responses") {
        const stream = await client.responses.create(responseBody(options, prompt), { signal: inner });
        return fromResponse(await readResponse(stream, onText));
      }
      const stream = await client.chat.completions.create(chatBody(options, prompt, atOpenAi), {
        signal: inner,
      });
      return fromChat(await readChat(stream, onText), model);
    });
  }

  const promptTokens = options.promptTokens ?? (atOpenAi ? PROMPT_TOKENS.hosted : PROMPT_TOKENS.local);
  return createStepModel({ name: model, kind: "openai" }, ask, promptTokens);
}
