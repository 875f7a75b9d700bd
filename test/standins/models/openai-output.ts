import type OpenAI from "openai";
import type { SentResponse } from "./openai-events.ts";
import type { Output } from "./output.ts";
import type { Ending } from "./script.ts";

export type Counts = { input: number; cached: number; written: number; output: number };

const CREATED = 1_795_305_600;

type Made = { output: Output; isSealed: boolean; ending: Ending };

export function toResponse(number: number, model: string, made: Made, counts: Counts): SentResponse {
  const { ending } = made;
  const status = ending === "truncated" ? "incomplete" : "completed";
  return {
    id: `resp_${number}`,
    object: "response",
    model,
    status,
    created_at: CREATED,
    access_programs: null,
    error: null,
    incomplete_details: ending === "truncated" ? { reason: "max_output_tokens" } : null,
    instructions: null,
    metadata: {},
    output: toItems(number, made, status),
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    usage: {
      input_tokens: counts.input,
      input_tokens_details: { cached_tokens: counts.cached, cache_write_tokens: counts.written },
      output_tokens: counts.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: counts.input + counts.output,
    },
  };
}

/** Reasoning models put what they thought before what they say and do. */
function toItems(
  number: number,
  { output: { text, calls }, isSealed, ending }: Made,
  status: "completed" | "incomplete",
): OpenAI.Responses.ResponseOutputItem[] {
  const refused = ending === "refusal";
  const said: OpenAI.Responses.ResponseOutputMessage["content"][number] = refused
    ? { type: "refusal", refusal: "I cannot help with that." }
    : { type: "output_text", text, annotations: [], logprobs: [] };
  const items = refused ? [] : calls;
  const seal = isSealed && { encrypted_content: Buffer.from(`thought ${number}`).toString("base64") };
  return [
    { type: "reasoning", id: `rs_${number}`, summary: [], ...seal },
    ...(text === "" && items.length > 0
      ? []
      : [
          {
            type: "message" as const,
            id: `msg_${number}`,
            role: "assistant" as const,
            status,
            content: [said],
          },
        ]),
    ...items.map(({ name, json }, index) => ({
      type: "function_call" as const,
      id: `fc_${number}_${index}`,
      call_id: `call_${number}_${index}`,
      name,
      arguments: json,
      status,
    })),
  ];
}

export function toCompletion(
  number: number,
  model: string,
  output: Output,
  ending: Ending,
  counts: Counts,
): OpenAI.ChatCompletion {
  const refusal = ending === "refusal" ? "I cannot help with that." : null;
  const content = refusal === null ? output.text : null;
  const calls = refusal === null ? output.calls : [];
  const toolCalls = calls.map(({ name, json }, index) => ({
    type: "function" as const,
    id: `call_${number}_${index}`,
    function: { name, arguments: json },
  }));
  return {
    id: `chatcmpl-${number}`,
    object: "chat.completion",
    model,
    created: CREATED,
    choices: [
      {
        index: 0,
        finish_reason: ending === "truncated" ? "length" : calls.length > 0 ? "tool_calls" : "stop",
        logprobs: null,
        message: {
          role: "assistant",
          content,
          refusal,
          ...(calls.length > 0 && { tool_calls: toolCalls }),
        },
      },
    ],
    usage: {
      prompt_tokens: counts.input,
      prompt_tokens_details: { cached_tokens: counts.cached, cache_write_tokens: counts.written },
      completion_tokens: counts.output,
      total_tokens: counts.input + counts.output,
    },
  };
}
