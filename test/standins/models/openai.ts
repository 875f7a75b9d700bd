import type OpenAI from "openai";
import { createBreakpointCache } from "./breakpoint-cache.ts";
import { hashedVector, toBase64 } from "./embeddings.ts";
import {
  chatErrorEvent,
  chatEvents,
  responseErrorEvent,
  responseEvents,
  type SentResponse,
} from "./openai-events.ts";
import { chatPrompt, responsePrompt } from "./openai-prompt.ts";
import {
  checkChat,
  checkEmbedding,
  checkResponse,
  dimensionsOf,
  hasMarkedCache,
  inputsOf,
  openAiModels,
} from "./openai-rules.ts";
import { outputOf, type Reply } from "./output.ts";
import { countTokens } from "./prompt-cache.ts";
import { createPrefixCache } from "./prefix-cache.ts";
import type { RequestReaders } from "./request-schema.ts";
import type { Ending, Prompt, ScriptState } from "./script.ts";
import type { OpenAiChat, OpenAiResponse } from "./wire-openai.ts";

export type OpenAiApi = {
  responses: (body: unknown) => Reply;
  chat: (body: unknown) => Reply;
  embeddings: (body: unknown) => Reply;
  models: () => Reply;
};

type Counts = { input: number; cached: number; written: number; output: number };
const CREATED = 1_795_305_600;

/** Each call answers as the service would, or throws a `Rejection`. */
export function createOpenAiApi(readers: RequestReaders, state: ScriptState, now: () => number): OpenAiApi {
  const cachedBeginning = createPrefixCache();
  const cachedToMarks = createBreakpointCache(now);
  let count = 0;

  function write(prompt: Prompt, body: OpenAiResponse | OpenAiChat): { text: string; counts: Counts } {
    const text = outputOf(prompt, state);
    const whole = prompt.system + prompt.user;
    const { cached, written } = hasMarkedCache(prompt.model)
      ? cachedToMarks(body)
      : { cached: cachedBeginning(prompt.model, whole), written: 0 };
    const input = Math.max(countTokens(whole), cached + written);
    return { text, counts: { input, cached, written, output: countTokens(text) } };
  }

  return {
    responses(input) {
      const body = readers.response(input);
      const model = checkResponse(body);
      const { text, counts } = write(responsePrompt(body, model), body);
      const response = toResponse(`resp_${++count}`, model, text, state.ending, counts);
      if (body.stream !== true) return { json: response };
      return { events: responseEvents(response), errorEvent: responseErrorEvent };
    },
    chat(input) {
      const body = readers.chat(input);
      checkChat(body);
      const { text, counts } = write(chatPrompt(body), body);
      const completion = toCompletion(`chatcmpl-${++count}`, body.model, text, state.ending, counts);
      if (body.stream !== true) return { json: completion };
      const events = chatEvents(completion, body.stream_options?.include_usage === true);
      return { events, errorEvent: chatErrorEvent };
    },
    embeddings(input) {
      const body = readers.embedding(input);
      checkEmbedding(body);
      const dimensions = dimensionsOf(body);
      const data = inputsOf(body).map((text, index) => {
        const vector = hashedVector(text, dimensions);
        return {
          object: "embedding",
          index,
          embedding: body.encoding_format === "base64" ? toBase64(vector) : vector,
        };
      });
      const tokens = countTokens(inputsOf(body).join(""));
      return {
        json: {
          object: "list",
          model: body.model,
          data,
          usage: { prompt_tokens: tokens, total_tokens: tokens },
        },
      };
    },
    models: () => ({ json: openAiModels() }),
  };
}

function toResponse(id: string, model: string, text: string, ending: Ending, counts: Counts): SentResponse {
  const status = ending === "truncated" ? "incomplete" : "completed";
  const said: OpenAI.Responses.ResponseOutputMessage["content"][number] =
    ending === "refusal"
      ? { type: "refusal", refusal: "I cannot help with that." }
      : { type: "output_text", text, annotations: [], logprobs: [] };
  return {
    id,
    object: "response",
    model,
    status,
    created_at: CREATED,
    access_programs: null,
    error: null,
    incomplete_details: ending === "truncated" ? { reason: "max_output_tokens" } : null,
    instructions: null,
    metadata: {},
    // Reasoning models put what they thought before what they say.
    output: [
      { type: "reasoning", id: `rs_${id}`, summary: [] },
      { type: "message", id: `msg_${id}`, role: "assistant", status, content: [said] },
    ],
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

function toCompletion(
  id: string,
  model: string,
  text: string,
  ending: Ending,
  counts: Counts,
): OpenAI.ChatCompletion {
  const refusal = ending === "refusal" ? "I cannot help with that." : null;
  const content = refusal === null ? text : null;
  return {
    id,
    object: "chat.completion",
    model,
    created: CREATED,
    choices: [
      {
        index: 0,
        finish_reason: ending === "truncated" ? "length" : "stop",
        logprobs: null,
        message: { role: "assistant", content, refusal },
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
