import { ApiError, refuse } from "../errors.ts";
import { invalidForm } from "../issues.ts";
import type { Call, Route } from "../http/call.ts";
import { bodyObject, noContent, ok, param, route } from "../http/call.ts";
import type { JsonObject } from "../json.ts";
import { objectOrNull, textOr } from "../json.ts";
import { channelTypes, limits, messageTypes } from "../limits.ts";
import { tellTyping } from "../events.ts";
import { deleteMessage, editMessage, postMessage } from "../posting.ts";
import type { Realm } from "../realm.ts";
import { has, holdsMessages, requireAwake, requirePermissions, visibleChannel } from "../state/access.ts";
import type { Channel, Message } from "../state/types.ts";
import { compareIds, isSnowflake } from "../snowflake.ts";
import { readMessageEdit } from "../validate/message-edit.ts";
import type { ReadMessage, Reading } from "../validate/message.ts";
import { readNewMessage } from "../validate/message.ts";
import { toWireMessage } from "../wire/messages.ts";

export function readingFor(realm: Realm, call: Call, isInteraction = false): Reading {
  return {
    files: call.files,
    nextId: () => realm.world.ids.next(),
    path: [],
    allowsEphemeral: isInteraction,
  };
}

/** What the application sees over HTTP follows the setting in the portal, not the gateway's intents. */
export function shown(realm: Realm, message: Message): JsonObject {
  return toWireMessage(realm.world, message, realm.intents.messageContent);
}

/** The rights that sending takes: sight, sending, and what the message carries. */
function requireMaySend(realm: Realm, channel: Channel, message: ReadMessage): void {
  if (!holdsMessages(channel)) throw refuse("nonTextChannel");
  if (channel.type === channelTypes.dm) {
    const person = channel.recipientId === null ? null : realm.world.user(channel.recipientId);
    if (person?.dmsClosed || person?.bot) throw refuse("cannotMessageUser");
    return;
  }
  requirePermissions(realm.world, channel, channel.thread ? "SEND_MESSAGES_IN_THREADS" : "SEND_MESSAGES");
  if (message.embeds.length > 0) requirePermissions(realm.world, channel, "EMBED_LINKS");
  if (message.attachments.length > 0) requirePermissions(realm.world, channel, "ATTACH_FILES");
  requireOpen(realm, channel);
}

/** A locked thread takes messages from moderators, and from nobody once it is archived as well. */
function requireOpen(realm: Realm, channel: Channel): void {
  if (!channel.thread?.locked) return;
  if (channel.thread.archived) throw refuse("threadArchived");
  if (!has(realm.world, realm.world.bot.id, channel, "MANAGE_THREADS")) throw refuse("threadLocked");
}

function repliedTo(realm: Realm, channel: Channel, body: JsonObject): Message | null {
  const reference = objectOrNull(body["message_reference"]);
  if (!reference) return null;
  if (reference["type"] === 1) {
    throw new ApiError(501, -1, "This stand-in does not forward messages");
  }
  const at = textOr(reference["channel_id"], channel.id);
  if (at !== channel.id) {
    const message = "Cannot reply to a message in a different channel";
    throw invalidForm(["message_reference"], "MESSAGE_REFERENCE_CHANNEL_MISMATCH", message);
  }
  if (channel.guildId !== null && !has(realm.world, realm.world.bot.id, channel, "READ_MESSAGE_HISTORY")) {
    throw refuse("replyWithoutHistory");
  }
  const message = realm.world.findMessage(channel.id, textOr(reference["message_id"], ""));
  if (!message || message.ephemeralFor !== null) {
    if (reference["fail_if_not_exists"] === false) return null;
    throw invalidForm(["message_reference"], "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message");
  }
  const isPlain = [
    messageTypes.plain,
    messageTypes.reply,
    messageTypes.chatInputCommand,
    messageTypes.contextMenuCommand,
  ].some((type) => type === message.type);
  if (!isPlain) {
    const words = "Cannot reply to a system message";
    throw invalidForm(["message_reference"], "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", words);
  }
  return message;
}

/** With enforce_nonce the same author's message of the same nonce is the answer, for some minutes. */
function sameNonce(realm: Realm, read: ReadMessage): Message | null {
  if (!read.enforceNonce || read.nonce === null) return null;
  const found = realm.world.nonces.get(String(read.nonce));
  const isRecent = found && Date.parse(found.createdAt) >= Date.now() - limits.nonceWindowMs;
  return isRecent ? realm.world.findMessage(found.channelId, found.id) : null;
}

function create(realm: Realm, call: Call): JsonObject {
  const channel = visibleChannel(realm.world, param(call, "channel_id"));
  const body = bodyObject(call);
  const read = readNewMessage(body, readingFor(realm, call));
  requireMaySend(realm, channel, read);
  const replied = repliedTo(realm, channel, body);
  const message =
    sameNonce(realm, read) ?? postMessage(realm, { ...read, channel, authorId: realm.world.bot.id, replied });
  if (message.nonce !== null) realm.world.nonces.set(String(message.nonce), message);
  return { ...shown(realm, message), ...(message.nonce === null ? {} : { nonce: message.nonce }) };
}

