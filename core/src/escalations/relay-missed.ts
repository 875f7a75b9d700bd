import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, gte, isNull } from "drizzle-orm";
import { isPartOf } from "../delivery/send-parts.ts";
import type { Ticket } from "../tickets/load.ts";
import { findOpenEscalation, relayToAgents } from "./relay.ts";

/** The console shows what more there is. */
const MOST = 50;

/** What was written in a locked ticket while its escalation had no card, or one that was refused, comes under the new one. */
export async function relayMissed(tx: Db, ticket: Ticket): Promise<void> {
  const escalation = await findOpenEscalation(tx, ticket);
  if (!escalation) return;
  const { workspaceId, id: ticketId } = ticket;
  const [m, o, p] = [schema.ticketMessages, schema.outgoingMessages, schema.people];
  const missed = await tx
    .select({ id: m.id, text: m.content, author: { name: p.name, avatarUrl: p.avatarUrl } })
    .from(m)
    .innerJoin(p, and(eq(p.id, m.personId), eq(p.workspaceId, m.workspaceId)))
    .where(
      and(
        eq(m.workspaceId, workspaceId),
        eq(m.ticketId, ticketId),
        eq(m.sender, "user"),
        isNull(m.deletedAt),
        gte(m.createdAt, escalation.createdAt),
      ),
    )
    .orderBy(asc(m.id))
    .limit(MOST);
  if (missed.length === 0) return;
  const keys = missed.map(({ id }) => `relay:${id}`);
  await tx
    .delete(o)
    .where(
      and(eq(o.workspaceId, workspaceId), eq(o.ticketId, ticketId), isPartOf(keys), eq(o.status, "failed")),
    );
  for (const { id, text, author } of missed)
    await relayToAgents(tx, ticket, { author, text, messageRowId: id });
}
