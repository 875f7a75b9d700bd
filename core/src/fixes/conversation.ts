import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import type { AgentModel, AgentReply, AgentRequest, AgentTurn, ToolCall } from "../ports.ts";
import { readStanding, storeFixCall, storeStep } from "./journal.ts";
import type { FixRun } from "./journal.ts";
import { isAttack } from "./paths.ts";
import { shortenTurns, TIGHT_LIMITS, USUAL_LIMITS } from "./shorten.ts";
import type { FinishedFix, ToolDesk, ToolOutcome } from "./tool.ts";
import { callTool, TOOL_SPECS } from "./tools.ts";

export type Conversation = {
  agent: AgentModel;
  of: FixRun;
  rules: string;
  /** The first message. */
  report: string;
  desk: ToolDesk;
  deadline: Date;
  /** Ends the run: the process is about to stop. */
  signal: AbortSignal;
};

export type ConversationEnd =
  | { end: "finished"; fix: FinishedFix }
  | { end: "failed" | "stopped"; reason: string }
  | { end: "superseded" };

/** So many messages without a tool call in a row, and the model is told no more. */
const MAX_IDLE = 2;
/** The model is told how many steps are left from here on. */
const LAST_STEPS = 5;
const GO_ON = "Go on with the tools. When you are done, or cannot go on, call finish.";

type State = {
  turns: AgentTurn[];
  steps: number;
  idle: number;
  wasReminded: boolean;
  /** Of the last turn: cutting more would not help. */
  wasCut: boolean;
};

/** Lets the model work with the tools until it is done or a limit is reached. Throws when `signal` is aborted. */
export async function converse(ctx: Pick<Ctx, "db" | "now">, with_: Conversation): Promise<ConversationEnd> {
  const state: State = {
    turns: [{ role: "user", text: with_.report }],
    steps: 0,
    idle: 0,
    wasReminded: false,
    wasCut: false,
  };
  for (;;) {
    with_.signal.throwIfAborted();
    const limit = findLimit(ctx, with_, state);
    if (limit !== null) return { end: "failed", reason: limit };
    const standing = await readStanding(ctx, with_.of, with_.desk.settings);
    if (!standing.go) return standing;
    const asked = await askModel(ctx, with_, state);
    if ("reason" in asked) return { end: "failed", reason: asked.reason };
    await storeFixCall(ctx, with_.of, asked.usage);
    const end = await takeIn(ctx, with_, state, asked);
    if (end !== null) return end;
  }
}

function findLimit(ctx: Pick<Ctx, "now">, { deadline, desk }: Conversation, { steps }: State): string | null {
  const { fixMinutes, fixSteps } = desk.settings;
  if (ctx.now() >= deadline) return timeIsUp(fixMinutes);
  if (steps >= fixSteps) return `The limit of ${fixSteps} steps was reached before the model was done.`;
  return null;
}

const timeIsUp = (minutes: number): string =>
  `The limit of ${minutes} minutes was reached before the model was done.`;

async function takeIn(
  ctx: Pick<Ctx, "db" | "now">,
  with_: Conversation,
  state: State,
  reply: AgentReply,
): Promise<ConversationEnd | null> {
  if (reply.outcome === "refused") return { end: "failed", reason: "The model declined to work on this." };
  if (reply.outcome === "cut") {
    if (state.wasCut) return { end: "failed", reason: reply.detail };
    state.wasCut = true;
    state.turns = shortenTurns(state.turns, TIGHT_LIMITS);
    return null;
  }
  state.wasCut = false;
  state.turns.push(reply.turn);
  if (reply.turn.calls.length > 0) return runCalls(ctx, with_, state, reply.turn.calls);
  state.idle += 1;
  state.steps += 1;
  await storeStep(ctx, with_.of, {
    position: state.steps,
    tool: "said",
    input: "",
    output: reply.turn.text,
    refused: false,
    attack: null,
  });
  if (state.idle > MAX_IDLE) return { end: "failed", reason: "The model stopped working without finishing." };
  state.turns.push({ role: "user", text: GO_ON });
  return null;
}

async function runCalls(
  ctx: Pick<Ctx, "db" | "now">,
  with_: Conversation,
  state: State,
  calls: ToolCall[],
): Promise<ConversationEnd | null> {
  state.idle = 0;
  const results: { callId: string; output: string; isError: boolean }[] = [];
  for (const call of calls) {
    with_.signal.throwIfAborted();
    if (findLimit(ctx, with_, state) !== null) return null;
    const result = await callTool(with_.desk, call, state);
    state.steps += 1;
    if ("isReminder" in result) state.wasReminded = true;
    await storeStep(ctx, with_.of, {
      position: state.steps,
      tool: call.name,
      input: call.input,
      output: result.output,
      refused: result.outcome === "refused",
      attack: attackIn(result),
    });
    if (result.outcome === "finished") return { end: "finished", fix: result.fix };
    const left = with_.desk.settings.fixSteps - state.steps;
    const note = left <= LAST_STEPS ? `\n\n(${left} steps are left. Call finish in time.)` : "";
    results.push({ callId: call.id, output: result.output + note, isError: result.outcome !== "done" });
  }
  state.turns.push({ role: "tools", results });
  state.turns = shortenTurns(state.turns, USUAL_LIMITS);
  return null;
}

function attackIn(result: ToolOutcome): string | null {
  if (result.outcome !== "refused") return null;
  if (result.rule === "hidden") return "fix_hidden_text";
  return result.rule !== "size" && isAttack(result.rule) ? `fix_path_${result.rule}` : null;
}

const MAX_TRIES = 5;
const FIRST_WAIT_SECONDS = 4;

/**
 * One turn of the model; a service that is busy is waited for. Answers why not, when that does not help. Tries that
 * failed are paid for too.
 */
async function askModel(
  ctx: Pick<Ctx, "db" | "now">,
  { agent, rules, deadline, signal, desk, of }: Conversation,
  { turns }: State,
): Promise<AgentReply | { reason: string }> {
  const request: AgentRequest = { rules, tools: TOOL_SPECS, turns };
  for (let tries = 1; ; tries += 1) {
    const left = Math.max(1, deadline.getTime() - ctx.now().getTime());
    const timeIsOver = AbortSignal.timeout(left);
    try {
      return await agent.takeTurn(request, AbortSignal.any([signal, timeIsOver]));
    } catch (error) {
      if (error instanceof UpstreamError && error.usage) await storeFixCall(ctx, of, error.usage);
      signal.throwIfAborted();
      if (timeIsOver.aborted) return { reason: timeIsUp(desk.settings.fixMinutes) };
      if (!(error instanceof UpstreamError)) throw error;
      const seconds = error.retryAfterSeconds ?? FIRST_WAIT_SECONDS * 2 ** (tries - 1);
      if (!error.retryable || tries >= MAX_TRIES || seconds * 1000 >= left) return { reason: error.message };
      await sleep(seconds * 1000, undefined, { signal });
    }
  }
}
