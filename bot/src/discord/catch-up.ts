import { getSettings, listMissedWindows, listTickets } from "@firstline/core";
import type { Workspace } from "@firstline/core";
import type { AnyThreadChannel, Guild, Message, TextBasedChannel } from "discord.js";
import { SnowflakeUtil } from "discord.js";
import type { Bot } from "./bot.ts";
import { isGone, toUpstreamError } from "./errors.ts";
import { isFinal, takeIn } from "./listeners/messages.ts";
import { isFromPerson } from "./to-core.ts";

const PAGE_SIZE = 100;
const PAGES = 10;
const MAX_THREADS = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Discord sends nothing again that was missed while the bot was away or cut off. So after each start and reconnect the
 * recent messages of the served channels, of threads that have moved, and of open direct tickets are taken in like new
 * ones; those that were taken in before are known by their ids. A first direct message while away stays unseen.
 */
export async function catchUp(bot: Bot, guild: Guild, workspace: Workspace): Promise<number> {
  const windows = await listMissedWindows(bot.ctx, { workspaceId: workspace.id, platform: "discord" });
  const { burstSeconds } = await getSettings(bot.ctx, workspace.id);
  let taken = 0;
  for (const { channelId, since } of windows) {
    const channel = guild.channels.cache.get(channelId);
    if (channel?.isTextBased()) taken += await takeInSince(bot, channel, since, burstSeconds);
  }
  const sinceOf = new Map(windows.map((window) => [window.channelId, window.since]));
  const earliest = new Date(
    Math.min(...windows.map(({ since }) => since.getTime()), bot.ctx.now().getTime()),
  );
  for (const thread of await movedThreads(guild, earliest)) {
    taken += await takeInSince(bot, thread, sinceOf.get(thread.parentId ?? "") ?? earliest);
  }
  for (const channel of await openDirects(bot, workspace.id)) {
    taken += await takeInSince(
      bot,
      channel,
      new Date(Math.max(earliest.getTime(), bot.ctx.now().getTime() - DAY_MS)),
    );
  }
  return taken;
}

async function movedThreads(guild: Guild, since: Date): Promise<AnyThreadChannel[]> {
  const { threads } = await guild.channels.fetchActiveThreads();
  const newestIn = (thread: AnyThreadChannel): bigint => BigInt(thread.lastMessageId ?? thread.id);
  const from = SnowflakeUtil.generate({ timestamp: since });
  return [...threads.values()]
    .filter((thread) => newestIn(thread) >= from)
    .toSorted((a, b) => (newestIn(a) < newestIn(b) ? 1 : -1))
    .slice(0, MAX_THREADS);
}

async function openDirects(bot: Bot, workspaceId: number): Promise<TextBasedChannel[]> {
  const statuses = ["new", "analyzing", "ai_responding", "escalated"] as const;
  const tickets = await listTickets(bot.ctx, { workspaceId, statuses: [...statuses], limit: 200 });
  const ids = new Set(
    tickets
      .filter((ticket) => ticket.platform === "discord" && ticket.isDirect)
      .map((ticket) => ticket.channelId),
  );
  const channels = await Promise.all([...ids].map((id) => orNull(bot.client.channels.fetch(id))));
  return channels.filter((channel) => channel !== null && channel.isTextBased());
}

/**
 * Oldest first, in the lane of the channel's live messages. What one person wrote further apart than a burst stays
 * apart, although it is read at once. Answers how many were new.
 */
async function takeInSince(
  bot: Bot,
  channel: TextBasedChannel,
  since: Date,
  burstSeconds = 0,
): Promise<number> {
  let after = String(SnowflakeUtil.generate({ timestamp: since }) - 1n);
  const lastOf = new Map<string, number>();
  let taken = 0;
  for (let page = 0; page < PAGES; page += 1) {
    const found = await orNull(channel.messages.fetch({ after, limit: PAGE_SIZE, cache: false }));
    const messages = [...(found?.values() ?? [])].toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    for (const message of messages.filter(isFromPerson)) {
      const { id } = message.author;
      const joinsBurst = message.createdTimestamp - (lastOf.get(id) ?? 0) <= burstSeconds * 1000;
      lastOf.set(id, message.createdTimestamp);
      if (await takeInOnce(bot, message, joinsBurst)) taken += 1;
    }
    const last = messages.at(-1);
    if (messages.length < PAGE_SIZE || !last) break;
    after = last.id;
  }
  return taken;
}

/** One message that cannot be taken in must not keep the others out; it is looked for again. */
async function takeInOnce(bot: Bot, message: Message, joinsBurst: boolean): Promise<boolean> {
  let isNew = false;
  await bot.lanes.run(message.channelId, async () => {
    try {
      const received = await takeIn(bot, message, joinsBurst);
      isNew = received !== null && received.outcome !== "ignored" && received.outcome !== "repeated";
    } catch (error) {
      bot.ctx.log.warn({ messageId: message.id, error }, "a missed message was not taken in");
      if (!isFinal(error)) bot.catchUpLater();
    }
  });
  return isNew;
}

async function orNull<Found>(search: Promise<Found>): Promise<Found | null> {
  try {
    return await search;
  } catch (cause) {
    const error = toUpstreamError(cause);
    if (isGone(error) || !error.retryable) return null;
    throw error;
  }
}
