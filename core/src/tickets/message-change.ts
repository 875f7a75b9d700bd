import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, isNull } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { announceTicket } from "../delivery/send-out.ts";
import type { Platform } from "../ports.ts";
import { person, recordEvent, SYSTEM } from "./events.ts";
import type { Ticket, TicketMessage } from "./load.ts";

/** Where a platform shows a message; `channelId` is a thread's parent. */
export type MessagePlace = { workspaceId: number; platform: Platform; channelId: string; messageId: string };

/** The message of a ticket that stands in this place; null when there is none or it was deleted. */
export async function findMessage(tx: Db, place: MessagePlace): Promise<TicketMessage | null> {
  const m = schema.ticketMessages;
  const [row] = await tx
    .select()
    .from(m)
    .where(
      and(
        eq(m.workspaceId, place.workspaceId),
        eq(m.platform, place.platform),
        eq(m.platformChannelId, place.channelId),
        eq(m.platformMessageId, place.messageId),
        isNull(m.deletedAt),
      ),
    );
  return row ?? null;
}

/** Whether the message opened its ticket, so that subject and description come from it. */
export async function isQuestion(tx: Db, message: TicketMessage): Promise<boolean> {
  const m = schema.ticketMessages;
  const [first] = await tx
    .select({ id: m.id })
    .from(m)
    .where(and(eq(m.workspaceId, message.workspaceId), eq(m.ticketId, message.ticketId)))
    .orderBy(asc(m.id))
    .limit(1);
  return first?.id === message.id;
}

/** Whether a ticket has a message of this kind. */
export async function hasMessage(tx: Db, ticket: Ticket, kind: SQL | undefined): Promise<boolean> {
  const m = schema.ticketMessages;
  const [row] = await tx
    .select({ id: m.id })
    .from(m)
    .where(and(eq(m.workspaceId, ticket.workspaceId), eq(m.ticketId, ticket.id), kind))
    .limit(1);
  return row !== undefined;
}

/** Audit row and announcement of an edit or a deletion. */
export async function recordMessageChange(
  tx: Db,
  message: TicketMessage,
  kind: "comment_edited" | "comment_deleted",
  at: Date,
): Promise<void> {
  await recordEvent(
    tx,
    {
      workspaceId: message.workspaceId,
      ticketId: message.ticketId,
      kind,
      actor: message.personId === null ? SYSTEM : person(message.personId),
      metadata: { messageId: message.id },
    },
    at,
  );
  await announceTicket(tx, message.workspaceId, message.ticketId);
}
