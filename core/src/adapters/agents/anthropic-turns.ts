import { createHash } from "node:crypto";
import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";
import type { AgentTurn, ToolCall } from "../../ports.ts";
import { readToolInput, toToolInput, toToolOutput } from "./tool-input.ts";

/** What a turn of Claude is kept as: its blocks with their signatures, in the form in which they are given back. */
const Raw = z.object({
  service: z.literal("anthropic"),
  /** What had been said before, see `Conversation`. */
  said: z.string(),
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

/** `inputs` has what each tool was given, by the index of its block; `said` is that of the messages it answers. */
export function fromBlocks(
  content: Anthropic.ContentBlock[],
  { inputs, said }: { inputs: ReadonlyMap<number, string>; said: string },
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
  return { calls, raw: { service: "anthropic", said, content: blocks } };
}

export type Conversation = {
  messages: Anthropic.MessageParam[];
  /** A digest of all that they say: the service takes a thought back only behind exactly what it was thought behind. */
  said: string;
};

/** The turns as messages that alternate; the ends of the last two of ours are marked for the cache. */
export function toConversation(turns: AgentTurn[]): Conversation {
  const messages: { role: "user" | "assistant"; content: Anthropic.ContentBlockParam[] }[] = [];
  let said = "";
  for (const turn of turns) {
    const role = turn.role === "agent" ? "assistant" : "user";
    const content = toContent(turn, said);
    const last = messages.at(-1);
    if (content.length === 0) continue; // a model may end its turn without a word, and the service takes none back
    if (last?.role === role) last.content.push(...content);
    else messages.push({ role, content });
    said = createHash("sha256")
      .update(`${said}${role}${JSON.stringify(content)}`)
      .digest("base64");
  }
  const marked = new Set(messages.filter(({ role }) => role === "user").slice(-2));
  return {
    messages: messages.map((message) =>
      marked.has(message) ? { ...message, content: markLast(message.content) } : message,
    ),
    said,
  };
}

/** `said` is that of the turns before. */
function toContent(turn: AgentTurn, said: string): Anthropic.ContentBlockParam[] {
  switch (turn.role) {
    case "user":
      return toText(turn.text);
    case "agent":
      return toSaid(turn, said);
    case "tools":
      return turn.results.map(({ callId, output, isError }) => ({
        type: "tool_result",
        tool_use_id: callId,
        content: toToolOutput(output),
        ...(isError && { is_error: true }),
      }));
  }
}

/** Where an earlier turn was cut short since, the thoughts stay out: the service would reject them. */
function toSaid({ raw, text, calls }: Extract<AgentTurn, { role: "agent" }>, said: string): Block[] {
  const own = Raw.safeParse(raw).data;
  if (!own) return [...toText(text), ...calls.map(toToolUse)];
  if (own.said === said) return own.content;
  return own.content.filter(({ type }) => type !== "thinking" && type !== "redacted_thinking");
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
