import type { AgentModel } from "../../ports.ts";
import { callModel } from "../model-call.ts";
import { openOpenAi, type OpenAiOptions } from "../openai-client.ts";
import { usageOfChat } from "../openai-reply.ts";
import { readChat, readResponse } from "../openai-stream.ts";
import { fromAgentChat, toChatBody } from "./openai-chat.ts";
import { fromAgentResponse, toResponseBody } from "./openai-responses.ts";
import { cutWhenTooLong } from "./when-too-long.ts";

export type OpenAiAgentOptions = OpenAiOptions & {
  /** For the output of one turn, reasoning included. */
  maxTokens?: number;
};

/** A turn may write a whole file after long thoughts; what local models take altogether is often 32,000 tokens. */
const MAX_TOKENS = { hosted: 32_000, local: 8_000 };

/** Any model behind OpenAI's API, with tools. */
export function createOpenAiAgent(options: OpenAiAgentOptions): AgentModel {
  const { model } = options;
  const { client, settings, atOpenAi, api } = openOpenAi(options, 300_000);
  const maxTokens = options.maxTokens ?? (api === "responses" ? MAX_TOKENS.hosted : MAX_TOKENS.local);
  const asked = { model, effort: options.effort, maxTokens, atOpenAi };

  return {
    name: model,
    takeTurn: (request, signal) =>
      cutWhenTooLong(model, () =>
        callModel(settings, signal, async (inner, tell) => {
          if (api === "responses") {
            const body = toResponseBody(asked, request);
            return fromAgentResponse(
              await readResponse(await client.responses.create(body, { signal: inner }), undefined),
            );
          }
          const stream = await client.chat.completions.create(toChatBody(asked, request), { signal: inner });
          const result = await readChat(stream, undefined, (so) => tell(usageOfChat(so, model)));
          return fromAgentChat(result, model, request.turns.length);
        }),
      ),
  };
}
