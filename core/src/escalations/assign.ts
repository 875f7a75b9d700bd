import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ticket } from "../tickets/load.ts";
import { refreshCard } from "./card.ts";
import type { Escalation } from "./card.ts";

/** The open escalation of a locked ticket, if there is one, follows the ticket's assignee, and its card shows it. */
export async function assignEscalation(
  tx: Db,
  ticket: Ticket,
  input: { assigneeId: number | null; at: Date },
): Promise<Escalation | null> {
  const e = schema.escalations;
  const [assigned] = await tx
    .update(e)
    .set({ assignedToId: input.assigneeId, claimedAt: input.assigneeId === null ? null : input.at })
    .where(and(eq(e.workspaceId, ticket.workspaceId), eq(e.ticketId, ticket.id), eq(e.resolved, false)))
    .returning();
  if (!assigned) return null;
  await refreshCard(tx, ticket, assigned);
  return assigned;
}
