import type { JsonObject } from "../json.ts";
import { channelTypes } from "../limits.ts";
import { isThread } from "../state/permissions.ts";
import type { Channel, Tag, ThreadState } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { toWireUser } from "./people.ts";

export function toWireChannel(world: World, channel: Channel): JsonObject {
  if (channel.type === channelTypes.dm) return toWireDm(world, channel);
  if (channel.thread) return toWireThread(world, channel, channel.thread);

  const common: JsonObject = {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    position: channel.position,
    parent_id: channel.parentId,
    flags: channel.flags,
    permission_overwrites: channel.overwrites.map((entry) => ({
      id: entry.id,
      type: entry.type,
      allow: entry.allow.toString(),
      deny: entry.deny.toString(),
    })),
  };
  if (channel.type === channelTypes.category) return common;
  return { ...common, ...ofTextLike(channel), ...(hasTags(channel) ? ofForum(channel) : {}) };
}

function ofTextLike(channel: Channel): JsonObject {
  return {
    topic: channel.topic,
    nsfw: false,
    last_message_id: channel.lastMessageId,
    rate_limit_per_user: channel.slowmode,
  };
}

export function hasTags(channel: Channel): boolean {
  return channel.type === channelTypes.forum || channel.type === channelTypes.media;
}

function ofForum(channel: Channel): JsonObject {
  return {
    available_tags: channel.tags.map(toWireTag),
    default_reaction_emoji: null,
    default_sort_order: null,
    default_forum_layout: 0,
    template: "",
  };
}

function toWireTag(tag: Tag): JsonObject {
  return {
    id: tag.id,
    name: tag.name,
    moderated: tag.moderated,
    emoji_id: null,
    emoji_name: tag.emojiName,
  };
}

function toWireDm(world: World, channel: Channel): JsonObject {
  return {
    id: channel.id,
    type: channel.type,
    last_message_id: channel.lastMessageId,
    flags: 0,
    recipients: channel.recipientId === null ? [] : [toWireUser(world.user(channel.recipientId))],
  };
}

function toWireThread(world: World, channel: Channel, thread: ThreadState): JsonObject {
  const botJoined = thread.members.get(world.bot.id);
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    parent_id: channel.parentId,
    owner_id: thread.ownerId,
    name: channel.name,
    last_message_id: channel.lastMessageId,
    rate_limit_per_user: channel.slowmode,
    bitrate: 64_000,
    user_limit: 0,
    rtc_region: null,
    message_count: thread.messageCount,
    member_count: Math.min(thread.members.size, 50),
    total_message_sent: thread.totalSent,
    flags: channel.flags,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      archive_timestamp: thread.archiveChangedAt,
      create_timestamp: thread.createdAt,
      auto_archive_duration: thread.autoArchiveMinutes,
      ...(channel.type === channelTypes.privateThread ? { invitable: thread.invitable } : {}),
    },
    ...(isInForum(world, channel) ? { applied_tags: [...thread.appliedTags] } : {}),
    ...(botJoined === undefined ? {} : { member: toWireThreadMember(channel.id, world.bot.id, botJoined) }),
  };
}

/** Forum posts are threads whose parent is a forum. */
function isInForum(world: World, channel: Channel): boolean {
  return isThread(channel) && hasTags(world.placeOf(channel));
}

export function toWireThreadMember(threadId: string, userId: string, joinedAt: string): JsonObject {
  return { id: threadId, user_id: userId, join_timestamp: joinedAt, flags: 1 };
}
