import { nextTurn } from "./conversation.ts";
import { defaultAnswer } from "./default-answer.ts";
import { countTokens } from "./prompt-cache.ts";
import type { Prompt, ScriptState, StreamFailure } from "./script.ts";

/** What the model puts out: a text, and calls of tools with their inputs as it wrote them. */
export type Output = { text: string; calls: { name: string; json: string }[] };

/** What the model does with a prompt, as the script has it. */
export function outputOf(prompt: Prompt, state: ScriptState): Output {
  const { conversation, ending } = state;
  const isConversation = conversation !== null && prompt.tools.length > 0;
  const output = isConversation ? nextTurn(prompt, conversation) : { text: textOf(prompt, state), calls: [] };
  return ending === "truncated" ? halved(output) : output;
}

function textOf(prompt: Prompt, state: ScriptState): string {
  const scripted = typeof state.answer === "function" ? state.answer(prompt) : state.answer;
  const answer = scripted ?? defaultAnswer(prompt, state.obeysAttacks);
  return typeof answer === "string" ? answer : JSON.stringify(answer);
}

function halved({ text, calls }: Output): Output {
  const half = (whole: string): string => whole.slice(0, Math.ceil(whole.length / 2));
  const last = calls.at(-1);
  if (!last) return { text: half(text), calls };
  return { text, calls: [...calls.slice(0, -1), { ...last, json: half(last.json) }] };
}

export function weightOf({ text, calls }: Output): number {
  return countTokens(text) + calls.reduce((sum, { json }) => sum + countTokens(json), 0);
}

/** Pieces as a stream delivers them. */
export function piecesOf(text: string): string[] {
  return text.match(/[\s\S]{1,24}/g) ?? [];
}

/** A reply of the stand-in: a JSON body, or the events of a stream. */
export type Reply = { json: object } | { events: string[]; errorEvent: (kind: StreamFailure) => string };

export function serverSentEvent(data: { type: string }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
