import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import { union } from "drizzle-orm/pg-core";
import type { Ctx } from "../context.ts";
import { announceTicket } from "../delivery/send-out.ts";
import { eraseFromCards } from "../escalations/follow-change.ts";
import { isErased } from "../tickets/erased.ts";
import { recordEvent } from "../tickets/events.ts";
import type { Actor } from "../tickets/events.ts";
import { lockTicket, updateTicket } from "../tickets/load.ts";
import type { Ticket, TicketMessage } from "../tickets/load.ts";
import { getPerson } from "../workspaces/people.ts";
import { ERASED_NAME } from "./erased-words.ts";
import { forgetSpeaker, unsayRelayed } from "./unsay.ts";
import type { PersonKey } from "./requests.ts";

const { ticketMessages: m, escalations: e, tickets: t } = schema;

/** What a member wrote is theirs; what an agent wrote was said for the team and only loses its author. */
const isOwnWord = ne(m.sender, "agent");

/** Tickets of others in which the person still has a part: they wrote in them, or they are in charge. */
export async function listJoinedTickets(db: Db, { workspaceId, personId }: PersonKey): Promise<number[]> {
  const isWord = and(eq(m.personId, personId), or(eq(m.sender, "agent"), isNull(m.deletedAt)));
  const rows = await union(
    db
      .select({ id: m.ticketId })
      .from(m)
      .where(and(eq(m.workspaceId, workspaceId), isWord)),
    db
      .select({ id: e.ticketId })
      .from(e)
      .where(
        and(eq(e.workspaceId, workspaceId), or(eq(e.assignedToId, personId), eq(e.escalatedById, personId))),
      ),
    db
      .select({ id: t.id })
      .from(t)
      .where(and(eq(t.workspaceId, workspaceId), eq(t.assigneeId, personId))),
  );
  return rows.map(({ id }) => id).toSorted((a, b) => a - b);
}

/** Takes a person out of somebody else's ticket, and answers how many messages went. A second time changes nothing. */
export async function erasePart(
  ctx: Pick<Ctx, "db" | "now">,
  input: PersonKey & { ticketId: number; actor: Actor },
): Promise<number> {
  const { workspaceId, personId, ticketId, actor } = input;
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, workspaceId, ticketId);
    const by = { actor, at: ctx.now() };
    const gone = await eraseWords(tx, ticket, personId, by);
    await forgetAgent(tx, ticket, personId);
    const freed = ticket.assigneeId === personId ? await takeOff(tx, ticket, by) : ticket;
    await leaveEscalations(tx, freed, personId);
    // Nothing is left on the cards of their own.
    if (!isErased(freed)) await eraseFromCards(tx, freed);
    await announceTicket(tx, workspaceId, ticketId);
    return gone;
  });
}

type By = { actor: Actor; at: Date };

const isWrittenBy = (ticket: Ticket, personId: number) =>
  and(eq(m.workspaceId, ticket.workspaceId), eq(m.ticketId, ticket.id), eq(m.personId, personId));

async function eraseWords(tx: Db, ticket: Ticket, personId: number, by: By): Promise<number> {
  const gone = await tx
    .update(m)
    .set({ content: "", deletedAt: by.at, platformChannelId: null, platformMessageId: null })
    .where(and(isWrittenBy(ticket, personId), isOwnWord, isNull(m.deletedAt)))
    .returning();
  for (const message of gone) await eraseCopies(tx, message, by);
  return gone.length;
}

async function eraseCopies(tx: Db, message: TicketMessage, { actor, at }: By): Promise<void> {
  const { workspaceId, ticketId, id: messageId } = message;
  await unsayRelayed(tx, { workspaceId, ticketId, messageId });
  const a = schema.attachments;
  await tx.delete(a).where(and(eq(a.workspaceId, workspaceId), eq(a.ticketMessageId, messageId)));
  const metadata = { messageId };
  await recordEvent(tx, { workspaceId, ticketId, kind: "comment_deleted", actor, metadata }, at);
}

async function forgetAgent(tx: Db, ticket: Ticket, personId: number): Promise<void> {
  const { workspaceId, id: ticketId } = ticket;
  const answers = await tx
    .update(m)
    .set({ personId: null })
    .where(and(isWrittenBy(ticket, personId), eq(m.sender, "agent")))
    .returning({ id: m.id });
  const messageIds = answers.map(({ id }) => id);
  await forgetSpeaker(tx, { workspaceId, ticketId, personId, messageIds });
}

async function takeOff(tx: Db, ticket: Ticket, { actor, at }: By): Promise<Ticket> {
  const { workspaceId, id: ticketId } = ticket;
  const freed = await updateTicket(tx, ticket, { assigneeId: null }, at);
  const change = { kind: "unassigned", field: "assignee", oldValue: String(ticket.assigneeId) } as const;
  await recordEvent(tx, { workspaceId, ticketId, actor, ...change }, at);
  return freed;
}

/** Reasons such as "Mia asked for a person." name who asked. */
async function leaveEscalations(tx: Db, ticket: Ticket, personId: number): Promise<void> {
  const { workspaceId, id: ticketId } = ticket;
  const { name } = await getPerson(tx, workspaceId, personId);
  const isOfTicket = and(eq(e.workspaceId, workspaceId), eq(e.ticketId, ticketId));
  await tx
    .update(e)
    .set({ escalatedById: null, reason: sql`replace(${e.reason}, ${name}, ${ERASED_NAME})` })
    .where(and(isOfTicket, eq(e.escalatedById, personId)));
  await tx
    .update(e)
    .set({ assignedToId: null, claimedAt: null })
    .where(and(isOfTicket, eq(e.assignedToId, personId)));
}
