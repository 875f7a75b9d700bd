import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import { changePosted } from "../delivery/change-posted.ts";
import type { Reply } from "../ports.ts";
import type { Ticket } from "../tickets/load.ts";
import { findAgentChannel, findChannelRole } from "../workspaces/connect.ts";
import { cardKey, titleOf } from "./card.ts";
import type { Escalation } from "./card.ts";
import { postCard } from "./post-card.ts";

const o = schema.outgoingMessages;
const LEFT = "This card is now in the new agent channel. What is written here reaches nobody.";

/**
 * The card of a locked ticket's open escalation goes along when the operator names another agent channel; the one that
 * stays behind says so.
 */
export async function followAgents(tx: Db, ticket: Ticket, escalation: Escalation): Promise<void> {
  if (escalation.resolved || !(await isLeftBehind(tx, escalation))) return;
  await leave(tx, ticket, escalation);
  await pinThread(tx, escalation);
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

const leftKey = (escalationId: number): string => `left:${cardKey(escalationId)}:`;

const leftReply = (ticket: Ticket): Reply => ({ title: titleOf(ticket), markdown: "", footer: LEFT });

/** The row gives its key to the card that takes its place. */
async function leave(tx: Db, ticket: Ticket, escalation: Escalation): Promise<void> {
  const [old] = await tx
    .select()
    .from(o)
    .where(and(eq(o.workspaceId, ticket.workspaceId), eq(o.dedupeKey, cardKey(escalation.id))));
  if (!old) return;
  await tx
    .update(o)
    .set({ dedupeKey: `${leftKey(escalation.id)}${old.id}` })
    .where(and(eq(o.workspaceId, ticket.workspaceId), eq(o.id, old.id)));
  await changePosted(tx, old, leftReply(ticket));
}

/** What stands under the card stays there: a change of it must be made in that thread, not in the new card's. */
async function pinThread(tx: Db, escalation: Escalation): Promise<void> {
  const { workspaceId, cardPlatform, cardChannelId, cardThreadId } = escalation;
  const thread = { platform: cardPlatform, channelId: cardChannelId, threadId: cardThreadId };
  await tx
    .update(o)
    .set({ payload: sql`jsonb_set(${o.payload}, '{target}', ${JSON.stringify(thread)}::jsonb)` })
    .where(
      and(
        eq(o.workspaceId, workspaceId),
        eq(o.escalationId, escalation.id),
        eq(o.status, "sent"),
        sql`${o.payload}->>'target' = 'card_thread'`,
      ),
    );
}

/** Cards that stayed behind name the question as well: they follow a change of it. */
export async function refreshLeftCards(
  tx: Db,
  ticket: Ticket,
  escalation: Escalation,
  put: typeof changePosted,
): Promise<void> {
  const left = await tx
    .select()
    .from(o)
    .where(
      and(
        eq(o.workspaceId, ticket.workspaceId),
        eq(o.escalationId, escalation.id),
        sql`starts_with(${o.dedupeKey}, ${leftKey(escalation.id)})`,
      ),
    );
  for (const row of left) await put(tx, row, leftReply(ticket));
}
