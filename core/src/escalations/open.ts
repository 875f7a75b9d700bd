import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { retireButtons } from "../delivery/retire-buttons.ts";
import { sendOut } from "../delivery/send-out.ts";
import { withPostOffer } from "../feedback/make-of-ticket.ts";
import { watchBug } from "../github/watch-bug.ts";
import type { Source } from "../ports.ts";
import { takeStep } from "../tickets/change.ts";
import type { Actor } from "../tickets/events.ts";
import { threadOf } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { wordsFor } from "../words/words.ts";
import { getChannelSettings } from "../workspaces/settings.ts";
import type { AiAttempt } from "./card.ts";
import { postCard } from "./post-card.ts";
import { handoverReply } from "./replies.ts";

export type EscalationType = (typeof schema.ESCALATION_TYPES)[number];

export type OpenEscalationInput = {
  type: EscalationType;
  /** Shown to agents; a sentence. */
  reason: string;
  actor: Actor;
  /** The person who asked for it; null when the AI or a rule did. */
  escalatedById: number | null;
  at: Date;
  aiAttempt: AiAttempt | null;
  tellAsker: boolean;
  /** Shown to the asker as "this may help" meanwhile. */
  mayHelp?: Source[];
};

/** Hands a locked ticket over to people: status, audit row, card for the agents and a word to the asker. */
export async function openEscalation(tx: Db, ticket: Ticket, input: OpenEscalationInput): Promise<Ticket> {
  const escalated = await takeStep(tx, ticket, {
    step: "escalate",
    actor: input.actor,
    at: input.at,
    metadata: { type: input.type },
  });
  const [escalation] = await tx
    .insert(schema.escalations)
    .values({
      workspaceId: ticket.workspaceId,
      ticketId: ticket.id,
      type: input.type,
      reason: input.reason,
      aiAttempt: input.aiAttempt,
      escalatedById: input.escalatedById,
      assignedToId: ticket.assigneeId,
      createdAt: input.at,
    })
    .returning();
  if (!escalation) throw new Error("an escalation was not stored");

  await watchBug(tx, escalated, input.at);
  await postCard(tx, escalated, escalation.id);
  if (input.tellAsker) await tellAsker(tx, escalated, escalation.id, input);
  return escalated;
}

async function tellAsker(
  tx: Db,
  ticket: Ticket,
  escalationId: number,
  input: OpenEscalationInput,
): Promise<void> {
  await retireButtons(tx, ticket);
  const settings = await getChannelSettings({ db: tx }, ticket.workspaceId, ticket);
  const words = wordsFor(ticket.description, settings.site.locales);
  await sendOut(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    platform: ticket.platform,
    dedupeKey: `handover:${escalationId}`,
    outgoing: {
      operation: "post",
      target: threadOf(ticket),
      reply: withPostOffer(
        handoverReply(words, {
          ticketId: ticket.id,
          type: input.type,
          mayHelp: input.mayHelp ?? [],
          note: settings.handoverNote,
        }),
        words,
        ticket,
      ),
    },
  });
}
