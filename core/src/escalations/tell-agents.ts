import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, ne } from "drizzle-orm";
import { sendOut } from "../delivery/send-out.ts";
import type { Reply } from "../ports.ts";
import { findAgentChannel } from "../workspaces/connect.ts";
import { cardKey } from "./card.ts";
import { isLeftBehind } from "./follow-agents.ts";

export type TellAgentsInput = {
  workspaceId: number;
  /** Null for what concerns no ticket. */
  ticketId: number | null;
  dedupeKey: string;
  reply: Reply;
};

/** Says something to the agents: under the ticket's newest card if agents are there still, else in the agent channel. */
export async function tellAgents(tx: Db, input: TellAgentsInput): Promise<void> {
  const { workspaceId, ticketId, dedupeKey, reply } = input;
  const card = ticketId === null ? null : await findCard(tx, workspaceId, ticketId);
  if (card) {
    await sendOut(tx, {
      workspaceId,
      ticketId,
      escalationId: card.escalationId,
      platform: card.platform,
      dedupeKey,
      outgoing: { operation: "post", target: "card_thread", reply },
    });
    return;
  }
  const agents = await findAgentChannel({ db: tx }, { workspaceId, preferred: "slack" });
  if (!agents) return;
  await sendOut(tx, {
    workspaceId,
    ticketId,
    platform: agents.platform,
    dedupeKey,
    outgoing: { operation: "post", target: { ...agents, threadId: null }, reply },
  });
}

async function findCard(tx: Db, workspaceId: number, ticketId: number) {
  const e = schema.escalations;
  const o = schema.outgoingMessages;
  const [newest] = await tx
    .select()
    .from(e)
    .where(and(eq(e.workspaceId, workspaceId), eq(e.ticketId, ticketId)))
    .orderBy(desc(e.id))
    .limit(1);
  if (!newest || (await isLeftBehind(tx, newest))) return null;
  const [card] = await tx
    .select({ platform: o.platform })
    .from(o)
    .where(
      and(
        eq(o.workspaceId, workspaceId),
        eq(o.dedupeKey, cardKey(newest.id)),
        // One that was never posted has no thread.
        ne(o.status, "failed"),
      ),
    );
  return card ? { escalationId: newest.id, platform: card.platform } : null;
}
