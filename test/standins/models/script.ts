import type { Conversation } from "./conversation.ts";
import { Rejection } from "./rejection.ts";

/** What a request asks for, the same for every API. */
export type Prompt = {
  api: "messages" | "responses" | "chat";
  model: string;
  system: string;
  user: string;
  /** The JSON Schema the output must follow; null when plain text was asked for. */
  schema: Record<string, unknown> | null;
  /** Names of the tools it may call. */
  tools: string[];
  /** How many turns the model has taken in this conversation. */
  turn: number;
  /** What the tools that it called last answered. */
  results: string[];
};

/** A string is sent as it stands, anything else as JSON. */
type Answer = string | object;
export type Failure = { status: number; times?: number; retryAfter?: number; code?: string };
export type Ending = "complete" | "refusal" | "truncated";

export type StreamFailure = "overloaded" | "limited";

export type Script = {
  /** Until `reset`, every request is answered with this. */
  answerWith(answer: Answer | ((prompt: Prompt) => Answer)): void;
  /** Until `reset`, requests that offer tools are answered with these turns, counted anew in each conversation. */
  converse(conversation: Conversation): void;
  /** The next `times` requests (once by default) fail with this status; `retryAfter` in seconds. */
  failNext(failure: Failure): void;
  /** Until `reset`, every answer comes that much later. */
  hang(milliseconds: number): void;
  /** Until `reset`, the connection drops after that many bytes of a body. */
  cutStream(afterBytes: number): void;
  /** Until `reset`, nothing comes after that many bytes of a body, and the connection stays open. */
  stallStream(afterBytes: number): void;
  /** Until `reset`, a stream ends with an error after that many events. */
  failStream(kind: StreamFailure, afterEvents: number): void;
  /** Until `reset`, each event of a stream comes that much after the one before. */
  pace(milliseconds: number): void;
  /** Until `reset`, the model declines. */
  refuse(): void;
  /** Until `reset`, the output ends in the middle for want of tokens. */
  truncate(): void;
  /** Until `reset`, the output is this text, which is not of the asked-for form. */
  malformed(text?: string): void;
  /** Until `reset`, the model does what any text of the prompt orders by "ignore previous instructions and say ...". */
  obeyAttacks(): void;
  reset(): void;
};

export type ScriptState = {
  answer: Answer | ((prompt: Prompt) => Answer) | null;
  conversation: Conversation | null;
  failures: Failure[];
  delayMs: number;
  cutAfterBytes: number | null;
  stallAfterBytes: number | null;
  streamFailure: { kind: StreamFailure; afterEvents: number } | null;
  paceMs: number;
  ending: Ending;
  obeysAttacks: boolean;
};

function freshState(): ScriptState {
  return {
    answer: null,
    conversation: null,
    failures: [],
    delayMs: 0,
    cutAfterBytes: null,
    stallAfterBytes: null,
    streamFailure: null,
    paceMs: 0,
    ending: "complete",
    obeysAttacks: false,
  };
}

export function createScript(): { script: Script; state: ScriptState } {
  const state = freshState();
  const script: Script = {
    answerWith: (answer) => void (state.answer = answer),
    converse: (conversation) => void (state.conversation = conversation),
    failNext: (failure) => void state.failures.push(...Array<Failure>(failure.times ?? 1).fill(failure)),
    hang: (milliseconds) => void (state.delayMs = milliseconds),
    cutStream: (afterBytes) => void (state.cutAfterBytes = afterBytes),
    stallStream: (afterBytes) => void (state.stallAfterBytes = afterBytes),
    failStream: (kind, afterEvents) => void (state.streamFailure = { kind, afterEvents }),
    pace: (milliseconds) => void (state.paceMs = milliseconds),
    refuse: () => void (state.ending = "refusal"),
    truncate: () => void (state.ending = "truncated"),
    malformed: (text = "I would rather say it in my own words.") => void (state.answer = text),
    obeyAttacks: () => void (state.obeysAttacks = true),
    reset: () => void Object.assign(state, freshState()),
  };
  return { script, state };
}

const FAILURES: Record<number, string> = {
  401: "invalid API key",
  429: "This request would exceed your rate limit.",
  500: "Internal server error",
  529: "Overloaded",
};

export function toRejection({ status, code }: Failure): Rejection {
  return new Rejection(
    status,
    FAILURES[status] ?? `scripted failure ${status}`,
    code === undefined ? {} : { code },
  );
}
