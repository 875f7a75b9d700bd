import type OpenAI from "openai";
import { zodResponseFormat, zodTextFormat } from "openai/helpers/zod";
import type { StepPrompt } from "./step-model.ts";

export type OpenAiEffort = "minimal" | "low" | "medium" | "high";

type Asked = {
  model: string;
  /** For answers; the small steps need no thinking to speak of. */
  effort?: OpenAiEffort | undefined;
};

// Sent by `create` and not by `parse`: parse throws on output of another form, and the tokens paid for it are lost.

export function responseBody(
  asked: Asked,
  prompt: StepPrompt,
): OpenAI.Responses.ResponseCreateParamsStreaming {
  const effort = effortOf(asked, prompt);
  const user = { role: "user" as const, content: prompt.user };
  const parts = systemParts(prompt).map((text) => ({ type: "input_text" as const, text, ...BREAKPOINT }));
  return {
    model: asked.model,
    ...(marksItsCache(asked.model)
      ? { input: [{ role: "developer", content: parts }, user], ...cacheSettings(prompt) }
      : { input: [user], instructions: systemParts(prompt).join("\n\n") }),
    max_output_tokens: prompt.maxTokens,
    text: { format: zodTextFormat(prompt.form, formatName(prompt)) },
    store: false, // what members wrote is not to be kept by the provider
    stream: true,
    ...(effort && { reasoning: { effort } }),
  };
}

export function chatBody(
  asked: Asked,
  prompt: StepPrompt,
  atOpenAi: boolean,
): OpenAI.Chat.ChatCompletionCreateParamsStreaming {
  const effort = effortOf(asked, prompt);
  const isMarked = marksItsCache(asked.model);
  const parts = systemParts(prompt).map((text) => ({ type: "text" as const, text, ...BREAKPOINT }));
  return {
    model: asked.model,
    messages: [
      { role: "system", content: isMarked ? parts : systemParts(prompt).join("\n\n") },
      { role: "user", content: prompt.user },
    ],
    response_format: zodResponseFormat(prompt.form, formatName(prompt)),
    // OpenAI's newer models reject the old name, many other servers do not know the new one.
    ...(atOpenAi || isMarked
      ? { max_completion_tokens: prompt.maxTokens }
      : { max_tokens: prompt.maxTokens }),
    stream: true,
    stream_options: { include_usage: true },
    ...(isMarked && cacheSettings(prompt)),
    ...(effort && { reasoning_effort: effort }),
  };
}

function systemParts({ rules, workspace }: StepPrompt): string[] {
  return workspace === null ? [rules] : [rules, workspace];
}

export const BREAKPOINT = { prompt_cache_breakpoint: { mode: "explicit" as const } };

/**
 * From GPT-5.6 on a prompt is read from the cache up to a marked place only, and without marks the one place is its end,
 * which no other question shares. Writes cost more than plain tokens there, so passages are not to be written.
 */
export function marksItsCache(model: string): boolean {
  const [, major, minor = "0"] = /^gpt-(\d+)(?:\.(\d+))?(?:-|$)/.exec(model) ?? [];
  return Number(major) >= 6 || (Number(major) === 5 && Number(minor) >= 6);
}

/** The key leads requests with the same rules to the same cache. */
function cacheSettings(prompt: StepPrompt): {
  prompt_cache_key: string;
  prompt_cache_options: { mode: "explicit" };
} {
  return { prompt_cache_key: formatName(prompt), prompt_cache_options: { mode: "explicit" } };
}

function formatName({ step }: StepPrompt): string {
  return `support_${step}`;
}

function effortOf({ model, effort }: Asked, { step }: StepPrompt): OpenAiEffort | undefined {
  if (!takesReasoning(model)) return undefined;
  return step === "answer" ? effort : "low";
}

/** Models that do not reason reject settings about it. */
export function takesReasoning(model: string): boolean {
  return /^(?:gpt-[5-9]|o\d)/.test(model) && !model.includes("-chat");
}
