import type { AgentModel, AgentReply, AgentRequest, AgentTurn } from "@firstline/core";
import { createAnthropicAgent, createOpenAiAgent } from "@firstline/core/adapters";
import type { Models } from "../standins/models/index.ts";

/** What the suites of models with tools share: every adapter, and a conversation to have with it. */

type Options = { timeoutMs?: number; stallMs?: number; maxRetries?: number; maxTokens?: number };

export type AgentAdapter = {
  name: string;
  model: string;
  create: (models: Models, options?: Options) => AgentModel;
};

export const AGENTS: AgentAdapter[] = [
  {
    name: "Claude",
    model: "claude-sonnet-5-5",
    create: ({ apiKey, anthropicUrl: baseUrl }, options) =>
      createAnthropicAgent({ apiKey, baseUrl, model: "claude-sonnet-5-5", effort: "low", ...options }),
  },
  {
    name: "OpenAI's Responses API",
    model: "gpt-6-sol",
    create: ({ apiKey, openAiUrl: baseUrl }, options) =>
      createOpenAiAgent({ apiKey, baseUrl, model: "gpt-6-sol", api: "responses", effort: "low", ...options }),
  },
  {
    name: "Chat Completions of OpenAI's models",
    model: "gpt-6-sol",
    create: ({ apiKey, openAiUrl: baseUrl }, options) =>
      createOpenAiAgent({ apiKey, baseUrl, model: "gpt-6-sol", api: "chat", ...options }),
  },
  {
    name: "Chat Completions of a compatible server",
    model: "qwen3:8b",
    create: ({ apiKey, openAiUrl: baseUrl }, options) =>
      createOpenAiAgent({ apiKey, baseUrl, model: "qwen3:8b", ...options }),
  },
];

const path = { type: "object", properties: { path: { type: "string" } }, required: ["path"] };

export const TOOLS: AgentRequest["tools"] = [
  { name: "read_file", description: "Reads a file.", inputSchema: path },
  { name: "list_files", description: "Lists all files.", inputSchema: { type: "object", properties: {} } },
];

export function anAgentRequest(turns: AgentTurn[] = [aTask("Mend the export.")]): AgentRequest {
  return { rules: "You mend bugs. ".repeat(600), tools: TOOLS, turns };
}

export function aTask(text: string): AgentTurn {
  return { role: "user", text };
}

/** The turn that the agent took; every other outcome fails the test. */
export function turnOf(reply: AgentReply): Extract<AgentTurn, { role: "agent" }> {
  if (reply.outcome === "said") return reply.turn;
  throw new Error(`the agent's turn ended with ${reply.outcome}`);
}

/** Answers every call of a turn. */
export function answersTo(
  turn: AgentTurn,
  answer: (name: string) => string | { error: string },
): Extract<AgentTurn, { role: "tools" }> {
  const calls = turn.role === "agent" ? turn.calls : [];
  const results = calls.map(({ id, name }) => {
    const said = answer(name);
    return typeof said === "string"
      ? { callId: id, output: said, isError: false }
      : { callId: id, output: said.error, isError: true };
  });
  return { role: "tools", results };
}
