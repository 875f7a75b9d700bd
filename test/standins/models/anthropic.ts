import type Anthropic from "@anthropic-ai/sdk";
import { anthropicErrorEvent, anthropicEvents } from "./anthropic-events.ts";
import { anthropicModels, checkAnthropicMessage, findAnthropicModel } from "./anthropic-rules.ts";
import { outputOf, type Reply } from "./output.ts";
import { countTokens, createPromptCache } from "./prompt-cache.ts";
import type { RequestReaders } from "./request-schema.ts";
import type { Ending, Prompt, ScriptState } from "./script.ts";
import type { AnthropicMessage } from "./wire-anthropic.ts";

export type AnthropicApi = {
  messages: (body: unknown) => Reply;
  countTokens: (body: unknown) => Reply;
  models: () => Reply;
};

/** Each call answers as the service would, or throws a `Rejection`. */
export function createAnthropicApi(
  readers: RequestReaders,
  state: ScriptState,
  now: () => number,
): AnthropicApi {
  const account = createPromptCache(now);
  let count = 0;

  return {
    messages(input) {
      const body = readers.message(input);
      checkAnthropicMessage(body);
      const text = outputOf(toPrompt(body), state);
      const message = toMessage(`msg_${++count}`, body.model, text, state.ending);
      const { plain, written, writtenForAnHour, read } = account(body);
      message.usage.input_tokens = plain;
      message.usage.cache_creation_input_tokens = written + writtenForAnHour;
      message.usage.cache_creation = {
        ephemeral_5m_input_tokens: written,
        ephemeral_1h_input_tokens: writtenForAnHour,
      };
      message.usage.cache_read_input_tokens = read;
      if (body.stream !== true) return { json: message };
      return { events: anthropicEvents(message), errorEvent: anthropicErrorEvent };
    },
    countTokens(input) {
      const body = readers.countTokens(input);
      findAnthropicModel(body.model);
      const parts = [body.system ?? [], body.tools ?? [], body.messages].flat();
      const tokens = parts.map((part) => countTokens(JSON.stringify(part)));
      return { json: { input_tokens: tokens.reduce((sum, each) => sum + each, 0) } };
    },
    models: () => ({ json: anthropicModels() }),
  };
}

function toPrompt(body: AnthropicMessage): Prompt {
  const system =
    typeof body.system === "string" ? body.system : (body.system ?? []).map(({ text }) => text).join("\n");
  const user = body.messages.flatMap(({ content }) =>
    typeof content === "string" ? [content] : content.map(textOf),
  );
  const schema = body.output_config?.format?.schema ?? null;
  return {
    api: "messages",
    model: body.model,
    system,
    user: user.join("\n"),
    schema: schema && { ...schema },
  };
}

function textOf(block: object): string {
  return "text" in block && typeof block.text === "string" ? block.text : "";
}

function toMessage(id: string, model: string, text: string, ending: Ending): Anthropic.Message {
  const refused = ending === "refusal";
  return {
    id,
    type: "message",
    role: "assistant",
    model,
    container: null,
    diagnostics: null,
    // Current models think unless told not to, so the text is not the first block.
    content: refused
      ? []
      : [
          { type: "thinking", thinking: "", signature: "c3RhbmRpbg==" },
          { type: "text", text, citations: null },
        ],
    stop_details: refused ? { type: "refusal", category: null, explanation: null } : null,
    stop_reason: STOP_REASONS[ending],
    stop_sequence: null,
    usage: {
      input_tokens: 0,
      output_tokens: refused ? 1 : countTokens(text),
      output_tokens_details: null,
      cache_creation: null,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      inference_geo: null,
      server_tool_use: null,
      service_tier: "standard",
      speed: "standard",
    },
  };
}

const STOP_REASONS: Record<Ending, Anthropic.StopReason> = {
  complete: "end_turn",
  refusal: "refusal",
  truncated: "max_tokens",
};
