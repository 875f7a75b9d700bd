import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { announceTicket } from "../delivery/send-out.ts";
import type { Platform } from "../ports.ts";
import { person, recordEvent, SYSTEM } from "./events.ts";
import { lockTicket } from "./load.ts";
import type { TicketMessage } from "./load.ts";
import { cleanText, subjectOf } from "./text.ts";

export type MessagePlace = { workspaceId: number; platform: Platform; channelId: string; messageId: string };

async function findMessage(tx: Db, place: MessagePlace): Promise<TicketMessage | null> {
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

/** Takes an edit over; false when the message is not part of a ticket or says the same as before. */
export async function editMessage(
  ctx: Pick<Ctx, "db" | "now">,
  input: MessagePlace & { text: string },
): Promise<boolean> {
  const text = cleanText(input.text);
  return ctx.db.transaction(async (tx) => {
    const message = await findMessage(tx, input);
    if (!message || message.sender === "ai" || message.content === text || text === "") return false;
    const ticket = await lockTicket(tx, input.workspaceId, message.ticketId);
    const at = ctx.now();
    await tx
      .update(schema.ticketMessages)
      .set({ content: text, editedAt: at })
      .where(eq(schema.ticketMessages.id, message.id));
    if (message.content === ticket.description) {
      const subject = ticket.subject === subjectOf(ticket.description) ? subjectOf(text) : ticket.subject;
      await tx
        .update(schema.tickets)
        .set({ description: text, subject, updatedAt: at })
        .where(eq(schema.tickets.id, ticket.id));
    }
    await recordChange(tx, message, "comment_edited", at);
    return true;
  });
}

/** A message deleted on the platform leaves the ticket too: its text is gone, the fact that it was there stays. */
export async function deleteMessage(ctx: Pick<Ctx, "db" | "now">, input: MessagePlace): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const message = await findMessage(tx, input);
    if (!message) return false;
    const ticket = await lockTicket(tx, input.workspaceId, message.ticketId);
    const at = ctx.now();
    await tx
      .update(schema.ticketMessages)
      .set({ content: "", deletedAt: at })
      .where(eq(schema.ticketMessages.id, message.id));
    if (message.content === ticket.description) {
      await tx
        .update(schema.tickets)
        .set({ description: "", subject: "(deleted by its author)", updatedAt: at })
        .where(eq(schema.tickets.id, ticket.id));
    }
    await recordChange(tx, message, "comment_deleted", at);
    return true;
  });
}

async function recordChange(
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
