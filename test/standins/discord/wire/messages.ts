import { randomBytes } from "node:crypto";
import type { JsonObject } from "../json.ts";
import { cloneJson } from "../json.ts";
import { messageFlags } from "../limits.ts";
import { isThread } from "../state/permissions.ts";
import type { Attachment, InteractionSource, Message } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { toWireChannel } from "./channels.ts";
import { toWireMember, toWireUser } from "./people.ts";

/**
 * A message as Discord shows it.
 * `hasContent` false is the view of an app without the message content intent.
 */
export function toWireMessage(world: World, message: Message, hasContent: boolean): JsonObject {
  const shown = hasContent || isShownAnyway(world, message);
  const channel = world.channels.get(message.channelId);
  const thread = message.threadId === null ? undefined : world.channels.get(message.threadId);
  return {
    id: message.id,
    type: message.type,
    channel_id: message.channelId,
    content: shown ? message.content : "",
    embeds: shown ? cloneJson(message.embeds) : [],
    attachments: shown ? message.attachments.map((file) => toWireAttachment(message, file)) : [],
    components: shown ? cloneJson(message.components) : [],
    author: authorOf(world, message),
    mentions: message.pings.users.map((id) => toWireUser(world.user(id))),
    mention_roles: [...message.pings.roles],
    mention_everyone: message.pings.everyone,
    pinned: message.pinned,
    tts: message.tts,
    timestamp: message.createdAt,
    edited_timestamp: message.editedAt,
    flags: message.flags,
    ...(message.webhook ? { webhook_id: message.webhook.id } : {}),
    ...(message.reactions.size > 0 ? { reactions: toWireReactions(world, message) } : {}),
    ...toWireReference(world, message, hasContent),
    ...(message.interaction ? toWireSource(world, message.interaction, message.guildId) : {}),
    ...(thread ? { thread: toWireChannel(world, thread) } : {}),
    ...(channel && isThread(channel) ? { position: positionOf(world, message) } : {}),
  };
}

/** Own messages, direct messages and messages that mention the bot keep their content without the intent. */
function isShownAnyway(world: World, message: Message): boolean {
  return (
    message.guildId === null ||
    message.authorId === world.bot.id ||
    message.interaction !== null ||
    message.pings.users.includes(world.bot.id)
  );
}

function authorOf(world: World, message: Message): JsonObject {
  if (!message.webhook) return toWireUser(world.user(message.authorId));
  return {
    ...toWireUser({
      id: message.webhook.id,
      username: message.webhook.username,
      globalName: null,
      bot: true,
      dmsClosed: false,
    }),
    discriminator: "0000",
  };
}

function toWireAttachment(message: Message, file: Attachment): JsonObject {
  const path = `https://cdn.discordapp.com/attachments/${message.channelId}/${file.id}/${file.filename}`;
  const url = `${path}?${signature()}`;
  return {
    id: file.id,
    filename: file.filename,
    size: file.content.length,
    url,
    proxy_url: url.replace("cdn.discordapp.com", "media.discordapp.net"),
    content_type: file.contentType,
    content_scan_version: 0,
    ...(file.description === null ? {} : { description: file.description }),
    ...(message.flags & messageFlags.ephemeral ? { ephemeral: true } : {}),
  };
}

/** Good for a day from now, and another one each time that the file is named. */
function signature(): string {
  const now = Math.floor(Date.now() / 1000);
  const mark = randomBytes(32).toString("hex");
  return `ex=${(now + 86_400).toString(16)}&is=${now.toString(16)}&hm=${mark}&`;
}

export function toWireEmoji(key: string): JsonObject {
  const custom = /^(\w+):(\d+)$/.exec(key);
  return custom ? { id: custom[2], name: custom[1] } : { id: null, name: key };
}

function toWireReactions(world: World, message: Message): JsonObject[] {
  return [...message.reactions].map(([key, people]) => ({
    emoji: toWireEmoji(key),
    count: people.size,
    count_details: { burst: 0, normal: people.size },
    burst_colors: [],
    me_burst: false,
    burst_me: false,
    me: people.has(world.bot.id),
    burst_count: 0,
  }));
}

function toWireReference(world: World, message: Message, hasContent: boolean): JsonObject {
  if (!message.reference) return {};
  const { messageId, channelId, guildId } = message.reference;
  const wire: JsonObject = {
    type: 0,
    channel_id: channelId,
    ...(messageId === null ? {} : { message_id: messageId }),
    ...(guildId === null ? {} : { guild_id: guildId }),
  };
  if (messageId === null) return { message_reference: wire };
  const replied = world.findMessage(channelId, messageId);
  // A reply shows what it answers, one level deep; null says that it has been deleted since.
  const shown = replied ? toWireMessage(world, { ...replied, reference: null }, hasContent) : null;
  return { message_reference: wire, referenced_message: shown };
}

function toWireSource(world: World, source: InteractionSource, guildId: string | null): JsonObject {
  const user = toWireUser(world.user(source.userId));
  return {
    application_id: world.applicationId,
    webhook_id: world.applicationId,
    interaction_metadata: toWireMetadata(world, source, guildId),
    ...(source.commandName === null
      ? {}
      : { interaction: { id: source.id, type: source.type, name: source.commandName, user } }),
  };
}

function toWireMetadata(world: World, source: InteractionSource, guildId: string | null): JsonObject {
  return {
    id: source.id,
    type: source.type,
    user: toWireUser(world.user(source.userId)),
    authorizing_integration_owners: { "0": guildId ?? "0" },
    ...(source.messageId === null ? {} : { interacted_message_id: source.messageId }),
    ...(source.trigger
      ? { triggering_interaction_metadata: toWireMetadata(world, source.trigger, guildId) }
      : {}),
  };
}

function positionOf(world: World, message: Message): number {
  return (
    world
      .messages(message.channelId)
      .slice(1)
      .findIndex((entry) => entry.id === message.id) + 1
  );
}

/** The gateway's form adds the guild and the author's membership, and the nonce when the message is new. */
export function toWireMessageEvent(
  world: World,
  message: Message,
  hasContent: boolean,
  isNew: boolean,
): JsonObject {
  const wire = toWireMessage(world, message, hasContent);
  wire["channel_type"] = world.channels.get(message.channelId)?.type;
  if (isNew && message.nonce !== null) wire["nonce"] = message.nonce;
  if (message.guildId === null) return wire;

  const members = world.guild(message.guildId).members;
  wire["guild_id"] = message.guildId;
  const author = message.webhook ? undefined : members.get(message.authorId);
  if (author) wire["member"] = toWireMember(author);
  wire["mentions"] = message.pings.users.map((id) => {
    const member = members.get(id);
    return { ...toWireUser(world.user(id)), ...(member ? { member: toWireMember(member) } : {}) };
  });
  return wire;
}
