import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { changePosted, erasePosted } from "../delivery/change-posted.ts";
import { changeParts } from "../delivery/send-parts.ts";
import type { Ticket, TicketMessage } from "../tickets/load.ts";
import { withoutMassMentions } from "../tickets/text.ts";
import { refreshCard } from "./card.ts";
import type { Escalation } from "./card.ts";
import { refreshLeftCards } from "./follow-agents.ts";

const DELETED = "*(deleted by its author)*";

/**
 * What was passed on between a member's thread and a card's thread follows a change of the message it came from.
 * A text of null means that it is gone.
 */
export async function followChange(tx: Db, message: TicketMessage, text: string | null): Promise<void> {
  const { workspaceId, ticketId, id } = message;
  const shown = text === null ? null : withoutMassMentions(text);
  for (const dedupeKey of [`relay:${id}`, `agent:${id}`])
    await changeParts(tx, { workspaceId, ticketId, dedupeKey }, shown, DELETED);
}

/** The cards of a ticket quote its question: they follow a change of it, finished ones too. */
export async function refreshCards(tx: Db, ticket: Ticket): Promise<void> {
  for (const escalation of await listEscalations(tx, ticket)) await refreshCard(tx, ticket, escalation);
}

/** The question says something else: so do the cards that agents have left behind in another channel. */
export async function rewordCards(tx: Db, ticket: Ticket): Promise<void> {
  await putCards(tx, ticket, changePosted);
}

/** The question was taken back: what was, or is about to be posted of it is gone from the rows as well. */
export async function eraseFromCards(tx: Db, ticket: Ticket): Promise<void> {
  await putCards(tx, ticket, erasePosted);
}

async function putCards(tx: Db, ticket: Ticket, put: typeof changePosted): Promise<void> {
  for (const escalation of await listEscalations(tx, ticket)) {
    await refreshCard(tx, ticket, escalation, put);
    await refreshLeftCards(tx, ticket, escalation, put);
  }
}

async function listEscalations(tx: Db, ticket: Ticket): Promise<Escalation[]> {
  const e = schema.escalations;
  return tx
    .select()
    .from(e)
    .where(and(eq(e.workspaceId, ticket.workspaceId), eq(e.ticketId, ticket.id)));
}
