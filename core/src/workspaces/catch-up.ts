import { schema } from "@firstline/db";
import { and, desc, eq, isNotNull, ne } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import type { Platform } from "../ports.ts";
import type { ChannelRole } from "./connect.ts";

/** Messages that came together may have been stored in another order: look a little further back. */
const OVERLAP_MS = 10 * 60 * 1000;
const LONGEST_MS = 24 * 60 * 60 * 1000;

export type MissedWindow = { channelId: string; role: ChannelRole; since: Date };

/**
 * From when on each channel may hold messages that were missed: since the newest event that was taken in, but never
 * from before the channel was served, nor from more than a day ago.
 */
export async function listMissedWindows(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; platform: Platform },
): Promise<MissedWindow[]> {
  const { processedEvents: e, channels: c } = schema;
  const [newest] = await ctx.db
    .select({ at: e.createdAt })
    .from(e)
    .where(and(eq(e.workspaceId, input.workspaceId), eq(e.platform, input.platform)))
    .orderBy(desc(e.createdAt))
    .limit(1);
  const channels = await ctx.db
    .select({ channelId: c.externalId, role: c.role, servedSince: c.createdAt })
    .from(c)
    .where(and(eq(c.workspaceId, input.workspaceId), eq(c.platform, input.platform), eq(c.enabled, true)));
  const lastSeen = (newest?.at.getTime() ?? 0) - OVERLAP_MS;
  const earliest = Math.max(lastSeen, ctx.now().getTime() - LONGEST_MS);
  return channels.map(({ channelId, role, servedSince }) => ({
    channelId,
    role,
    since: new Date(Math.max(earliest, servedSince.getTime())),
  }));
}

export type WatchedThread = { channelId: string; threadId: string; isDirect: boolean };

const MOST_THREADS = 100;

/** Threads of tickets that are not closed, and of their cards, where follow-ups may have been missed; liveliest first. */
export async function listWatchedThreads(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; platform: Platform },
): Promise<WatchedThread[]> {
  const { tickets: t, escalations: e } = schema;
  const isAlive = and(eq(t.workspaceId, input.workspaceId), ne(t.status, "closed"));
  const asked = await ctx.db
    .select({ channelId: t.channelId, threadId: t.threadId, isDirect: t.isDirect })
    .from(t)
    .where(and(isAlive, eq(t.platform, input.platform)))
    .orderBy(desc(t.lastMessageAt))
    .limit(MOST_THREADS);
  const cards = await ctx.db
    .select({ channelId: e.cardChannelId, threadId: e.cardThreadId })
    .from(e)
    .innerJoin(t, eq(t.id, e.ticketId))
    .where(and(isAlive, eq(e.cardPlatform, input.platform), isNotNull(e.cardThreadId)))
    .orderBy(desc(t.lastMessageAt))
    .limit(MOST_THREADS);
  const posted = cards.flatMap(({ channelId, threadId }) =>
    channelId === null || threadId === null ? [] : [{ channelId, threadId, isDirect: false }],
  );
  return [...posted, ...asked];
}
