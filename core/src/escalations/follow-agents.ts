import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { changePosted } from "../delivery/change-posted.ts";
import { replyIn } from "../delivery/send-out.ts";
import type { Ticket } from "../tickets/load.ts";
import { findAgentChannel, findChannelRole } from "../workspaces/connect.ts";
import { cardKey } from "./card.ts";
import type { Escalation } from "./card.ts";
import { postCard } from "./post-card.ts";

const LEFT = "This card is now in the new agent channel. What is written here reaches nobody.";

/**
 * The card of a locked ticket's open escalation goes along when the operator names another agent channel; the one that
 * stays behind says so.
 */
export async function followAgents(tx: Db, ticket: Ticket, escalation: Escalation): Promise<void> {
  if (escalation.resolved || !(await isLeftBehind(tx, escalation))) return;
  await leave(tx, ticket, escalation);
  const nowhere = { cardPlatform: null, cardChannelId: null, cardMessageId: null, cardThreadId: null };
  const e = schema.escalations;
  await tx
    .update(e)
    .set(nowhere)
    .where(and(eq(e.workspaceId, ticket.workspaceId), eq(e.id, escalation.id)));
  await postCard(tx, ticket, escalation.id);
}

/** Whether a card was posted where no agents are any more, while they are somewhere else. */
export async function isLeftBehind(tx: Db, escalation: Escalation): Promise<boolean> {
  const { workspaceId, cardPlatform, cardChannelId } = escalation;
  if (cardPlatform === null || cardChannelId === null) return false;
  const place = { workspaceId, platform: cardPlatform, channelIds: [cardChannelId] };
  if ((await findChannelRole({ db: tx }, place)) === "agents") return false;
  return (await findAgentChannel({ db: tx }, { workspaceId, preferred: cardPlatform })) !== null;
}

/** The row gives its key to the card that takes its place. */
async function leave(tx: Db, ticket: Ticket, escalation: Escalation): Promise<void> {
  const o = schema.outgoingMessages;
  const key = cardKey(escalation.id);
  const [old] = await tx
    .select()
    .from(o)
    .where(and(eq(o.workspaceId, ticket.workspaceId), eq(o.dedupeKey, key)));
  if (!old) return;
  await tx
    .update(o)
    .set({ dedupeKey: `left:${key}:${old.id}` })
    .where(and(eq(o.workspaceId, ticket.workspaceId), eq(o.id, old.id)));
  const { title = "" } = replyIn(old.payload);
  await changePosted(tx, old, { title, markdown: "", footer: LEFT });
}
