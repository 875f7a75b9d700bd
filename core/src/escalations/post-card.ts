import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { sendOut } from "../delivery/send-out.ts";
import type { Ticket } from "../tickets/load.ts";
import { findAgentChannel } from "../workspaces/connect.ts";
import { cardKey, renderCard } from "./card.ts";
import { getEscalation } from "./claim.ts";

/** Posts the card of a locked ticket's open escalation where agents are; one that was refused gives way to a new try. */
export async function postCard(tx: Db, ticket: Ticket, escalationId: number): Promise<void> {
  const { workspaceId, platform } = ticket;
  const escalation = await getEscalation(tx, workspaceId, escalationId);
  const agents = await findAgentChannel({ db: tx }, { workspaceId, preferred: platform });
  if (!agents || escalation.resolved) return;
  const o = schema.outgoingMessages;
  await tx
    .delete(o)
    .where(
      and(eq(o.workspaceId, workspaceId), eq(o.dedupeKey, cardKey(escalationId)), eq(o.status, "failed")),
    );
  await sendOut(tx, {
    workspaceId,
    ticketId: ticket.id,
    escalationId,
    platform: agents.platform,
    dedupeKey: cardKey(escalationId),
    outgoing: {
      operation: "post",
      target: { ...agents, threadId: null },
      reply: await renderCard(tx, ticket, escalation),
    },
  });
}
