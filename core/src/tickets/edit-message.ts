import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { isNote, withoutNoteMark } from "../escalations/note.ts";
import { followChange, rewordCards } from "../escalations/follow-change.ts";
import { tellEdited } from "../escalations/tell-edited.ts";
import { lockTicket, updateTicket } from "./load.ts";
import type { Ticket, TicketMessage } from "./load.ts";
import { findMessage, isQuestion, recordMessageChange } from "./message-change.ts";
import type { MessagePlace } from "./message-change.ts";
import { cleanText, subjectOf } from "./text.ts";

/**
 * Takes an edit over, also where the message was passed on to; false when the message is not part of a ticket or says
 * the same as before. A question that is edited while the AI looks for its answer is looked at again.
 */
export async function editMessage(
  ctx: Pick<Ctx, "db" | "now">,
  input: MessagePlace & { text: string },
): Promise<boolean> {
  const text = cleanText(input.text);
  if (text === "") return false;
  return ctx.db.transaction(async (tx) => {
    const found = await findMessage(tx, input);
    if (!found || found.sender === "ai") return false;
    const ticket = await lockTicket(tx, input.workspaceId, found.ticketId);
    const message = await findMessage(tx, input);
    if (!message || isSame(message.content, text)) return false;

    const at = ctx.now();
    await store(tx, message, text, at);
    const opensTicket = await isQuestion(tx, message);
    if (opensTicket) await changeQuestion(tx, ticket, text, at);
    await tellEdited(tx, ticket, { message, isQuestion: opensTicket, at });
    await recordMessageChange(tx, message, "comment_edited", at);
    return true;
  });
}

/** Discord signs a file's address anew whenever it tells of the message. */
function isSame(before: string, now: string): boolean {
  const unsigned = (text: string): string => text.replace(/\?ex=[0-9a-f]+&is=[0-9a-f]+&hm=[0-9a-f]+&?/gu, "");
  return unsigned(before) === unsigned(now);
}

/** An agent who puts // before a message that the member has read takes it back; a note stays one. */
async function store(tx: Db, message: TicketMessage, text: string, at: Date): Promise<void> {
  const m = schema.ticketMessages;
  const becomesNote = message.sender === "agent" && isNote(text);
  const visibility = becomesNote ? ("note" as const) : message.visibility;
  await tx
    .update(m)
    .set({ content: becomesNote ? withoutNoteMark(text) : text, visibility, editedAt: at })
    .where(and(eq(m.workspaceId, message.workspaceId), eq(m.id, message.id)));
  if (message.visibility === "public") await followChange(tx, message, becomesNote ? null : text);
}

async function changeQuestion(tx: Db, ticket: Ticket, text: string, at: Date): Promise<void> {
  const hadOwnTitle = ticket.subject !== subjectOf(ticket.description);
  const subject = hadOwnTitle ? ticket.subject : subjectOf(text);
  await rewordCards(tx, await updateTicket(tx, ticket, { description: text, subject }, at));
}
