import { itemsOf } from "./openai-tools.ts";
import type { Prompt } from "./script.ts";
import type { OpenAiChat, OpenAiResponse } from "./wire-openai.ts";

export function responsePrompt(body: OpenAiResponse, model: string): Prompt {
  const items = itemsOf(body);
  const format = body.text?.format;
  return {
    api: "responses",
    model,
    system: [body.instructions ?? "", ...textsOf(items, ["system", "developer"])].join("\n"),
    user: textsOf(items, ["user", "assistant"]).join("\n"),
    schema: format?.type === "json_schema" ? format.schema : null,
    tools: (body.tools ?? []).flatMap((tool) => (tool.type === "function" ? [tool.name] : [])),
    turn: items.filter((item, index) => isTheirs(item) && !isTheirs(items[index - 1])).length,
    results: newest(items, (item) => ("output" in item ? contentTexts(item.output) : null)),
  };
}

export function chatPrompt(body: OpenAiChat): Prompt {
  const format = body.response_format;
  return {
    api: "chat",
    model: body.model,
    system: textsOf(body.messages, ["system", "developer"]).join("\n"),
    user: textsOf(body.messages, ["user", "assistant", "tool"]).join("\n"),
    schema: format?.type === "json_schema" ? (format.json_schema.schema ?? null) : null,
    tools: (body.tools ?? []).flatMap((tool) => (tool.type === "function" ? [tool.function.name] : [])),
    turn: body.messages.filter(({ role }) => role === "assistant").length,
    results: newest(body.messages, (message) =>
      message.role === "tool" ? contentTexts(message.content) : null,
    ),
  };
}

/** What the model put out. */
function isTheirs(item: object | undefined): boolean {
  if (!item) return false;
  if ("type" in item && (item.type === "reasoning" || item.type === "function_call")) return true;
  return "role" in item && item.role === "assistant";
}

/** The texts of the last items, back to the first that has none. */
function newest<Item>(items: Item[], read: (item: Item) => string[] | null): string[] {
  const texts = items.map(read);
  return texts.slice(texts.lastIndexOf(null) + 1).flatMap((text) => text ?? []);
}

function textsOf(items: object[], roles: string[]): string[] {
  return items.flatMap((item) => {
    if ("output" in item && roles.includes("user")) return contentTexts(item.output);
    const isAsked = "role" in item && roles.includes(String(item.role));
    return isAsked && "content" in item ? contentTexts(item.content) : [];
  });
}

function contentTexts(content: unknown): string[] {
  if (typeof content === "string") return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: unknown) => {
    const hasText =
      typeof part === "object" && part !== null && "text" in part && typeof part.text === "string";
    return hasText ? [String(part.text)] : [];
  });
}
