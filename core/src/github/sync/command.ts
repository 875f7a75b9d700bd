import { cutText } from "../../text/index.ts";
import { cleanText, withoutMassMentions } from "../../tickets/text.ts";

/** What a comment on an issue tells us to do: pass an answer on to the askers, or try a fix. */
export type Command = { kind: "reply"; text: string } | { kind: "fix" };

const REPLY_LENGTH = 3000;
const COMMAND = /^\s*\/(reply|fix)(?![\w-])[ \t]*/iu;

/** Whether a comment calls us at all; whatever else is said on an issue is none of our business. */
export function isCommand(body: string): boolean {
  return COMMAND.test(body.slice(0, 500));
}

/** Null for ordinary comments and for a `/reply` that says nothing. */
export function readCommand(body: string): Command | null {
  const match = COMMAND.exec(body);
  if (!match) return null;
  if (match[1]?.toLowerCase() === "fix") return { kind: "fix" };
  const rest = cleanText(body.slice(match[0].length).replace(/<!--[\s\S]*?(?:-->|$)/gu, ""));
  const text = cutText(withoutMassMentions(rest), REPLY_LENGTH);
  return text === "" ? null : { kind: "reply", text };
}