function history(realm: Realm, call: Call): JsonObject[] {
  const channel = visibleChannel(realm.world, param(call, "channel_id"));
  if (!holdsMessages(channel)) throw refuse("nonTextChannel");
  const limit = readLimit(call, limits.message.history);
  const [before, after, around] = ["before", "after", "around"].map((name) => readId(call, name));
  if ([before, after, around].filter((id) => id !== null).length > 1) {
    throw invalidForm(["before"], "BASE_TYPE_INVALID", "Only one of before, after and around may be given");
  }
  const mayRead =
    channel.guildId === null || has(realm.world, realm.world.bot.id, channel, "READ_MESSAGE_HISTORY");
  if (!mayRead) return [];
  const all = realm.world.messages(channel.id);
  const chosen = choose(all, limit, { before, after, around });
  return chosen.toReversed().map((message) => shown(realm, message));
}

interface Range {
  readonly before?: string | null | undefined;
  readonly after?: string | null | undefined;
  readonly around?: string | null | undefined;
}

/** A part of the history, oldest first; without a range the newest. */
function choose(all: readonly Message[], limit: number, range: Range): Message[] {
  const { before, after, around } = range;
  if (after) return all.filter((message) => compareIds(message.id, after) > 0).slice(0, limit);
  if (before) return all.filter((message) => compareIds(message.id, before) < 0).slice(-limit);
  if (!around) return all.slice(-limit);
  const older = all.filter((message) => compareIds(message.id, around) <= 0);
  const newer = all.filter((message) => compareIds(message.id, around) > 0);
  const half = Math.floor(limit / 2);
  return [...older.slice(-(half + 1)), ...newer.slice(0, half)].slice(0, limit);
}

export function readLimit(call: Call, most: number, otherwise = 50): number {
  const text = call.query.get("limit");
  if (text === null) return otherwise;
  const limit = Number(text);
  if (!Number.isInteger(limit)) {
    throw invalidForm(["limit"], "NUMBER_TYPE_COERCE", `Value "${text}" is not int.`);
  }
  if (limit < 1 || limit > most) {
    const isLow = limit < 1;
    const words = isLow ? "greater than or equal to 1" : `less than or equal to ${most}`;
    throw invalidForm(
      ["limit"],
      isLow ? "NUMBER_TYPE_MIN" : "NUMBER_TYPE_MAX",
      `int value should be ${words}.`,
    );
  }
  return limit;
}

function readId(call: Call, name: string): string | null {
  const text = call.query.get(name);
  if (text === null || isSnowflake(text)) return text;
  throw invalidForm([name], "NUMBER_TYPE_COERCE", `Value "${text}" is not snowflake.`);
}

/** A message that the bot may read one by one; what only one person sees is unknown here. */
export function visibleMessage(realm: Realm, call: Call): { channel: Channel; message: Message } {
  const channel = visibleChannel(realm.world, param(call, "channel_id"));
  const message = realm.world.message(channel.id, param(call, "message_id"));
  if (message.ephemeralFor !== null) throw refuse("unknownMessage");
  return { channel, message };
}

function edit(realm: Realm, call: Call): JsonObject {
  const { channel, message } = visibleMessage(realm, call);
  if (message.authorId !== realm.world.bot.id) throw refuse("notAuthor");
  requireAwake(channel);
  return shown(
    realm,
    editMessage(realm, message, readMessageEdit(bodyObject(call), message, readingFor(realm, call))),
  );
}

function remove(realm: Realm, call: Call): void {
  const { channel, message } = visibleMessage(realm, call);
  if (message.authorId !== realm.world.bot.id) {
    if (channel.type === channelTypes.dm) throw refuse("notInDm");
    requirePermissions(realm.world, channel, "MANAGE_MESSAGES");
  }
  if (message.type === messageTypes.threadStarter) throw refuse("systemMessage");
  deleteMessage(realm, message);
}

export const messageRoutes: readonly Route[] = [
  route("GET", "/channels/:channel_id/messages", (realm, call) => ok(history(realm, call))),
  route("POST", "/channels/:channel_id/messages", (realm, call) => ok(create(realm, call))),
  route("GET", "/channels/:channel_id/messages/:message_id", (realm, call) => {
    const { channel, message } = visibleMessage(realm, call);
    requirePermissions(realm.world, channel, "READ_MESSAGE_HISTORY");
    return ok(shown(realm, message));
  }),
  route("PATCH", "/channels/:channel_id/messages/:message_id", (realm, call) => ok(edit(realm, call))),
  route("DELETE", "/channels/:channel_id/messages/:message_id", (realm, call) => {
    remove(realm, call);
    return noContent();
  }),
  route("POST", "/channels/:channel_id/typing", (realm, call) => {
    const channel = visibleChannel(realm.world, param(call, "channel_id"));
    requirePermissions(realm.world, channel, channel.thread ? "SEND_MESSAGES_IN_THREADS" : "SEND_MESSAGES");
    tellTyping(realm, channel, realm.world.bot.id);
    return noContent();
  }),
];
