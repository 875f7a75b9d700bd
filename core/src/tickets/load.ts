import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { NotFoundError } from "../errors.ts";
import type { PostTarget, ThreadRef, ThreadState } from "../ports.ts";

export type Ticket = typeof schema.tickets.$inferSelect;
export type TicketMessage = typeof schema.ticketMessages.$inferSelect;

const byId = (workspaceId: number, ticketId: number) =>
  and(eq(schema.tickets.workspaceId, workspaceId), eq(schema.tickets.id, ticketId));

export async function getTicket(db: Db, workspaceId: number, ticketId: number): Promise<Ticket> {
  const [ticket] = await db.select().from(schema.tickets).where(byId(workspaceId, ticketId));
  if (!ticket) throw new NotFoundError("The ticket");
  return ticket;
}

/** Reads a ticket and keeps others from changing it until the transaction ends. */
export async function lockTicket(tx: Db, workspaceId: number, ticketId: number): Promise<Ticket> {
  const [ticket] = await tx.select().from(schema.tickets).where(byId(workspaceId, ticketId)).for("update");
  if (!ticket) throw new NotFoundError("The ticket");
  return ticket;
}

export async function findTicketByThread(
  db: Db,
  workspaceId: number,
  thread: ThreadRef,
): Promise<Ticket | null> {
  const [ticket] = await db
    .select()
    .from(schema.tickets)
    .where(
      and(
        eq(schema.tickets.workspaceId, workspaceId),
        eq(schema.tickets.platform, thread.platform),
        eq(schema.tickets.channelId, thread.channelId),
        eq(schema.tickets.threadId, thread.threadId),
      ),
    );
  return ticket ?? null;
}

export async function updateTicket(tx: Db, ticket: Ticket, set: Partial<Ticket>, at: Date): Promise<Ticket> {
  await tx
    .update(schema.tickets)
    .set({ ...set, updatedAt: at })
    .where(byId(ticket.workspaceId, ticket.id));
  return { ...ticket, ...set, updatedAt: at };
}

/** Where the asker reads: the thread, or the channel itself in a Discord direct message, which has no threads. */
export function threadOf(ticket: Ticket): PostTarget {
  const hasThreads = !(ticket.platform === "discord" && ticket.isDirect);
  return {
    platform: ticket.platform,
    channelId: ticket.channelId,
    threadId: hasThreads ? ticket.threadId : null,
  };
}

export function threadRefOf(ticket: Ticket): ThreadRef {
  return { platform: ticket.platform, channelId: ticket.channelId, threadId: ticket.threadId };
}

export function stateOf(ticket: Ticket): ThreadState {
  return { type: ticket.type, status: ticket.status };
}
