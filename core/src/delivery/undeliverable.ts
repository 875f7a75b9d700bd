import type { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { findAgentChannel } from "../workspaces/connect.ts";
import { NEWS_KEY } from "./news-key.ts";
import { placeIn, sendOut } from "./send-out.ts";
import { wholeKey } from "./send-parts.ts";

type Row = typeof schema.outgoingMessages.$inferSelect;

/** Tells the agents that something could not be said, so that a member is not left waiting without anybody knowing. */
export async function reportUndeliverable(tx: Db, row: Row, reason: string): Promise<void> {
  if (row.operation !== "post" || row.dedupeKey.startsWith("undeliverable:")) return;
  // One agent cannot mend that some of many take no direct messages.
  if (row.dedupeKey.startsWith(NEWS_KEY)) return;
  const agents = await findAgentChannel(
    { db: tx },
    { workspaceId: row.workspaceId, preferred: row.platform, except: channelOf(row) },
  );
  if (!agents) return;
  const about = row.ticketId === null ? "a message" : `a message of ticket #${row.ticketId}`;
  await sendOut(tx, {
    workspaceId: row.workspaceId,
    ticketId: row.ticketId,
    platform: agents.platform,
    dedupeKey: `undeliverable:${wholeKey(row.dedupeKey)}`,
    outgoing: {
      operation: "post",
      target: { ...agents, threadId: null },
      reply: { markdown: `I could not deliver ${about} on ${row.platform}: ${reason}` },
    },
  });
}

/** The platform takes nothing of ours: agents hear of it where they can, on another platform, once a day. */
export async function reportLockedOut(tx: Db, row: Row, reason: string, at: Date): Promise<void> {
  const { workspaceId, platform } = row;
  const preferred = platform === "slack" ? "discord" : "slack";
  const agents = await findAgentChannel({ db: tx }, { workspaceId, preferred });
  if (agents === null || agents.platform === platform) return;
  await sendOut(tx, {
    workspaceId,
    ticketId: null,
    platform: agents.platform,
    dedupeKey: `locked-out:${platform}:${at.toISOString().slice(0, 10)}`,
    outgoing: {
      operation: "post",
      target: { ...agents, threadId: null },
      reply: { markdown: `Nothing can be said on ${platform} for now: ${reason} What waits is said then.` },
    },
  });
}

/** When it was the agent channel itself that failed, agents elsewhere have to know. */
function channelOf(row: Row): string | null {
  return placeIn(row.payload)?.channelId ?? null;
}
