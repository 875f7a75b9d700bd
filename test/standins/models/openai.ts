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
import { checkChatTools, checkResponseTools, type Reasoning } from "./openai-tools.ts";
import { toCompletion, toResponse, type Counts } from "./openai-output.ts";
import { outputOf, weightOf, type Output, type Reply } from "./output.ts";
import { countTokens } from "./prompt-cache.ts";
import { createPrefixCache } from "./prefix-cache.ts";
import type { RequestReaders } from "./request-schema.ts";
import type { Prompt, ScriptState } from "./script.ts";
import type { OpenAiChat, OpenAiEmbedding, OpenAiResponse } from "./wire-openai.ts";

export type OpenAiApi = {
  responses: (body: unknown) => Reply;
  chat: (body: unknown) => Reply;
  embeddings: (body: unknown) => Reply;
  models: () => Reply;
};

/** Each call answers as the service would, or throws a `Rejection`. */
export function createOpenAiApi(readers: RequestReaders, state: ScriptState, now: () => number): OpenAiApi {
  const cachedBeginning = createPrefixCache();
  const cachedToMarks = createBreakpointCache(now);
  const reasoning: Reasoning = { sealed: new Map(), before: new Map() };
  let count = 0;

  function write(prompt: Prompt, body: OpenAiResponse | OpenAiChat): { output: Output; counts: Counts } {
    const output = outputOf(prompt, state);
    const whole = prompt.system + prompt.user;
    const { cached, written } = hasMarkedCache(prompt.model)
      ? cachedToMarks(body)
      : { cached: cachedBeginning(prompt.model, whole), written: 0 };
    const input = Math.max(countTokens(whole), cached + written);
    return { output, counts: { input, cached, written, output: weightOf(output) } };
  }

  return {
    responses(input) {
      const body = readers.response(input);
      const model = checkResponse(body);
      checkResponseTools(body, reasoning);
      const { output, counts } = write(responsePrompt(body, model), body);
      const isSealed = body.include?.includes("reasoning.encrypted_content") === true;
      const response = toResponse(++count, model, { output, isSealed, ending: state.ending }, counts);
      remember(response, reasoning);
      if (body.stream !== true) return { json: response };
      return { events: responseEvents(response), errorEvent: responseErrorEvent };
    },
    chat(input) {
      const body = readers.chat(input);
      checkChat(body);
      checkChatTools(body, !hasMarkedCache(body.model));
      const { output, counts } = write(chatPrompt(body), body);
      const completion = toCompletion(++count, body.model, output, state.ending, counts);
      if (body.stream !== true) return { json: completion };
      const events = chatEvents(completion, body.stream_options?.include_usage === true);
      return { events, errorEvent: chatErrorEvent };
    },
    embeddings: (input) => ({ json: embed(readers.embedding(input)) }),
    models: () => ({ json: openAiModels() }),
  };
}

function remember({ output }: SentResponse, { sealed, before }: Reasoning): void {
  let thought: string | null = null;
  for (const item of output) {
    if (item.type === "reasoning" && item.encrypted_content) {
      thought = item.id;
      sealed.set(thought, item.encrypted_content);
    }
    if (item.type === "function_call" && thought !== null) before.set(item.call_id, thought);
  }
}

function embed(body: OpenAiEmbedding): object {
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
  return { object: "list", model: body.model, data, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}
