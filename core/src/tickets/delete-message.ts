import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { eraseFromCards, followChange } from "../escalations/follow-change.ts";
import { tellTakenBack } from "../github/tell-taken-back.ts";
import { endTicket } from "./close.ts";
import { person } from "./events.ts";
import { lockTicket, updateTicket } from "./load.ts";
import type { Ticket, TicketMessage } from "./load.ts";
import { findMessage, hasMessage, isQuestion, recordMessageChange } from "./message-change.ts";
import type { MessagePlace } from "./message-change.ts";
import { isOpen } from "./status.ts";

/**
 * A message deleted on the platform leaves the ticket too, and the places it was passed on to: its text is gone, the
 * fact that it was there stays. A ticket whose asker has taken back every word is closed: nobody asks any more.
 */
export async function deleteMessage(ctx: Pick<Ctx, "db" | "now">, input: MessagePlace): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const found = await findMessage(tx, input);
    if (!found) return false;
    const ticket = await lockTicket(tx, input.workspaceId, found.ticketId);
    const message = await findMessage(tx, input);
    if (!message) return false;

    const at = ctx.now();
    await erase(tx, message, at);
    await recordMessageChange(tx, message, "comment_deleted", at);
    await tellTakenBack(tx, ticket, message);
    const current = (await isQuestion(tx, message)) ? await eraseQuestion(tx, ticket, at) : ticket;
    if (isOpen(current.status) && (await hasTakenAllBack(tx, current))) {
      await endTicket(tx, current, { actor: person(current.askerId), at });
    }
    return true;
  });
}

async function erase(tx: Db, message: TicketMessage, at: Date): Promise<void> {
  const m = schema.ticketMessages;
  await tx
    .update(m)
    .set({ content: "", deletedAt: at })
    .where(and(eq(m.workspaceId, message.workspaceId), eq(m.id, message.id)));
  await followChange(tx, message, null);
}

async function eraseQuestion(tx: Db, ticket: Ticket, at: Date): Promise<Ticket> {
  const erased = await updateTicket(tx, ticket, { description: "", subject: "(deleted by its author)" }, at);
  await eraseFromCards(tx, erased);
  return erased;
}

async function hasTakenAllBack(tx: Db, ticket: Ticket): Promise<boolean> {
  const m = schema.ticketMessages;
  return !(await hasMessage(tx, ticket, and(eq(m.personId, ticket.askerId), isNull(m.deletedAt))));
}
