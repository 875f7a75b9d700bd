import type { Ticket } from "./load.ts";
import { isOpen } from "./status.ts";
import type { TicketStatus } from "./status.ts";

/** Where a ticket stands: its status, a solution that somebody confirmed apart from one that is taken for granted. */
type Standing = TicketStatus | "solved";

type Parts = Pick<Ticket, "status" | "handler" | "resolution">;

function standingOf({ status, handler, resolution }: Parts): Standing {
  if (status === "resolved" && resolution === "confirmed") return "solved";
  return handler === "human" && isOpen(status) ? "escalated" : status;
}

const FOR_MEMBERS: Readonly<Record<Standing, string>> = {
  new: "waiting for an answer",
  analyzing: "being answered",
  ai_responding: "answered",
  escalated: "with the team",
  resolved: "answered",
  solved: "solved",
  closed: "closed",
};

const FOR_AGENTS: Readonly<Record<Standing, string>> = {
  new: "new",
  analyzing: "the AI is answering",
  ai_responding: "waits for the asker",
  escalated: "with people",
  resolved: "taken for solved",
  solved: "solved",
  closed: "closed",
};

/** Where a ticket stands, as its asker is told: "with the team". */
export const statusForMembers = (ticket: Parts): string => FOR_MEMBERS[standingOf(ticket)];

/** Where a ticket stands, as agents are told: "waits for the asker". */
export const statusForAgents = (ticket: Parts): string => FOR_AGENTS[standingOf(ticket)];

/** What agents call a status by itself, as the audit log has it. */
export function wordsOfStatus(status: string): string {
  const words: Readonly<Record<string, string>> = FOR_AGENTS;
  return words[status] ?? status;
}
