import { tellMessage, tellPins, tellReaction } from "../events.ts";
import { refuse } from "../errors.ts";
import type { Call, Route } from "../http/call.ts";
import { noContent, ok, param, route } from "../http/call.ts";
import { limits, messageTypes } from "../limits.ts";
import { postMessage, referenceTo } from "../posting.ts";
import type { Realm } from "../realm.ts";
import { has, requireAwake, requirePermissions, visibleChannel } from "../state/access.ts";
import type { Message } from "../state/types.ts";
import { toWireUser } from "../wire/people.ts";
import { readLimit, shown, visibleMessage } from "./messages.ts";

/** The character that is reacted with; anything else is not an emoji. */
function readEmoji(call: Call): string {
  const text = param(call, "emoji_name");
  // No server here has emoji of its own, so name:id is unknown too.
  const isCharacter = /^(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F?|\p{Regional_Indicator})/u.test(text);
  if (!isCharacter || /^\w+$/.test(text)) throw refuse("unknownEmoji");
  return text;
}

export function addReaction(realm: Realm, message: Message, userId: string, emoji: string): void {
  const people = message.reactions.get(emoji) ?? new Set<string>();
  if (people.has(userId)) return;
  people.add(userId);
  message.reactions.set(emoji, people);
  tellReaction(realm, message, userId, emoji, "ADD");
}

export function removeReaction(realm: Realm, message: Message, userId: string, emoji: string): void {
  const people = message.reactions.get(emoji);
  if (!people?.delete(userId)) return;
  if (people.size === 0) message.reactions.delete(emoji);
  tellReaction(realm, message, userId, emoji, "REMOVE");
}

function addOwn(realm: Realm, call: Call): void {
  const { channel, message } = visibleMessage(realm, call);
  const emoji = readEmoji(call);
  requireAwake(channel);
  requirePermissions(realm.world, channel, "READ_MESSAGE_HISTORY");
  if (!message.reactions.has(emoji)) {
    requirePermissions(realm.world, channel, "ADD_REACTIONS");
    if (message.reactions.size >= limits.reactions.distinct) throw refuse("maxReactions");
  }
  addReaction(realm, message, realm.world.bot.id, emoji);
}

function removeOf(realm: Realm, call: Call, userId: string): void {
  const { channel, message } = visibleMessage(realm, call);
  const emoji = readEmoji(call);
  requireAwake(channel);
  if (userId !== realm.world.bot.id) requirePermissions(realm.world, channel, "MANAGE_MESSAGES");
  removeReaction(realm, message, userId, emoji);
}

function pin(realm: Realm, call: Call, pinned: boolean): void {
  const { channel, message } = visibleMessage(realm, call);
  requirePermissions(realm.world, channel, "PIN_MESSAGES");
  requireAwake(channel);
  if (message.pinned === pinned) return;
  const count = realm.world.messages(channel.id).filter((each) => each.pinned).length;
  if (pinned && count >= limits.channel.pins) throw refuse("maxPins");
  message.pinned = pinned;
  tellMessage(realm, message, "UPDATE");
  tellPins(realm, channel);
  if (!pinned) return;
  const reference = referenceTo(message);
  postMessage(realm, { channel, authorId: realm.world.bot.id, type: messageTypes.pinned, reference });
}

function pinned(realm: Realm, call: Call): Message[] {
  const channel = visibleChannel(realm.world, param(call, "channel_id"));
  if (channel.guildId !== null && !has(realm.world, realm.world.bot.id, channel, "READ_MESSAGE_HISTORY"))
    return [];
  return realm.world
    .messages(channel.id)
    .filter((message) => message.pinned)
    .toReversed();
}

const REACTIONS = "/channels/:channel_id/messages/:message_id/reactions/:emoji_name";

export const reactionRoutes: readonly Route[] = [
  route("PUT", `${REACTIONS}/@me`, (realm, call) => {
    addOwn(realm, call);
    return noContent();
  }),
  route("DELETE", `${REACTIONS}/@me`, (realm, call) => {
    removeOf(realm, call, realm.world.bot.id);
    return noContent();
  }),
  route("DELETE", `${REACTIONS}/:user_id`, (realm, call) => {
    removeOf(realm, call, param(call, "user_id"));
    return noContent();
  }),
  route("GET", REACTIONS, (realm, call) => {
    const { message } = visibleMessage(realm, call);
    const people = [...(message.reactions.get(readEmoji(call)) ?? [])];
    return ok(people.slice(0, readLimit(call, 100, 25)).map((id) => toWireUser(realm.world.user(id))));
  }),
  route("GET", "/channels/:channel_id/messages/pins", (realm, call) => {
    const items = pinned(realm, call).map((message) => ({
      pinned_at: message.createdAt,
      message: shown(realm, message),
    }));
    return ok({ items, has_more: false });
  }),
  route("GET", "/channels/:channel_id/pins", (realm, call) =>
    ok(pinned(realm, call).map((message) => shown(realm, message))),
  ),
  ...["/channels/:channel_id/messages/pins/:message_id", "/channels/:channel_id/pins/:message_id"].flatMap(
    (template) => [
      route("PUT", template, (realm, call) => {
        pin(realm, call, true);
        return noContent();
      }),
      route("DELETE", template, (realm, call) => {
        pin(realm, call, false);
        return noContent();
      }),
    ],
  ),
];
