import type { JsonObject } from "./json.ts";
import type { Realm } from "./realm.ts";
import { intents } from "./realm.ts";
import { channelTypes } from "./limits.ts";
import type { Channel, Message } from "./state/types.ts";
import { toWireChannel, toWireThreadMember } from "./wire/channels.ts";
import { toWireEmoji, toWireMessageEvent } from "./wire/messages.ts";
import { toWireMemberWithUser } from "./wire/people.ts";

/** Messages that only one person sees are not told to the bot's gateway. */
export function tellMessage(realm: Realm, message: Message, change: "CREATE" | "UPDATE"): void {
  realm.records.changed();
  if (message.ephemeralFor !== null) return;
  realm.emit({
    name: `MESSAGE_${change}`,
    intents: message.guildId === null ? intents.directMessages : intents.guildMessages,
    guildId: message.guildId,
    channel: realm.world.channel(message.channelId),
    payload: (hasContent) => toWireMessageEvent(realm.world, message, hasContent, change === "CREATE"),
  });
}

export function tellMessageDeleted(realm: Realm, message: Message): void {
  realm.records.changed();
  if (message.ephemeralFor !== null) return;
  realm.emit({
    name: "MESSAGE_DELETE",
    intents: message.guildId === null ? intents.directMessages : intents.guildMessages,
    guildId: message.guildId,
    channel: realm.world.channel(message.channelId),
    payload: () => ({ id: message.id, channel_id: message.channelId, ...guildOf(message) }),
  });
}

function guildOf(place: { guildId: string | null }): JsonObject {
  return place.guildId === null ? {} : { guild_id: place.guildId };
}

export function tellReaction(
  realm: Realm,
  message: Message,
  userId: string,
  emoji: string,
  change: "ADD" | "REMOVE",
): void {
  realm.records.changed();
  const member =
    message.guildId === null ? undefined : realm.world.guild(message.guildId).members.get(userId);
  const added: JsonObject = {
    message_author_id: message.authorId,
    ...(member ? { member: toWireMemberWithUser(member, realm.world.user(userId)) } : {}),
  };
  realm.emit({
    name: `MESSAGE_REACTION_${change}`,
    intents: message.guildId === null ? intents.directReactions : intents.guildReactions,
    guildId: message.guildId,
    channel: realm.world.channel(message.channelId),
    payload: () => ({
      user_id: userId,
      message_id: message.id,
      channel_id: message.channelId,
      ...guildOf(message),
      emoji: toWireEmoji(emoji),
      burst: false,
      type: 0,
      ...(change === "ADD" ? added : {}),
    }),
  });
}

export function tellChannel(realm: Realm, channel: Channel, change: "CREATE" | "UPDATE" | "DELETE"): void {
  realm.records.changed();
  // Direct message channels are never announced.
  if (channel.type === channelTypes.dm) return;
  realm.emit({
    name: `CHANNEL_${change}`,
    intents: intents.guilds,
    guildId: channel.guildId,
    payload: () => toWireChannel(realm.world, channel),
  });
}

export function tellThread(realm: Realm, thread: Channel, change: "CREATE" | "UPDATE"): void {
  realm.records.changed();
  realm.emit({
    name: `THREAD_${change}`,
    intents: intents.guilds,
    guildId: thread.guildId,
    channel: thread,
    payload: () => ({
      ...toWireChannel(realm.world, thread),
      ...(change === "CREATE" ? { newly_created: true } : {}),
    }),
  });
}

/** Must be told before the thread is gone, or nobody could tell whether the bot saw it. */
export function tellThreadDeleted(realm: Realm, thread: Channel): void {
  realm.emit({
    name: "THREAD_DELETE",
    intents: intents.guilds,
    guildId: thread.guildId,
    channel: thread,
    payload: () => ({
      id: thread.id,
      type: thread.type,
      guild_id: thread.guildId,
      parent_id: thread.parentId,
    }),
  });
}

/** Without the members intent only the bot's own comings and goings are told. */
export function tellThreadMember(
  realm: Realm,
  thread: Channel,
  userId: string,
  change: "joined" | "left",
): void {
  realm.records.changed();
  const joinedAt = thread.thread?.members.get(userId) ?? new Date().toISOString();
  realm.emit({
    name: "THREAD_MEMBERS_UPDATE",
    intents: userId === realm.world.bot.id ? intents.guilds : intents.guildMembers,
    guildId: thread.guildId,
    channel: thread,
    payload: () => ({
      id: thread.id,
      guild_id: thread.guildId,
      member_count: thread.thread?.members.size ?? 0,
      ...(change === "left"
        ? { removed_member_ids: [userId] }
        : { added_members: [toWireThreadMember(thread.id, userId, joinedAt)] }),
    }),
  });
}

export function tellTyping(realm: Realm, channel: Channel, userId: string): void {
  realm.emit({
    name: "TYPING_START",
    intents: channel.guildId === null ? intents.directTyping : intents.guildTyping,
    guildId: channel.guildId,
    channel,
    payload: () => ({
      channel_id: channel.id,
      ...guildOf(channel),
      user_id: userId,
      timestamp: Math.floor(Date.now() / 1000),
    }),
  });
}

export function tellPins(realm: Realm, channel: Channel): void {
  realm.records.changed();
  realm.emit({
    name: "CHANNEL_PINS_UPDATE",
    intents: intents.guilds | intents.directMessages,
    guildId: channel.guildId,
    channel,
    payload: () => ({
      channel_id: channel.id,
      ...guildOf(channel),
      last_pin_timestamp: new Date().toISOString(),
    }),
  });
}
