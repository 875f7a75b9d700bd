import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, like, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { unsayPosted } from "../delivery/change-posted.ts";
import { isPartOf } from "../delivery/send-parts.ts";
import { cardKey } from "../escalations/card.ts";
import type { Reply } from "../ports.ts";
import type { Ticket } from "../tickets/load.ts";
import { ERASED_TEXT } from "./erased-words.ts";

const o = schema.outgoingMessages;
export type OutgoingRow = typeof o.$inferSelect;

/** What was posted for a ticket, its cards included, is replaced by `gone`; what still waits is never posted. */
export async function unsayTicket(tx: Db, ticket: Ticket, gone: string): Promise<void> {
  const { workspaceId, id } = ticket;
  const rows = await listPosted(tx, workspaceId, eq(o.ticketId, id));
  for (const row of rows) {
    const isCard = row.dedupeKey === cardKey(row.escalationId ?? 0) || row.dedupeKey.startsWith("left:");
    await unsayPosted(tx, row, isCard ? { ...said(ERASED_TEXT), title: `#${id}` } : said(gone));
  }
}

/** The same for what was passed on of one message to the agents under a card. */
export async function unsayRelayed(
  tx: Db,
  of: { workspaceId: number; ticketId: number; messageId: number },
): Promise<void> {
  const { workspaceId, ticketId, messageId } = of;
  const isRelay = and(eq(o.ticketId, ticketId), isPartOf([`relay:${messageId}`]));
  for (const row of await listPosted(tx, workspaceId, isRelay)) await unsayPosted(tx, row, said(ERASED_TEXT));
}

/** The rows of what an agent said, or took over, no longer name them. What members have read stays where they read it. */
export async function forgetSpeaker(
  tx: Db,
  of: { workspaceId: number; ticketId: number; personId: number; messageIds: number[] },
): Promise<void> {
  const { workspaceId, ticketId, personId, messageIds } = of;
  const isOfTicket = and(eq(o.workspaceId, workspaceId), eq(o.ticketId, ticketId));
  const posted = tx
    .select({ id: o.id })
    .from(o)
    .where(and(isOfTicket, isPartOf(messageIds.map((id) => `agent:${id}`))));
  await tx
    .update(o)
    .set({ payload: sql`${o.payload} #- '{reply,author}'` })
    .where(
      and(isOfTicket, sql`(${o.id} in ${posted} or (${o.payload}->>'outgoingId')::bigint in ${posted})`),
    );
  await blankPosted(
    tx,
    workspaceId,
    and(eq(o.ticketId, ticketId), like(o.dedupeKey, `claimed:%:${personId}`)),
  );
}

/** Takes what rows said out of the database alone; what still waits is never said. For rows that nothing changes later. */
export async function blankPosted(tx: Db, workspaceId: number, which: SQL | undefined): Promise<void> {
  await tx
    .update(o)
    .set({
      payload: sql`jsonb_set(${o.payload}, '{reply}', ${JSON.stringify(said(ERASED_TEXT))}::jsonb)`,
      status: sql`case when ${o.status} = 'sent' then 'sent' else 'failed' end`,
    })
    .where(and(eq(o.workspaceId, workspaceId), eq(o.operation, "post"), which));
}

export async function listPosted(
  tx: Db,
  workspaceId: number,
  which: SQL | undefined,
): Promise<OutgoingRow[]> {
  return tx
    .select()
    .from(o)
    .where(and(eq(o.workspaceId, workspaceId), eq(o.operation, "post"), which))
    .orderBy(asc(o.id));
}

const said = (text: string): Reply => ({ markdown: `*${text}*` });
