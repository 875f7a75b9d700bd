import type { AgentModel, AgentReply, AgentRequest } from "@firstline/core";

/** What the agent says in one turn: a text, calls of tools, an end, a failure, or one of these made of the request. */
type Said =
  | { text?: string; calls?: { name: string; input: unknown }[] }
  | { outcome: "refused" }
  | { outcome: "cut"; detail: string }
  | Error;
export type ScriptedTurn = Said | ((request: AgentRequest, signal: AbortSignal) => Said | Promise<Said>);

export type ScriptedAgent = AgentModel & {
  /** Every request so far, as it was when it came. */
  requests: AgentRequest[];
  next(...turns: ScriptedTurn[]): void;
  /** Leaves out the turns that were not taken. */
  forget(): void;
};

const USAGE = {
  model: "scripted-agent-1",
  inputTokens: 4_000,
  outputTokens: 200,
  cachedInputTokens: 3_000,
  costUsd: 0.01,
};

/** A model with tools that takes the given turns in order; a turn that is not there fails the test. */
export function scriptedAgent(turns: ScriptedTurn[] = []): ScriptedAgent {
  const waiting = [...turns];
  const requests: AgentRequest[] = [];
  return {
    name: USAGE.model,
    requests,
    next: (...more) => void waiting.push(...more),
    forget: () => void waiting.splice(0),
    async takeTurn(request, signal) {
      requests.push({ ...request, turns: [...request.turns] });
      signal.throwIfAborted();
      const turn = waiting.shift();
      if (turn === undefined) throw new Error(`turn ${requests.length} of the agent is not scripted`);
      return toReply(typeof turn === "function" ? await turn(request, signal) : turn, requests.length);
    },
  };
}

function toReply(said: Said, turn: number): AgentReply {
  if (said instanceof Error) throw said;
  if ("outcome" in said) return { ...said, usage: USAGE };
  const { text = "", calls = [] } = said;
  const numbered = calls.map((call, index) => ({ id: `call_${turn}_${index}`, ...call }));
  return { outcome: "said", turn: { role: "agent", text, calls: numbered, raw: null }, usage: USAGE };
}
