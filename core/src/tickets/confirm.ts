import type { Db } from "@firstline/db";
import { retireButtons } from "../delivery/retire-buttons.ts";
import { announceTicket, sendOut } from "../delivery/send-out.ts";
import { closeEscalation } from "../escalations/close.ts";
import { takeStep } from "./change.ts";
import { recordEvent } from "./events.ts";
import type { Actor } from "./events.ts";
import { threadOf, updateTicket } from "./load.ts";
import type { Ticket } from "./load.ts";
import { wordsOf } from "../words/words-of.ts";
import { ratingReply } from "./replies.ts";
import { isOpen } from "./status.ts";

/** Somebody says that a locked ticket is solved: it resolves as confirmed and the asker is asked for a rating, once. */
export async function confirmResolution(
  tx: Db,
  ticket: Ticket,
  input: { actor: Actor; at: Date },
): Promise<Ticket> {
  if (ticket.resolution === "confirmed" && !isOpen(ticket.status)) return ticket;
  const resolved = isOpen(ticket.status)
    ? await takeStep(tx, ticket, {
        step: "resolve",
        actor: input.actor,
        at: input.at,
        set: { resolution: "confirmed", resolvedAt: input.at },
        metadata: { resolution: "confirmed" },
      })
    : await confirmAssumed(tx, ticket, input);

  await closeEscalation(tx, resolved, { at: input.at });
  await retireButtons(tx, resolved);
  await askForRating(tx, resolved);
  return resolved;
}

async function confirmAssumed(tx: Db, ticket: Ticket, input: { actor: Actor; at: Date }): Promise<Ticket> {
  const confirmed = await updateTicket(tx, ticket, { resolution: "confirmed" }, input.at);
  await recordEvent(
    tx,
    {
      workspaceId: ticket.workspaceId,
      ticketId: ticket.id,
      kind: "resolved",
      actor: input.actor,
      field: "resolution",
      oldValue: ticket.resolution,
      newValue: "confirmed",
    },
    input.at,
  );
  await announceTicket(tx, ticket.workspaceId, ticket.id);
  return confirmed;
}

async function askForRating(tx: Db, ticket: Ticket): Promise<void> {
  if (ticket.satisfactionRating !== null) return;
  await sendOut(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    platform: ticket.platform,
    dedupeKey: `rating:${ticket.id}:${ticket.resolvedAt?.getTime() ?? 0}`,
    outgoing: {
      operation: "post",
      target: threadOf(ticket),
      reply: ratingReply(await wordsOf(tx, ticket), ticket.id),
    },
  });
}
