import type { TicketStatus } from "./status.ts";

export type Speaker = "asker" | "agent" | "other";

export type MannersInput = {
  handler: "ai" | "human";
  status: TicketStatus;
  author: Speaker;
  /** Who spoke last before this message; "ai" when it was the bot, null when nobody did. */
  previous: Speaker | "ai" | null;
  mentionsUs: boolean;
  /** The message is addressed to somebody else by name. */
  mentionsOthers: boolean;
};

/**
 * Whether the AI may answer a message in a ticket's thread. It answers the asker only, never once an agent takes part,
 * and not while the asker talks with other people, unless it is called by name.
 */
export function mayAnswer(input: MannersInput): boolean {
  if (input.handler === "human" || input.status === "escalated") return false;
  if (input.author !== "asker") return false;
  if (input.mentionsUs) return true;
  return !input.mentionsOthers && input.previous !== "other";
}
