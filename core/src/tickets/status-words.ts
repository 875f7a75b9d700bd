import type { Ticket } from "./load.ts";
import type { TicketStatus } from "./status.ts";

type Standing = Pick<Ticket, "status" | "handler" | "resolution">;

const FOR_MEMBERS: Readonly<Record<TicketStatus, string>> = {
  new: "waiting for an answer",
  analyzing: "being answered",
  ai_responding: "answered",
  escalated: "with the team",
  resolved: "answered",
  closed: "closed",
};

/** Where a ticket stands, as its asker is told: "with the team". */
export function statusForMembers({ status, handler, resolution }: Standing): string {
  if (status === "resolved" && resolution === "confirmed") return "solved";
  return FOR_MEMBERS[status === "ai_responding" && handler === "human" ? "escalated" : status];
}

const FOR_AGENTS: Readonly<Record<TicketStatus, string>> = {
  new: "new",
  analyzing: "the AI is answering",
  ai_responding: "waits for the asker",
  escalated: "with people",
  resolved: "taken for solved",
  closed: "closed",
};

/** Where a ticket stands, as agents are told: "waits for the asker". */
export function statusForAgents({ status, handler, resolution }: Standing): string {
  if (status === "resolved" && resolution === "confirmed") return "solved";
  return wordsOfStatus(status === "ai_responding" && handler === "human" ? "escalated" : status);
}

/** What agents call a status by itself, as the audit log has it. */
export function wordsOfStatus(status: string): string {
  const words: Readonly<Record<string, string>> = FOR_AGENTS;
  return words[status] ?? status;
}
