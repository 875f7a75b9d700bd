import type OpenAI from "openai";
import { z } from "zod";
import type { AgentReply, AgentRequest, AgentTurn, ToolCall } from "../../ports.ts";
import { BREAKPOINT, marksItsCache, takesReasoning, type OpenAiEffort } from "../openai-body.ts";
import { fromResponse } from "../openai-reply.ts";
import { readToolInput, toToolInput, toToolOutput } from "./tool-input.ts";

export type Asked = {
  model: string;
  effort: OpenAiEffort | undefined;
  maxTokens: number;
  atOpenAi: boolean;
};

type Item = OpenAI.Responses.ResponseInputItem;

/** What a turn is kept as: what the service put out, its encrypted reasoning included. */
const Raw = z.object({ service: z.literal("openai-responses"), items: z.array(z.custom<Item>(isKept)) });

const KEPT = new Set(["reasoning", "message", "function_call"]);

function isKept(item: unknown): boolean {
  return typeof item === "object" && item !== null && "type" in item && KEPT.has(String(item.type));
}

export function toResponseBody(
  { model, effort, maxTokens }: Asked,
  { rules, tools, turns }: AgentRequest,
): OpenAI.Responses.ResponseCreateParamsStreaming {
  const isMarked = marksItsCache(model);
  const marks = isMarked ? newestOfOurs(turns) : new Set<AgentTurn>();
  const items = turns.flatMap((turn) => toItems(turn, isMarked, marks.has(turn)));
  const content = [{ type: "input_text" as const, text: rules, ...BREAKPOINT }];
  return {
    model,
    ...(isMarked
      ? {
          input: [{ role: "developer", content }, ...items],
          prompt_cache_key: CACHE_KEY,
          prompt_cache_options: { mode: "explicit" },
        }
      : { input: items, instructions: rules }),
    max_output_tokens: maxTokens,
    tools: tools.map(({ name, description, inputSchema }) => ({
      type: "function",
      name,
      description,
      parameters: inputSchema,
      strict: false, // strict mode allows no optional input
    })),
    store: false, // what members wrote is not to be kept by the provider
    stream: true,
    ...(takesReasoning(model) && {
      include: ["reasoning.encrypted_content"], // it is not kept there, so it must come with the next turn
      ...(effort && { reasoning: { effort } }),
    }),
  };
}

export const CACHE_KEY = "support_fix";

/** The turns whose end the service is to remember: with the one before, it finds what the last request wrote. */
export function newestOfOurs(turns: AgentTurn[]): Set<AgentTurn> {
  return new Set(turns.filter(({ role }) => role !== "agent").slice(-2));
}

function toItems(turn: AgentTurn, isMarked: boolean, endsCache: boolean): Item[] {
  const parts = (text: string, isLast: boolean) => [
    { type: "input_text" as const, text: text.toWellFormed(), ...(endsCache && isLast && BREAKPOINT) },
  ];
  switch (turn.role) {
    case "user":
      return [{ role: "user", content: isMarked ? parts(turn.text, true) : turn.text.toWellFormed() }];
    case "agent":
      return Raw.safeParse(turn.raw).data?.items ?? [...toSaid(turn.text), ...turn.calls.map(toCallItem)];
    case "tools":
      return turn.results.map(({ callId, output, isError }, index) => {
        const text = (isError ? "Error: " : "") + toToolOutput(output);
        const isLast = index === turn.results.length - 1;
        return {
          type: "function_call_output",
          call_id: callId,
          output: isMarked ? parts(text, isLast) : text,
        };
      });
  }
}

function toSaid(text: string): Item[] {
  return text.trim() === "" ? [] : [{ role: "assistant", content: text.toWellFormed() }];
}

function toCallItem({ id, name, input }: ToolCall): Item {
  return { type: "function_call", call_id: id, name, arguments: JSON.stringify(toToolInput(input)) };
}

/** Throws `UpstreamError` when the response says that it failed. */
export function fromAgentResponse(response: OpenAI.Responses.Response): AgentReply {
  const reply = fromResponse(response);
  if (reply.outcome !== "said") return reply;
  const calls = response.output.flatMap((item): ToolCall[] =>
    item.type === "function_call"
      ? [{ id: item.call_id, name: item.name, input: readToolInput(item.arguments) }]
      : [],
  );
  const raw = { service: "openai-responses", items: response.output.filter(isKept) };
  return { outcome: "said", turn: { role: "agent", text: reply.text, calls, raw }, usage: reply.usage };
}
