import type Anthropic from "@anthropic-ai/sdk";
import { Rejection } from "./rejection.ts";
import { checkTools, firstMissing } from "./tool-rules.ts";
import type { AnthropicMessage } from "./wire-anthropic.ts";

type Block = Anthropic.ContentBlockParam;
type Message = AnthropicMessage["messages"][number];

/** What the service remembers of the thoughts that it signed. */
export type Thoughts = {
  /** Signature -> what was thought. */
  signed: Map<string, string>;
  /** Signature -> what had been said before, see `saidIn`. */
  behind: Map<string, string>;
};

/** Every call has its answer, every answer its call, and thoughts come back as they went out and where they stood. */
export function checkAnthropicTools(body: AnthropicMessage, thoughts: Thoughts): void {
  const tools = (body.tools ?? []).flatMap((tool) => ("input_schema" in tool ? [tool] : []));
  checkTools(
    tools.map(({ name, input_schema: schema }) => ({ name, schema })),
    128,
  );
  checkChoice(
    body,
    tools.map(({ name }) => name),
  );
  const contents = body.messages.map(blocksOf);
  if (
    tools.length === 0 &&
    contents.flat().some(({ type }) => type === "tool_use" || type === "tool_result")
  ) {
    throw new Rejection(
      400,
      "Requests which have `tool_use` or `tool_result` blocks in `messages` must define tools.",
    );
  }
  for (const [index, message] of body.messages.entries()) {
    const content = contents[index] ?? [];
    const where = `messages.${index}`;
    if (content.length === 0) throw new Rejection(400, `${where}: all messages must have non-empty content`);
    if (message.role === "assistant") {
      checkAssistant(content, contents[index + 1] ?? [], where);
      checkThoughts(content, thoughts, saidIn(body.messages.slice(0, index)), where);
    } else checkResults(content, contents[index - 1] ?? [], where);
  }
}

function checkChoice({ tool_choice: choice }: AnthropicMessage, names: string[]): void {
  if (choice === undefined) return;
  if (names.length === 0)
    throw new Rejection(400, "tool_choice: may only be specified while providing tools");
  if (choice.type === "tool" && !names.includes(choice.name)) {
    throw new Rejection(400, `tool_choice: Tool '${choice.name}' not found in provided tools`);
  }
}

function checkAssistant(content: Block[], next: Block[], where: string): void {
  const uses = content.flatMap((block) => (block.type === "tool_use" ? [block] : []));
  for (const { id, input } of uses) {
    if (!/^[a-zA-Z0-9_-]+$/.test(id))
      throw new Rejection(400, `${where}: tool_use.id: String should match pattern`);
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      throw new Rejection(400, `${where}: tool_use.input: Input should be a valid dictionary`);
    }
  }
  // Results stand first in their message: those behind a text are not seen.
  const end = next.findIndex(({ type }) => type !== "tool_result");
  const open = firstMissing(
    uses.map(({ id }) => id),
    resultIds(end === -1 ? next : next.slice(0, end)),
  );
  if (open !== null) {
    throw new Rejection(
      400,
      `${where}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open}.`,
    );
  }
}

/** Current models may be given a turn without its thoughts, but no thought behind another conversation than its own. */
function checkThoughts(content: Block[], { signed, behind }: Thoughts, said: string, where: string): void {
  for (const block of content) {
    if (block.type !== "thinking") continue;
    if (signed.get(block.signature) !== block.thinking) {
      throw new Rejection(400, `${where}: Invalid \`signature\` in \`thinking\` block`);
    }
    if (behind.get(block.signature) !== said) {
      throw new Rejection(
        400,
        `${where}: Invalid \`signature\` in \`thinking\` block. The block is bound to a different conversation.`,
      );
    }
  }
}

/** Marks for the cache are no part of what is said. */
export function saidIn(messages: Message[]): string {
  return JSON.stringify(
    messages.map((message) => [message.role, blocksOf(message)]),
    (key, value: unknown) => (key === "cache_control" ? undefined : value),
  );
}

function checkResults(content: Block[], previous: Block[], where: string): void {
  const calls = previous.flatMap((block) => (block.type === "tool_use" ? [block.id] : []));
  const ids = resultIds(content);
  const unknown = firstMissing(ids, calls);
  if (unknown !== null) {
    throw new Rejection(
      400,
      `${where}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${unknown}.`,
    );
  }
  if (new Set(ids).size < ids.length) {
    throw new Rejection(400, `${where}: each tool_use must have a single result.`);
  }
}

function resultIds(content: Block[]): string[] {
  return content.flatMap((block) => (block.type === "tool_result" ? [block.tool_use_id] : []));
}

export function blocksOf({ content }: Message): Block[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

/** What the tools answered in the last message. */
export function newestResults({ messages }: AnthropicMessage): string[] {
  const last = messages.at(-1);
  return last
    ? blocksOf(last).flatMap((block) => (block.type === "tool_result" ? [resultText(block)] : []))
    : [];
}

export function resultText({ content = "" }: Anthropic.ToolResultBlockParam): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
}
