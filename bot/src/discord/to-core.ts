import type { IncomingMessage, PersonIdentity } from "@firstline/core";
import type { GuildMember, Message, PartialMessage, User } from "discord.js";
import { MessageType } from "discord.js";

/** A thread opened this long before the owner's message still waits for its question. */
const OPENING_MS = 60 * 60 * 1000;

/** Written by a person: no bot, no webhook, nothing that Discord says itself (joins, pins, thread starters). */
export function isFromPerson(message: Message): boolean {
  if (message.author.bot || message.author.system || message.webhookId !== null) return false;
  return message.type === MessageType.Default || message.type === MessageType.Reply;
}

export function toIdentity(user: User, member?: Pick<GuildMember, "displayName"> | null): PersonIdentity {
  return {
    platform: "discord",
    externalId: user.id,
    name: member?.displayName ?? user.displayName,
    avatarUrl: user.displayAvatarURL(),
  };
}

/** The channel that core knows a place by, and the thread in it. */
export function toPlace(channel: Message["channel"]): { channelId: string; threadId: string | null } {
  if (!channel.isThread()) return { channelId: channel.id, threadId: null };
  return { channelId: channel.parentId ?? channel.id, threadId: channel.id };
}

export function toIncomingMessage(message: Message, workspaceId: number): IncomingMessage {
  const botUserId = message.client.user.id;
  const opensThread = isOpening(message);
  return {
    workspaceId,
    platform: "discord",
    ...toPlace(message.channel),
    messageId: message.id,
    repliesTo: message.type === MessageType.Reply ? (message.reference?.messageId ?? null) : null,
    author: toIdentity(message.author, message.member),
    text: toText(message),
    title: opensThread && message.channel.isThread() ? message.channel.name : null,
    isDirect: message.channel.isDMBased(),
    mentionsUs: message.mentions.users.has(botUserId) || mentionsOurRole(message),
    mentionsOthers: message.mentions.users.some(
      (user) => user.id !== botUserId && user.id !== message.author.id,
    ),
    opensThread,
  };
}

/** People often pick the bot's role, which has its name, instead of the bot. */
function mentionsOurRole(message: Message | PartialMessage): boolean {
  return message.mentions.roles.some((role) => role.tags?.botId === message.client.user.id);
}

/** The first message of a forum post shares its id; a thread without a message is opened by its owner's first words. */
function isOpening(message: Message): boolean {
  const { channel } = message;
  if (!channel.isThread()) return false;
  if (message.id === channel.id) return true;
  const openedAt = channel.createdTimestamp ?? 0;
  return channel.ownerId === message.author.id && message.createdTimestamp - openedAt < OPENING_MS;
}

/** What somebody wrote, readable without Discord: names for mentions, the bot's own left out, files by name. */
export function toText(message: Message | PartialMessage): string {
  const botUserId = message.client.user.id;
  const ownRoles = message.mentions.roles.filter((role) => role.tags?.botId === botUserId);
  const written = message.content || (message.messageSnapshots.first()?.content ?? "");
  const text = written
    .replace(/<@!?(\d+)>/gu, (raw, id: string) => {
      if (id === botUserId) return " ";
      const user = message.mentions.users.get(id);
      return user ? `@${message.mentions.members?.get(id)?.displayName ?? user.displayName}` : raw;
    })
    .replace(/<@&(\d+)>/gu, (_, id: string) => {
      if (ownRoles.has(id)) return " ";
      return `@${message.mentions.roles.get(id)?.name ?? "role"}`;
    })
    .replace(/<#(\d+)>/gu, (raw, id: string) => {
      const channel = message.client.channels.cache.get(id);
      return channel && "name" in channel ? `#${channel.name}` : raw;
    })
    .replace(/<a?:(\w+):\d+>/gu, ":$1:");
  return withFiles(text.trim(), message);
}

/** A file alone at the top of a channel is no question; with words, or in a thread, people need to know of it. */
function withFiles(text: string, message: Message | PartialMessage): string {
  if (message.attachments.size === 0) return text;
  if (text === "" && !message.channel.isThread()) return text;
  const files = message.attachments.map((file) => `[${file.name}](${file.url})`);
  return [text, `Attached: ${files.join(", ")}`].filter((part) => part !== "").join("\n\n");
}
