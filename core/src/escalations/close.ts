import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ticket } from "../tickets/load.ts";
import { refreshCard } from "./card.ts";

/** Ends the open escalation of a ticket, if there is one, and says so on its card. */
export async function closeEscalation(tx: Db, ticket: Ticket, input: { at: Date }): Promise<void> {
  const e = schema.escalations;
  const [closed] = await tx
    .update(e)
    .set({ resolved: true, resolvedAt: input.at })
    .where(and(eq(e.workspaceId, ticket.workspaceId), eq(e.ticketId, ticket.id), eq(e.resolved, false)))
    .returning();
  if (closed) await refreshCard(tx, ticket, closed);
}
