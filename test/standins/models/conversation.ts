import type { Output } from "./output.ts";
import { Rejection } from "./rejection.ts";
import type { Prompt } from "./script.ts";

/** What the model does in one turn of a conversation with tools. */
export type ConversationTurn = {
  /** What the newest answers of the tools must say; when they do not, the request is rejected and the reason named. */
  after?: RegExp;
  text?: string;
  /** A string is sent as it stands, so that it need not be JSON. */
  calls?: { name: string; input: object | string }[];
};

/** Turns in their order, or one made of what the request shows. */
export type Conversation = ConversationTurn[] | ((prompt: Prompt) => ConversationTurn);

/**
 * The turn that comes next. It is counted by the model's turns in the request: a request that is sent again gets the same
 * one, and a conversation that begins anew gets the first.
 */
export function nextTurn(prompt: Prompt, conversation: Conversation): Output {
  const turn = typeof conversation === "function" ? conversation(prompt) : conversation[prompt.turn];
  if (!turn) throw new Rejection(400, `The conversation has no turn ${prompt.turn + 1}.`);
  const said = prompt.results.join("\n");
  if (turn.after && !turn.after.test(said)) {
    throw new Rejection(
      400,
      `Turn ${prompt.turn + 1} was to follow ${String(turn.after)}, but the tools said: ${said}`,
    );
  }
  const calls = (turn.calls ?? []).map(({ name, input }) => ({
    name,
    json: typeof input === "string" ? input : JSON.stringify(input),
  }));
  return { text: turn.text ?? "", calls };
}
