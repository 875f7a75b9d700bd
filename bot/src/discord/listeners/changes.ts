import { deleteMessage, deletePost, editMessage } from "@firstline/core";
import type { MessagePlace, Workspace } from "@firstline/core";
import type { AnyThreadChannel, Message, PartialMessage } from "discord.js";
import { ChannelType } from "discord.js";
import type { Bot } from "../bot.ts";
import { toPlace, toText } from "../to-core.ts";

type Changed = Message | PartialMessage;

/** Takes an edit over; core sees that a link preview changes no text. */
export async function onEdit(bot: Bot, message: Changed): Promise<void> {
  if (message.content === null || message.author?.bot) return;
  await change(bot, message, "an edit", async (place) =>
    editMessage(bot.ctx, { ...place, text: toText(message) }),
  );
}

export async function onDelete(bot: Bot, message: Changed): Promise<void> {
  await change(bot, message, "a deletion", async (place) => deleteMessage(bot.ctx, place));
}

/** All of a forum post stands in its thread; what a thread in a text channel began with stays in the channel. */
export async function onThreadDelete(bot: Bot, thread: AnyThreadChannel): Promise<void> {
  if (!thread.parent?.isThreadOnly()) return;
  const { channelId, threadId } = toPlace(thread);
  if (threadId === null) return;
  await bot.lanes.run(thread.id, async () => {
    const workspace = await bot.communities.ofGuild(thread.guildId);
    if (workspace)
      await deletePost(bot.ctx, { workspaceId: workspace.id, platform: "discord", channelId, threadId });
  });
}

/** In the lane of the messages themselves, so that an edit never comes before what it changes. */
async function change(
  bot: Bot,
  message: Changed,
  what: string,
  apply: (place: MessagePlace) => Promise<boolean>,
): Promise<void> {
  await bot.lanes.run(message.channelId, async () => {
    try {
      const workspace = await workspaceOf(bot, message);
      if (!workspace) return;
      const { channelId } = toPlace(message.channel);
      await apply({ workspaceId: workspace.id, platform: "discord", channelId, messageId: message.id });
    } catch (error) {
      bot.ctx.log.error({ messageId: message.id, error }, `${what} was not taken over`);
    }
  });
}

/** Of a deleted direct message only its channel is known: its other end is the person. */
async function workspaceOf(bot: Bot, message: Changed): Promise<Workspace | null> {
  if (message.guildId !== null) return bot.communities.ofGuild(message.guildId);
  if (message.author) return bot.communities.ofPerson(message.author.id);
  const channel = await bot.client.channels.fetch(message.channelId);
  return channel?.type === ChannelType.DM ? bot.communities.ofPerson(channel.recipientId) : null;
}
