import type { LanguageModel } from "../ports.ts";
import { callModel } from "./model-call.ts";
import { chatBody, responseBody } from "./openai-body.ts";
import { openOpenAi, type OpenAiOptions } from "./openai-client.ts";
import { fromChat, fromResponse, usageOfChat } from "./openai-reply.ts";
import { readChat, readResponse } from "./openai-stream.ts";
import { createStepModel, type ModelReply, type StepPrompt } from "./step-model.ts";

export type OpenAiModelOptions = OpenAiOptions & {
  /** Longest prompt that is sent, by an upper guess (about half of it in real tokens). */
  promptTokens?: number;
};

const PROMPT_TOKENS = { hosted: 60_000, local: 32_000 };

/** Any model behind OpenAI's API, OpenAI's own or that of Ollama, vLLM and other servers that speak it. */
export function createOpenAiModel(options: OpenAiModelOptions): LanguageModel {
  const { model } = options;
  const { client, settings, atOpenAi, api } = openOpenAi(options, 60_000);

  function ask(
    prompt: StepPrompt,
    signal: AbortSignal,
    onText?: (textSoFar: string) => void,
  ): Promise<ModelReply> {
    return callModel(settings, signal, async (inner, tell) => {
      if (api === "responses") {
        const stream = await client.responses.create(responseBody(options, prompt), { signal: inner });
        return fromResponse(await readResponse(stream, onText));
      }
      const stream = await client.chat.completions.create(chatBody(options, prompt, atOpenAi), {
        signal: inner,
      });
      return fromChat(await readChat(stream, onText, (so) => tell(usageOfChat(so, model))), model);
    });
  }

  const promptTokens = options.promptTokens ?? (atOpenAi ? PROMPT_TOKENS.hosted : PROMPT_TOKENS.local);
  return createStepModel({ name: model, kind: "openai" }, ask, promptTokens);
}
