import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { openEscalation } from "../escalations/open.ts";
import { person } from "./events.ts";
import type { Ticket } from "./load.ts";
import { hasMessage } from "./message-change.ts";
import { canStep } from "./status.ts";

/**
 * The asker writes in a locked ticket that people handle. An agent who answered from elsewhere does not see the thread: a
 * card brings what the asker says from now on.
 */
export async function callPeople(tx: Db, ticket: Ticket, at: Date): Promise<Ticket> {
  if (ticket.handler !== "human" || !canStep(ticket.status, "escalate")) return ticket;
  if (await hasAgentInThread(tx, ticket)) return ticket;
  return openEscalation(tx, ticket, {
    type: "user_requested",
    reason: "The asker wrote again in a ticket that people handle.",
    actor: person(ticket.askerId),
    escalatedById: ticket.askerId,
    at,
    aiAttempt: null,
    tellAsker: false,
  });
}

async function hasAgentInThread(tx: Db, ticket: Ticket): Promise<boolean> {
  const m = schema.ticketMessages;
  const isThere = and(eq(m.platform, ticket.platform), eq(m.platformChannelId, ticket.channelId));
  return hasMessage(tx, ticket, and(eq(m.sender, "agent"), isThere));
}
