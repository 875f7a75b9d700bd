import type { MessageRef } from "@firstline/core";
import type { Client } from "discord.js";
import { ChannelType } from "discord.js";

/** What the client happens to know of a channel; null when it has not seen it. */
type KnownChannel = { guildId: string | null; isForum: boolean; isThread: boolean };
export type Look = (channelId: string) => KnownChannel | null;

export function lookInto(client: Client): Look {
  return (channelId) => {
    const channel = client.channels.cache.get(channelId);
    if (!channel) return null;
    return {
      guildId: "guildId" in channel ? channel.guildId : null,
      isForum: isForum(channel.type),
      isThread: channel.isThread(),
    };
  };
}

export const isForum = (type: ChannelType): boolean =>
  type === ChannelType.GuildForum || type === ChannelType.GuildMedia;

/**
 * The channels that may hold a message, likeliest first. The first message of a forum post lives in the post's own
 * thread, whose id it shares; the message that a thread was started from lives in the parent channel, although the
 * thread has its id; and a member's burst may have continued beside the thread.
 */
export function placesOf(message: MessageRef, look: Look): string[] {
  const { channelId, threadId, messageId } = message;
  if (look(channelId)?.isForum) return [threadId ?? messageId];
  if (threadId === null || threadId === messageId) return [channelId, messageId];
  return look(threadId)?.isThread ? [threadId, channelId] : [channelId, threadId];
}
