import type { Prompt } from "./script.ts";
import type { OpenAiChat, OpenAiResponse } from "./wire-openai.ts";

export function responsePrompt(body: OpenAiResponse, model: string): Prompt {
  const items = typeof body.input === "string" ? [{ role: "user", content: body.input }] : (body.input ?? []);
  const format = body.text?.format;
  return {
    api: "responses",
    model,
    system: [body.instructions ?? "", ...textsOf(items, ["system", "developer"])].join("\n"),
    user: textsOf(items, ["user", "assistant"]).join("\n"),
    schema: format?.type === "json_schema" ? format.schema : null,
  };
}

export function chatPrompt(body: OpenAiChat): Prompt {
  const format = body.response_format;
  return {
    api: "chat",
    model: body.model,
    system: textsOf(body.messages, ["system", "developer"]).join("\n"),
    user: textsOf(body.messages, ["user", "assistant"]).join("\n"),
    schema: format?.type === "json_schema" ? (format.json_schema.schema ?? null) : null,
  };
}

function textsOf(items: object[], roles: string[]): string[] {
  return items.flatMap((item) => {
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
