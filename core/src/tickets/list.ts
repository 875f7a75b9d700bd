import { schema } from "@firstline/db";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import type { Platform } from "../ports.ts";
import { findPerson } from "../workspaces/people.ts";
import { getTicket } from "./load.ts";
import type { Ticket, TicketMessage } from "./load.ts";
import type { TicketStatus } from "./status.ts";

/** The newest tickets of one person, for "my tickets". */
export async function listMyTickets(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; platform: Platform; externalId: string; limit?: number },
): Promise<Ticket[]> {
  const person = await findPerson(ctx.db, input.workspaceId, input);
  if (!person) return [];
  return ctx.db
    .select()
    .from(schema.tickets)
    .where(and(eq(schema.tickets.workspaceId, input.workspaceId), eq(schema.tickets.askerId, person.id)))
    .orderBy(desc(schema.tickets.createdAt))
    .limit(input.limit ?? 10);
}

export type TicketInList = Ticket & { askerName: string };

const { priority, createdAt, resolvedAt, closedAt, id } = schema.tickets;
const ORDERS = {
  newest: [desc(createdAt), desc(id)],
  // A ticket that was solved is closed in silence days later.
  last_done: [desc(sql`coalesce(${resolvedAt}, ${closedAt}, ${createdAt})`), desc(id)],
  // Among equals whoever has waited longest.
  most_urgent: [sql`array_position(array['urgent', 'high', 'normal', 'low'], ${priority})`, asc(id)],
};

/** Tickets of a workspace in some states, newest first unless another order is asked for. */
export async function listTickets(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; statuses: TicketStatus[]; limit?: number; order?: keyof typeof ORDERS },
): Promise<TicketInList[]> {
  const rows = await ctx.db
    .select({ ticket: schema.tickets, askerName: schema.people.name })
    .from(schema.tickets)
    .innerJoin(schema.people, eq(schema.people.id, schema.tickets.askerId))
    .where(
      and(eq(schema.tickets.workspaceId, input.workspaceId), inArray(schema.tickets.status, input.statuses)),
    )
    .orderBy(...ORDERS[input.order ?? "newest"])
    .limit(Math.min(input.limit ?? 50, 200));
  return rows.map((row) => ({ ...row.ticket, askerName: row.askerName }));
}

export type TicketEvent = typeof schema.ticketEvents.$inferSelect;
export type MessageInTicket = TicketMessage & { authorName: string | null };

/** A ticket with everything said in it and its audit log, oldest first. */
export async function readTicket(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; ticketId: number },
): Promise<{ ticket: Ticket; messages: MessageInTicket[]; events: TicketEvent[] }> {
  const ticket = await getTicket(ctx.db, input.workspaceId, input.ticketId);
  const m = schema.ticketMessages;
  const messages = await ctx.db
    .select({ message: m, authorName: schema.people.name })
    .from(m)
    .leftJoin(schema.people, eq(schema.people.id, m.personId))
    .where(and(eq(m.workspaceId, input.workspaceId), eq(m.ticketId, input.ticketId)))
    .orderBy(asc(m.createdAt), asc(m.id));
  const e = schema.ticketEvents;
  const events = await ctx.db
    .select()
    .from(e)
    .where(and(eq(e.workspaceId, input.workspaceId), eq(e.ticketId, input.ticketId)))
    .orderBy(asc(e.createdAt), asc(e.id));
  return {
    ticket,
    messages: messages.map((row) => ({ ...row.message, authorName: row.authorName })),
    events,
  };
}
