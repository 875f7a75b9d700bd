import type Anthropic from "@anthropic-ai/sdk";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import type { LanguageModel, ModelStep } from "../ports.ts";
import {
  openAnthropic,
  takesEffort,
  type AnthropicOptions,
  type AnthropicEffort,
} from "./anthropic-client.ts";
import { fromMessage, hearUsage } from "./anthropic-reply.ts";
import { callModel } from "./model-call.ts";
import { createStepModel, type ModelReply, type StepPrompt } from "./step-model.ts";

export type AnthropicModelOptions = AnthropicOptions & {
  /** Longest prompt that is sent, by an upper guess (about half of it in real tokens). */
  promptTokens?: number;
};

/** Haiku charges five times as much for prompts over 100,000 tokens, and answers need a tenth of that. */
const PROMPT_TOKENS = 60_000;

/** Claude. Each step is one streamed Messages call with structured output; its rules are cached by the service. */
export function createAnthropicModel(options: AnthropicModelOptions): LanguageModel {
  const { model } = options;
  const { client, settings } = openAnthropic(options, 60_000);

  async function ask(
    prompt: StepPrompt,
    signal: AbortSignal,
    onText?: (textSoFar: string) => void,
  ): Promise<ModelReply> {
    const body = toBody(options, prompt);
    const message = await callModel(settings, signal, (inner, tell) => {
      const stream = client.messages.stream(body, { signal: inner });
      hearUsage(stream, CACHE_TIME, tell);
      let text = "";
      if (onText) stream.on("text", (piece) => onText((text += piece)));
      return stream.finalMessage();
    });
    return fromMessage(message, CACHE_TIME);
  }

  return createStepModel({ name: model, kind: "anthropic" }, ask, options.promptTokens ?? PROMPT_TOKENS);
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
 * Questions of a community of 1,000 come about twenty minutes apart, so that the usual five minutes would be
 * paid for (a write costs more than plain tokens) and hardly ever used.
 */
const CACHE_TIME = "1h";

function cached(content: string): Anthropic.TextBlockParam {
  return { type: "text", text: content, cache_control: { type: "ephemeral", ttl: CACHE_TIME } };
}

/** The small steps need no thinking to speak of. */
function effortOf(
  model: string,
  step: ModelStep,
  answerEffort: AnthropicEffort | undefined,
): AnthropicEffort | undefined {
  if (!takesEffort(model)) return undefined;
  return step === "answer" ? answerEffort : "low";
}
