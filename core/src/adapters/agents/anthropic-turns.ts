import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";
import type { AgentTurn, ToolCall } from "../../ports.ts";
import { readToolInput, toToolInput, toToolOutput } from "./tool-input.ts";

/** What a turn of Claude is kept as: its blocks with their signatures, in the form in which they are given back. */
const Raw = z.object({
  service: z.literal("anthropic"),
  content: z.array(
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("text"), text: z.string() }),
      z.object({ type: z.literal("thinking"), thinking: z.string(), signature: z.string() }),
      z.object({ type: z.literal("redacted_thinking"), data: z.string() }),
      z.object({
        type: z.literal("tool_use"),
        id: z.string(),
        name: z.string(),
        input: z.record(z.string(), z.unknown()),
      }),
    ]),
  ),
});
type Raw = z.infer<typeof Raw>;
type Block = Raw["content"][number];

/** `inputs` has what each tool was given, by the index of its block. */
export function fromBlocks(
  content: Anthropic.ContentBlock[],
  inputs: ReadonlyMap<number, string>,
): { calls: ToolCall[]; raw: Raw } {
  const calls: ToolCall[] = [];
  const blocks = content.flatMap((block, index): Block[] => {
    if (block.type === "tool_use") {
      const call = { id: block.id, name: block.name, input: readToolInput(inputs.get(index) ?? "") };
      calls.push(call);
      return [toToolUse(call)];
    }
    if (block.type === "text") return toText(block.text);
    return block.type === "thinking" || block.type === "redacted_thinking" ? [block] : [];
  });
  return { calls, raw: { service: "anthropic", content: blocks } };
}

/** The turns as messages that alternate; the ends of the last two of ours are marked for the cache. */
export function toMessages(turns: AgentTurn[]): Anthropic.MessageParam[] {
  const messages: { role: "user" | "assistant"; content: Anthropic.ContentBlockParam[] }[] = [];
  for (const turn of turns) {
    const role = turn.role === "agent" ? "assistant" : "user";
    const content = toContent(turn);
    const last = messages.at(-1);
    if (content.length === 0) continue; // a model may end its turn without a word, and the service takes none back
    if (last?.role === role) last.content.push(...content);
    else messages.push({ role, content });
  }
  const marked = new Set(messages.filter(({ role }) => role === "user").slice(-2));
  return messages.map((message) =>
    marked.has(message) ? { ...message, content: markLast(message.content) } : message,
  );
}

function toContent(turn: AgentTurn): Anthropic.ContentBlockParam[] {
  switch (turn.role) {
    case "user":
      return toText(turn.text);
    case "agent":
      return Raw.safeParse(turn.raw).data?.content ?? [...toText(turn.text), ...turn.calls.map(toToolUse)];
    case "tools":
      return turn.results.map(({ callId, output, isError }) => ({
        type: "tool_result",
        tool_use_id: callId,
        content: toToolOutput(output),
        ...(isError && { is_error: true }),
      }));
  }
}

/** Blank texts are rejected. */
function toText(text: string): Extract<Block, { type: "text" }>[] {
  return text.trim() === "" ? [] : [{ type: "text", text: text.toWellFormed() }];
}

function toToolUse({ id, name, input }: ToolCall): Extract<Block, { type: "tool_use" }> {
  return { type: "tool_use", id, name, input: toToolInput(input) };
}

/** The last of some parts ends what is to be cached. For minutes: every turn makes them start anew. */
export function markLast<Part extends object>(parts: Part[]): (Part & { cache_control?: Mark })[] {
  return parts.map((part, index) =>
    index === parts.length - 1 ? { ...part, cache_control: { type: "ephemeral" } } : part,
  );
}

type Mark = { type: "ephemeral" };
