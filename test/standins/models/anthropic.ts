import { createHash } from "node:crypto";
import type Anthropic from "@anthropic-ai/sdk";
import { anthropicErrorEvent, anthropicEvents } from "./anthropic-events.ts";
import { anthropicModels, checkAnthropicMessage, findAnthropicModel } from "./anthropic-rules.ts";
import {
  blocksOf,
  checkAnthropicTools,
  newestResults,
  resultText,
  saidIn,
  type Thoughts,
} from "./anthropic-tools.ts";
import { outputOf, weightOf, type Output, type Reply } from "./output.ts";
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
  const thoughts: Thoughts = { signed: new Map(), behind: new Map() };
  let count = 0;

  return {
    messages(input) {
      const body = readers.message(input);
      checkAnthropicMessage(body);
      checkAnthropicTools(body, thoughts);
      const output = outputOf(toPrompt(body), state);
      const message = toMessage({ number: ++count, body, output, ending: state.ending });
      remember(body, message, thoughts);
      const { plain, written, writtenForAnHour, read } = account(body);
      message.usage.input_tokens = plain;
      message.usage.cache_creation_input_tokens = written + writtenForAnHour;
      message.usage.cache_creation = {
        ephemeral_5m_input_tokens: written,
        ephemeral_1h_input_tokens: writtenForAnHour,
      };
      message.usage.cache_read_input_tokens = read;
      if (body.stream !== true) return { json: { ...message, content: message.content.map(withInput) } };
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
  const user = body.messages.flatMap((message) => blocksOf(message).map(textOf));
  const schema = body.output_config?.format?.schema ?? null;
  return {
    api: "messages",
    model: body.model,
    system,
    user: user.join("\n"),
    schema: schema && { ...schema },
    tools: (body.tools ?? []).flatMap((tool) => ("name" in tool ? [tool.name] : [])),
    turn: body.messages.filter(({ role }) => role === "assistant").length,
    results: newestResults(body),
  };
}

function textOf(block: Anthropic.ContentBlockParam): string {
  if (block.type === "tool_result") return resultText(block);
  return "text" in block && typeof block.text === "string" ? block.text : "";
}

/** A stream has the inputs of tools in pieces, a plain answer as what they say. */
function withInput(block: Anthropic.ContentBlock): Anthropic.ContentBlock {
  return block.type === "tool_use" ? { ...block, input: parseJson(String(block.input)) } : block;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // scripted to be broken
  }
}

/** Thoughts are signed, so that they can be told from made-up ones, and from those of elsewhere, when they come back. */
function remember(
  { messages }: AnthropicMessage,
  { content }: Anthropic.Message,
  { signed, behind }: Thoughts,
): void {
  for (const block of content) {
    if (block.type !== "thinking") continue;
    signed.set(block.signature, block.thinking);
    behind.set(block.signature, saidIn(messages));
  }
}

type Made = { number: number; body: AnthropicMessage; output: Output; ending: Ending };

function toMessage({ number, body, output, ending }: Made): Anthropic.Message {
  const refused = ending === "refusal";
  return {
    id: `msg_${number}`,
    type: "message",
    role: "assistant",
    model: body.model,
    container: null,
    diagnostics: null,
    // Current models think unless told not to, so the text is not the first block.
    content: refused ? [] : toContent(number, output, signatureOf(body)),
    stop_details: refused ? { type: "refusal", category: null, explanation: null } : null,
    stop_reason: ending === "complete" && output.calls.length > 0 ? "tool_use" : STOP_REASONS[ending],
    stop_sequence: null,
    usage: {
      input_tokens: 0,
      output_tokens: refused ? 1 : weightOf(output),
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

/** The same request leads to the same thought. */
function signatureOf({ messages }: AnthropicMessage): string {
  return createHash("sha256").update(saidIn(messages)).digest("base64");
}

function toContent(number: number, { text, calls }: Output, signature: string): Anthropic.ContentBlock[] {
  const said: Anthropic.TextBlock = { type: "text", text, citations: null };
  return [
    { type: "thinking", thinking: "", signature },
    ...(text === "" && calls.length > 0 ? [] : [said]),
    ...calls.map(({ name, json }, index): Anthropic.ToolUseBlock => ({
      type: "tool_use",
      id: `toolu_${number}_${index}`,
      name,
      input: json, // read by `anthropicEvents`; a plain call has it as it stands
      caller: { type: "direct" },
    })),
  ];
}

const STOP_REASONS: Record<Ending, Anthropic.StopReason> = {
  complete: "end_turn",
  refusal: "refusal",
  truncated: "max_tokens",
};
