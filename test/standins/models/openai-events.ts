import type OpenAI from "openai";
import { functionCalls, type FunctionCall } from "./openai-tools.ts";
import { piecesOf, serverSentEvent } from "./output.ts";
import type { StreamFailure } from "./script.ts";

/** The SDK adds `output_text` up from the output; the service does not send it. */
export type SentResponse = Omit<OpenAI.Responses.Response, "output_text">;

type Event = { type: string; [field: string]: unknown };
type Part = OpenAI.Responses.ResponseOutputMessage["content"][number];
type Position = { item_id: string; output_index: number; content_index: number };

/** A finished response as the stream of events that would have delivered it. */
export function responseEvents(response: SentResponse): string[] {
  const started = { ...response, status: "in_progress", output: [], usage: null };
  const last = response.status === "incomplete" ? "response.incomplete" : "response.completed";
  const events: Event[] = [
    { type: "response.created", response: started },
    { type: "response.in_progress", response: started },
    ...response.output.flatMap(itemEvents),
    { type: last, response },
  ];
  return events.map((event, index) => serverSentEvent(numbered(event, index)));
}

function numbered(event: Event, index: number): Event {
  return { ...event, sequence_number: index };
}

function itemEvents(item: OpenAI.Responses.ResponseOutputItem, output_index: number): Event[] {
  return [
    { type: "response.output_item.added", output_index, item: opened(item) },
    ...innerEvents(item, output_index),
    { type: "response.output_item.done", output_index, item },
  ];
}

function opened(item: OpenAI.Responses.ResponseOutputItem): object {
  if (item.type === "message") return { ...item, status: "in_progress", content: [] };
  return item.type === "function_call" ? { ...item, status: "in_progress", arguments: "" } : item;
}

function innerEvents(item: OpenAI.Responses.ResponseOutputItem, output_index: number): Event[] {
  if (item.type === "message") {
    return item.content.flatMap((part, index) => partEvents(part, item.id, output_index, index));
  }
  if (item.type !== "function_call") return [];
  const at = { item_id: item.id, output_index };
  const type = "response.function_call_arguments";
  return [
    ...piecesOf(item.arguments).map((delta) => ({ type: `${type}.delta`, ...at, delta })),
    { type: `${type}.done`, ...at, name: item.name, arguments: item.arguments },
  ];
}

function partEvents(part: Part, item_id: string, output_index: number, content_index: number): Event[] {
  const at: Position = { item_id, output_index, content_index };
  const inner = part.type === "output_text" ? textEvents(part.text, at) : refusalEvents(part.refusal, at);
  const opened = part.type === "output_text" ? { ...part, text: "" } : { ...part, refusal: "" };
  return [
    { type: "response.content_part.added", ...at, part: opened },
    ...inner,
    { type: "response.content_part.done", ...at, part },
  ];
}

function textEvents(text: string, at: Position): Event[] {
  const deltas = piecesOf(text).map((delta) => ({
    type: "response.output_text.delta",
    ...at,
    delta,
    logprobs: [],
  }));
  return [...deltas, { type: "response.output_text.done", ...at, text, logprobs: [] }];
}

function refusalEvents(refusal: string, at: Position): Event[] {
  const deltas = piecesOf(refusal).map((delta) => ({ type: "response.refusal.delta", ...at, delta }));
  return [...deltas, { type: "response.refusal.done", ...at, refusal }];
}

/** A finished completion as the chunks that would have delivered it. */
export function chatEvents(completion: OpenAI.ChatCompletion, withUsage: boolean): string[] {
  const { id, model, created, usage } = completion;
  const frame = { id, model, created, object: "chat.completion.chunk" };
  const message = completion.choices[0]?.message;
  const deltas = [
    { role: "assistant", content: "" },
    ...piecesOf(message?.content ?? "").map((content) => ({ content })),
    ...piecesOf(message?.refusal ?? "").map((refusal) => ({ refusal })),
    ...functionCalls(message?.tool_calls ?? []).flatMap(callDeltas),
  ];
  const end = { index: 0, delta: {}, finish_reason: completion.choices[0]?.finish_reason };
  const chunks = [
    ...deltas.map((delta) => ({ ...frame, choices: [{ index: 0, delta, finish_reason: null }] })),
    { ...frame, choices: [end] },
    ...(withUsage ? [{ ...frame, choices: [], usage }] : []),
  ];
  return [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), "data: [DONE]\n\n"];
}

/** A call begins with its name; its arguments follow in pieces. */
function callDeltas({ id, function: { name, arguments: json } }: FunctionCall, index: number): object[] {
  const pieces = piecesOf(json).map((piece) => ({ index, function: { arguments: piece } }));
  const first = { index, id, type: "function", function: { name, arguments: "" } };
  return [first, ...pieces].map((call) => ({ tool_calls: [call] }));
}

const FAILURES: Record<StreamFailure, { code: string; message: string }> = {
  overloaded: { code: "server_error", message: "The server had an error while processing your request." },
  limited: { code: "rate_limit_exceeded", message: "Rate limit reached." },
};

/** What the Responses API sends when it fails after it has begun to answer. */
export function responseErrorEvent(kind: StreamFailure): string {
  const event = { type: "error", ...FAILURES[kind], param: null, sequence_number: 99 };
  return serverSentEvent(event);
}

/** Completions have no events with names, so their error is a chunk of its own kind. */
export function chatErrorEvent(kind: StreamFailure): string {
  const { code, message } = FAILURES[kind];
  return `data: ${JSON.stringify({ error: { message, type: code, code, param: null } })}\n\n`;
}
