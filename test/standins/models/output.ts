import { defaultAnswer } from "./default-answer.ts";
import type { Prompt, ScriptState, StreamFailure } from "./script.ts";

/** What the model writes for a prompt, as the script has it. */
export function outputOf(prompt: Prompt, state: ScriptState): string {
  const scripted = typeof state.answer === "function" ? state.answer(prompt) : state.answer;
  const answer = scripted ?? defaultAnswer(prompt, state.obeysAttacks);
  const text = typeof answer === "string" ? answer : JSON.stringify(answer);
  return state.ending === "truncated" ? text.slice(0, Math.ceil(text.length / 2)) : text;
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
