import { deleteMessage, deletePost, editMessage } from "@firstline/core";
import type { MessagePlace, Workspace } from "@firstline/core";
import type { AnyThreadChannel, Message, PartialMessage } from "discord.js";
import { ChannelType } from "discord.js";
import type { Bot } from "../bot.ts";
import { toUpstreamError } from "../errors.ts";
import { toPlace, toText } from "../to-core.ts";

type Changed = Message | PartialMessage;

/** Takes an edit over; core sees that a link preview changes no text. */
export async function onEdit(bot: Bot, message: Changed): Promise<void> {
  if (message.content === null || message.author?.bot) return;
  await change(bot, message, "an edit", async (place, isAgain) => {
    // It may have been edited once more, or deleted, since.
    const current = isAgain ? await orNull(message.fetch()) : message;
    if (current) await editMessage(bot.ctx, { ...place, text: toText(current) });
  });
}

export async function onDelete(bot: Bot, message: Changed): Promise<void> {
  await change(bot, message, "a deletion", async (place) => {
    await deleteMessage(bot.ctx, place);
  });
}

/** All of a forum post stands in its thread; what a thread in a text channel began with stays in the channel. */
export async function onThreadDelete(bot: Bot, thread: AnyThreadChannel): Promise<void> {
  if (!thread.parent?.isThreadOnly()) return;
  const { channelId, threadId } = toPlace(thread);
  if (threadId === null) return;
  await takeOver(bot, { lane: thread.id, what: "a deleted post" }, async () => {
    const workspace = await bot.communities.ofGuild(thread.guildId);
    if (workspace)
      await deletePost(bot.ctx, { workspaceId: workspace.id, platform: "discord", channelId, threadId });
  });
}

async function change(
  bot: Bot,
  message: Changed,
  what: string,
  apply: (place: MessagePlace, isAgain: boolean) => Promise<void>,
): Promise<void> {
  await takeOver(bot, { lane: message.channelId, messageId: message.id, what }, async (isAgain) => {
    const workspace = await workspaceOf(bot, message);
    if (!workspace) return;
    const { channelId } = toPlace(message.channel);
    const place: MessagePlace = {
      workspaceId: workspace.id,
      platform: "discord",
      channelId,
      messageId: message.id,
    };
    await apply(place, isAgain);
  });
}

/** Discord tells of a change once, and what somebody has deleted must not stay. */
const AGAIN_AFTER_MS = [1_000, 30_000, 300_000];

/** In the lane of the messages themselves, so that an edit never comes before what it changes. */
async function takeOver(
  bot: Bot,
  about: { lane: string; messageId?: string; what: string },
  work: (isAgain: boolean) => Promise<void>,
  tries = 0,
): Promise<void> {
  const { lane, messageId, what } = about;
  await bot.lanes.run(lane, async () => {
    try {
      await work(tries > 0);
    } catch (error) {
      bot.ctx.log.error({ channelId: lane, messageId, error }, `${what} was not taken over`);
      const ms = AGAIN_AFTER_MS[tries];
      if (ms !== undefined) setTimeout(() => void takeOver(bot, about, work, tries + 1), ms).unref();
    }
  });
}

async function orNull<Found>(search: Promise<Found>): Promise<Found | null> {
  try {
    return await search;
  } catch (cause) {
    const error = toUpstreamError(cause);
    if (error.retryable) throw error;
    return null;
  }
}

/** Of a deleted direct message only its channel is known: its other end is the person. */
async function workspaceOf(bot: Bot, message: Changed): Promise<Workspace | null> {
  if (message.guildId !== null) return bot.communities.ofGuild(message.guildId);
  if (message.author) return bot.communities.ofPerson(message.author.id);
  const channel = await bot.client.channels.fetch(message.channelId);
  return channel?.type === ChannelType.DM ? bot.communities.ofPerson(channel.recipientId) : null;
}
