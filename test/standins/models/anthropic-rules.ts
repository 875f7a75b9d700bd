import { countTokens, ttlOf } from "./prompt-cache.ts";
import { Rejection } from "./rejection.ts";
import { checkAnthropicSchema } from "./schema-rules.ts";
import type { AnthropicMessage } from "./wire-anthropic.ts";

type Model = { id: string; takesPrefill: boolean; takesEffort: boolean; contextTokens: number };

const MODELS: Model[] = [
  { id: "claude-haiku-5-5", takesPrefill: false, takesEffort: true, contextTokens: 1_000_000 },
  { id: "claude-sonnet-5-5", takesPrefill: false, takesEffort: true, contextTokens: 1_000_000 },
  { id: "claude-opus-5-5", takesPrefill: false, takesEffort: true, contextTokens: 1_000_000 },
  { id: "claude-sonnet-4-5", takesPrefill: true, takesEffort: false, contextTokens: 200_000 },
  { id: "claude-haiku-4-5", takesPrefill: true, takesEffort: false, contextTokens: 200_000 },
];

const MAX_CACHE_MARKS = 4;

export function findAnthropicModel(id: string): Model {
  const model = MODELS.find((each) => each.id === id);
  if (!model) throw new Rejection(404, `model: ${id}`);
  return model;
}

export function anthropicModels(): object {
  const data = MODELS.map(({ id, contextTokens }) => ({
    type: "model",
    id,
    display_name: id,
    created_at: "2026-10-01T00:00:00Z",
    capabilities: null,
    deprecated_at: null,
    lifecycle: "active",
    line: id.split("-")[1] ?? null,
    max_input_tokens: contextTokens,
    max_tokens: 128_000,
    retires_at: null,
  }));
  return { data, has_more: false, first_id: data.at(0)?.id ?? null, last_id: data.at(-1)?.id ?? null };
}

/** What the service rejects beyond the types of its SDK. */
export function checkAnthropicMessage(body: AnthropicMessage): void {
  const model = findAnthropicModel(body.model);
  for (const name of ["user_profile_id", "workspace_id"]) {
    if (name in body) throw new Rejection(400, `${name}: Extra inputs are not permitted`); // headers in the SDK's types
  }
  if (!Number.isInteger(body.max_tokens) || body.max_tokens < 0) {
    throw new Rejection(400, "max_tokens: Input should be a valid integer greater than or equal to 0");
  }
  checkTurns(body, model);
  checkTexts(body);
  checkCacheMarks(body);
  if (body.output_config?.effort && !model.takesEffort) {
    throw new Rejection(400, "output_config.effort: This model does not support the effort parameter.");
  }
  if (body.output_config?.format) checkAnthropicSchema(body.output_config.format.schema);
  const tokens = countTokens(JSON.stringify([body.system, body.messages]));
  if (tokens > model.contextTokens) {
    throw new Rejection(400, `prompt is too long: ${tokens} tokens > ${model.contextTokens} maximum`);
  }
}

function checkTurns({ messages }: AnthropicMessage, model: Model): void {
  if (messages.length === 0) throw new Rejection(400, "messages: at least one message is required");
  if (messages[0]?.role !== "user")
    throw new Rejection(400, "messages: first message must use the user role");
  if (messages.at(-1)?.role === "assistant" && !model.takesPrefill) {
    throw new Rejection(
      400,
      "This model does not support assistant message prefill. The conversation must end with a user message.",
    );
  }
}

function checkTexts(body: AnthropicMessage): void {
  for (const text of [
    ...textsOf(body.system ?? []),
    ...body.messages.flatMap(({ content }) => textsOf(content)),
  ]) {
    if (text === "") throw new Rejection(400, "messages: text content blocks must be non-empty");
    if (text.trim() === "")
      throw new Rejection(400, "messages: text content blocks must contain non-whitespace text");
    if (!text.isWellFormed())
      throw new Rejection(400, "The request body is not valid JSON: no low surrogate in string");
  }
}

function textsOf(content: string | object[]): string[] {
  if (typeof content === "string") return [content];
  return content.flatMap((block) => ("text" in block && typeof block.text === "string" ? [block.text] : []));
}

function checkCacheMarks(body: AnthropicMessage): void {
  const parts: unknown[] = [
    body,
    ...(body.tools ?? []),
    body.system,
    ...body.messages.map(({ content }) => content),
  ];
  const marks = parts.flat().filter(isMarked);
  if (marks.length > MAX_CACHE_MARKS) {
    throw new Rejection(
      400,
      `A maximum of 4 blocks with cache_control may be provided. Found ${marks.length}.`,
    );
  }
  const lasting = marks.map((mark) => ttlOf(mark.cache_control));
  if (lasting.lastIndexOf("1h") > lasting.indexOf("5m") && lasting.includes("5m")) {
    throw new Rejection(
      400,
      "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.",
    );
  }
}

function isMarked(block: unknown): block is { cache_control: object } {
  return (
    typeof block === "object" && block !== null && "cache_control" in block && Boolean(block.cache_control)
  );
}
