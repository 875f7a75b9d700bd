import type OpenAI from "openai";
import type { AgentReply, AgentRequest, AgentTurn } from "../../ports.ts";
import { BREAKPOINT, marksItsCache, takesReasoning } from "../openai-body.ts";
import { fromChat, type ChatResult } from "../openai-reply.ts";
import { CACHE_KEY, newestOfOurs, type Asked } from "./openai-responses.ts";
import { readToolInput, toToolInput, toToolOutput } from "./tool-input.ts";

type Message = OpenAI.Chat.ChatCompletionMessageParam;

export function toChatBody(
  { model, effort, maxTokens, atOpenAi }: Asked,
  { rules, tools, turns }: AgentRequest,
): OpenAI.Chat.ChatCompletionCreateParamsStreaming {
  const isMarked = marksItsCache(model);
  const marks = isMarked ? newestOfOurs(turns) : new Set<AgentTurn>();
  return {
    model,
    messages: [
      { role: "system", content: isMarked ? [{ type: "text", text: rules, ...BREAKPOINT }] : rules },
      ...turns.flatMap((turn) => toMessages(turn, isMarked, marks.has(turn))),
    ],
    tools: tools.map(({ name, description, inputSchema }) => ({
      type: "function",
      function: { name, description, parameters: inputSchema },
    })),
    // OpenAI's newer models reject the old name, many other servers do not know the new one.
    ...(atOpenAi || isMarked ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
    stream: true,
    stream_options: { include_usage: true },
    ...(isMarked && { prompt_cache_key: CACHE_KEY, prompt_cache_options: { mode: "explicit" as const } }),
    ...(effort && takesReasoning(model) && { reasoning_effort: effort }),
  };
}

function toMessages(turn: AgentTurn, isMarked: boolean, endsCache: boolean): Message[] {
  const toContent = (text: string, isLast: boolean) =>
    isMarked
      ? [{ type: "text" as const, text: text.toWellFormed(), ...(endsCache && isLast && BREAKPOINT) }]
      : text.toWellFormed();
  switch (turn.role) {
    case "user":
      return [{ role: "user", content: toContent(turn.text, true) }];
    case "agent":
      return toAssistant(turn);
    case "tools":
      return turn.results.map(({ callId, output, isError }, index) => ({
        role: "tool",
        tool_call_id: callId,
        content: toContent(
          (isError ? "Error: " : "") + toToolOutput(output),
          index === turn.results.length - 1,
        ),
      }));
  }
}

/** Nothing of a turn is kept beside its text and its calls, and servers reject one that has neither. */
function toAssistant({ text, calls }: Extract<AgentTurn, { role: "agent" }>): Message[] {
  const toolCalls = calls.map(({ id, name, input }) => ({
    type: "function" as const,
    id,
    // Several servers read this as JSON, and fail when it is none.
    function: { name, arguments: JSON.stringify(toToolInput(input)) },
  }));
  if (toolCalls.length > 0)
    return [{ role: "assistant", content: text.toWellFormed(), tool_calls: toolCalls }];
  return text.trim() === "" ? [] : [{ role: "assistant", content: text.toWellFormed() }];
}

/** `asked` names the model when a server leaves it out; `position` is the turn's, for calls without an id. */
export function fromAgentChat(result: ChatResult, asked: string, position: number): AgentReply {
  const reply = fromChat(result, asked);
  if (reply.outcome !== "said") return reply;
  const calls = result.toolCalls.map(({ id, name, arguments: input }, index) => ({
    id: id === "" ? `call_${position}_${index}` : id,
    name,
    input: readToolInput(input),
  }));
  return { outcome: "said", turn: { role: "agent", text: reply.text, calls, raw: null }, usage: reply.usage };
}
