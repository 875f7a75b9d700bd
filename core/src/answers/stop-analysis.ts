import type { Db } from "@firstline/db";
import { takeStep } from "../tickets/change.ts";
import { AI } from "../tickets/events.ts";
import type { Ticket } from "../tickets/load.ts";

/**
 * Ends the analysis of a locked ticket whose open question was taken back, as if nobody had asked, or that people took
 * over. Left as it is, the ticket would wait for an answer that nobody writes.
 */
export async function stopAnalysis(tx: Db, ticket: Ticket, at: Date): Promise<void> {
  if (ticket.status !== "analyzing") return;
  const step = ticket.answeredMessageId === null ? "unask" : "rest";
  await takeStep(tx, ticket, { step, actor: AI, at });
}
