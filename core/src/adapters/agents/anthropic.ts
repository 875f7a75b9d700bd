import type Anthropic from "@anthropic-ai/sdk";
import type { MessageStream } from "@anthropic-ai/sdk/lib/MessageStream";
import type { AgentModel, AgentReply, AgentRequest } from "../../ports.ts";
import { openAnthropic, takesEffort, type AnthropicOptions } from "../anthropic-client.ts";
import { fromMessage, hearUsage } from "../anthropic-reply.ts";
import { callModel } from "../model-call.ts";
import { fromBlocks, markLast, toConversation, type Conversation } from "./anthropic-turns.ts";
import { cutWhenTooLong } from "./when-too-long.ts";

export type AnthropicAgentOptions = AnthropicOptions & {
  /** For the output of one turn, thinking included. */
  maxTokens?: number;
};

/** A turn may write a whole file after long thoughts. */
const MAX_TOKENS = 32_000;
/** The marks of a conversation name none, which means these. */
const CACHE_TIME = "5m";

/** Claude with tools. Each turn is one streamed Messages call; all that was said before is read from the service's cache. */
export function createAnthropicAgent(options: AnthropicAgentOptions): AgentModel {
  const { model } = options;
  const { client, settings } = openAnthropic(options, 300_000);

  return {
    name: model,
    takeTurn: (request, signal) =>
      cutWhenTooLong(model, () =>
        callModel(settings, signal, async (inner, tell) => {
          const { messages, said } = toConversation(request.turns);
          const stream = client.messages.stream(toBody(options, request, messages), { signal: inner });
          hearUsage(stream, CACHE_TIME, tell);
          const inputs = hearInputs(stream);
          return toReply(await stream.finalMessage(), { inputs, said });
        }),
      ),
  };
}

function toBody(
  options: AnthropicAgentOptions,
  request: Pick<AgentRequest, "tools" | "rules">,
  messages: Conversation["messages"],
): Anthropic.MessageStreamParams {
  const { model, maxTokens = MAX_TOKENS, effort } = options;
  const tools = request.tools.map(({ name, description, inputSchema }): Anthropic.Tool => ({
    name,
    description,
    input_schema: { ...inputSchema, type: "object" },
  }));
  return {
    model,
    max_tokens: maxTokens,
    // The service takes four marks: these two, and one in each of the last two turns of ours, so that a turn with many
    // results does not move the end of the last request out of its sight.
    tools: markLast(tools),
    system: markLast([{ type: "text", text: request.rules }]),
    messages,
    ...(effort && takesEffort(model) && { output_config: { effort } }),
  };
}

/**
 * The inputs of tools as they come, by their block's index: the SDK mends broken JSON, so that half an input would look
 * like a whole one, and throws where it cannot.
 */
function hearInputs(stream: MessageStream): Map<number, string> {
  const inputs = new Map<number, string>();
  stream.on("streamEvent", (event) => {
    if (event.type !== "content_block_delta" || event.delta.type !== "input_json_delta") return;
    inputs.set(event.index, (inputs.get(event.index) ?? "") + event.delta.partial_json);
  });
  return inputs;
}

function toReply(
  message: Anthropic.Message,
  heard: { inputs: ReadonlyMap<number, string>; said: string },
): AgentReply {
  const reply = fromMessage(message, CACHE_TIME);
  if (reply.outcome !== "said") return reply;
  const { calls, raw } = fromBlocks(message.content, heard);
  return { outcome: "said", turn: { role: "agent", text: reply.text, calls, raw }, usage: reply.usage };
}
