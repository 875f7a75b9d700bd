import type OpenAI from "openai";
import type { ChatResult } from "./openai-reply.ts";

type OnText = ((textSoFar: string) => void) | undefined;

/** The response that a stream of the Responses API ends with. Throws when the stream ends without one. */
export async function readResponse(
  stream: AsyncIterable<OpenAI.Responses.ResponseStreamEvent>,
  onText: OnText,
): Promise<OpenAI.Responses.Response> {
  let text = "";
  for await (const event of stream) {
    if (event.type === "response.output_text.delta") {
      text += event.delta;
      onText?.(text);
    } else if (isLast(event)) {
      return event.response;
    }
  }
  throw brokenOff();
}

type LastEvent =
  | OpenAI.Responses.ResponseCompletedEvent
  | OpenAI.Responses.ResponseIncompleteEvent
  | OpenAI.Responses.ResponseFailedEvent;

function isLast(event: OpenAI.Responses.ResponseStreamEvent): event is LastEvent {
  return ["response.completed", "response.incomplete", "response.failed"].includes(event.type);
}

/**
 * What the chunks of a completion come to. Throws when they end before the completion does; `onUsage` has heard by then
 * what it cost, where the server counts along.
 */
export async function readChat(
  stream: AsyncIterable<OpenAI.Chat.ChatCompletionChunk>,
  onText: OnText,
  onUsage?: (so: Pick<ChatResult, "model" | "usage">) => void,
): Promise<ChatResult> {
  const result: ChatResult = {
    model: "",
    finishReason: null,
    content: "",
    refusal: "",
    toolCalls: [],
    usage: null,
  };
  for await (const chunk of stream) {
    result.model ||= chunk.model;
    if (chunk.usage) {
      result.usage = chunk.usage;
      onUsage?.(result);
    }
    // The last chunk has usage only, and compatible servers are less exact than the types.
    const choice = chunk.choices?.[0];
    if (!choice) continue;
    result.finishReason = choice.finish_reason ?? result.finishReason;
    result.refusal += choice.delta?.refusal ?? "";
    for (const call of choice.delta?.tool_calls ?? []) hearCall(result.toolCalls, call);
    const piece = choice.delta?.content ?? "";
    if (piece === "") continue;
    result.content += piece;
    onText?.(result.content);
  }
  if (result.finishReason === null) throw brokenOff();
  return result;
}

/** Some servers give every call the index 0 and tell them apart by their ids. */
function hearCall(
  calls: ChatResult["toolCalls"],
  piece: OpenAI.Chat.ChatCompletionChunk.Choice.Delta.ToolCall,
): void {
  const known = calls.findLast(({ index }) => index === piece.index);
  const isSame = known && (!piece.id || known.id === "" || known.id === piece.id);
  const call = isSame ? known : { index: piece.index, id: "", name: "", arguments: "" };
  if (!isSame) calls.push(call);
  call.id ||= piece.id ?? "";
  call.name += piece.function?.name ?? "";
  call.arguments += piece.function?.arguments ?? "";
}

function brokenOff(): Error {
  return new Error("The stream ended before the answer did.");
}
