import type Anthropic from "@anthropic-ai/sdk";
import { piecesOf, serverSentEvent } from "./output.ts";
import type { StreamFailure } from "./script.ts";

/** A finished message as the stream of events that would have delivered it. */
export function anthropicEvents(message: Anthropic.Message): string[] {
  const start = { ...message, content: [], stop_reason: null, stop_details: null };
  const opening: Anthropic.MessageStreamEvent = {
    type: "message_start",
    message: { ...start, usage: { ...message.usage, output_tokens: 1 } },
  };
  const events = [opening, ...message.content.flatMap(blockEvents), ...closing(message)];
  const [first, ...rest] = events.map(serverSentEvent);
  return [first ?? "", serverSentEvent({ type: "ping" }), ...rest];
}

function blockEvents(block: Anthropic.ContentBlock, index: number): Anthropic.MessageStreamEvent[] {
  const stop: Anthropic.MessageStreamEvent = { type: "content_block_stop", index };
  const [opened, deltas] = apart(block);
  return [
    { type: "content_block_start", index, content_block: opened },
    ...deltas.map((delta): Anthropic.MessageStreamEvent => ({ type: "content_block_delta", index, delta })),
    stop,
  ];
}

/** A block as it is opened, and what is then added to it. */
function apart(block: Anthropic.ContentBlock): [Anthropic.ContentBlock, Anthropic.RawContentBlockDelta[]] {
  if (block.type === "text") {
    return [{ ...block, text: "" }, piecesOf(block.text).map((text) => ({ type: "text_delta", text }))];
  }
  if (block.type === "thinking") {
    return [{ ...block, signature: "" }, [{ type: "signature_delta", signature: block.signature }]];
  }
  if (block.type !== "tool_use") return [block, []];
  const pieces = piecesOf(String(block.input));
  return [
    { ...block, input: {} },
    pieces.map((partial_json) => ({ type: "input_json_delta", partial_json })),
  ];
}

function closing(message: Anthropic.Message): Anthropic.MessageStreamEvent[] {
  const { container, stop_details, stop_reason, stop_sequence, usage } = message;
  const delta = { container, stop_details, stop_reason, stop_sequence };
  return [{ type: "message_delta", delta, usage }, { type: "message_stop" }];
}

/** What the service sends when it fails after it has begun to answer. */
export function anthropicErrorEvent(kind: StreamFailure): string {
  const error =
    kind === "overloaded"
      ? { type: "overloaded_error", message: "Overloaded" }
      : { type: "rate_limit_error", message: "This request would exceed your rate limit." };
  const event = { type: "error", error };
  return serverSentEvent(event);
}
