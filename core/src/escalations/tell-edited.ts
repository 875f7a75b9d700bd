import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { isPartOf } from "../delivery/send-parts.ts";
import { findQuotingIssue, openIssue } from "../github/tell-taken-back.ts";
import { isChatter } from "../text/index.ts";
import type { Ticket, TicketMessage } from "../tickets/load.ts";
import { cardKey } from "./card.ts";
import { findOpenEscalation } from "./relay.ts";
import { tellAgents } from "./tell-agents.ts";

/**
 * What a member edits changes in silence on the card and under it, and not at all in an issue: agents who have read it there
 * hear of it, once an hour. `message`: as it was.
 */
export async function tellEdited(
  tx: Db,
  ticket: Ticket,
  { message, isQuestion, at }: { message: TicketMessage; isQuestion: boolean; at: Date },
): Promise<void> {
  const { workspaceId, id: ticketId } = ticket;
  if (message.sender !== "user" || isChatter(message.content)) return;
  const quoting = await findQuotingIssue(tx, ticket, message);
  const isRead = await wasRead(tx, ticket, { message, isQuestion });
  if (quoting === null && !isRead) return;
  const what = isQuestion ? "The question of" : "A message in";
  const shown = isQuestion ? "the card shows it as it is now" : "it stands above as it is now";
  const lines = [
    `${what} ticket #${ticketId} was edited${isRead ? `: ${shown}` : ""}.`,
    ...(quoting ? [`${quoting.repo}#${quoting.issue.number} may still quote it as it was.`] : []),
  ];
  await tellAgents(tx, {
    workspaceId,
    ticketId,
    dedupeKey: `edited:${message.id}:${at.toISOString().slice(0, 13)}`,
    reply: {
      markdown: lines.join(" "),
      ...(quoting && { buttons: [[openIssue(quoting.issue)]] }),
    },
  });
}

/** Whether agents at work on the ticket have had it before their eyes. */
async function wasRead(
  tx: Db,
  ticket: Ticket,
  { message, isQuestion }: { message: TicketMessage; isQuestion: boolean },
): Promise<boolean> {
  const escalation = await findOpenEscalation(tx, ticket);
  if (!escalation) return false;
  const o = schema.outgoingMessages;
  const [posted] = await tx
    .select({ id: o.id })
    .from(o)
    .where(
      and(
        eq(o.workspaceId, ticket.workspaceId),
        eq(o.ticketId, ticket.id),
        eq(o.status, "sent"),
        isQuestion ? eq(o.dedupeKey, cardKey(escalation.id)) : isPartOf([`relay:${message.id}`]),
      ),
    )
    .limit(1);
  return posted !== undefined;
}
