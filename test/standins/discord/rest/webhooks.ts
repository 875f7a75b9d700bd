import { randomBytes } from "node:crypto";
import { refuse } from "../errors.ts";
import { Issues } from "../issues.ts";
import type { Answer, Call, Route } from "../http/call.ts";
import { bodyObject, noContent, ok, openRoute, param, route } from "../http/call.ts";
import type { Interaction } from "../interactions/registry.ts";
import type { Json, JsonObject } from "../json.ts";
import { textOr } from "../json.ts";
import { limits, messageFlags } from "../limits.ts";
import { deleteMessage, editMessage, postMessage } from "../posting.ts";
import type { Realm } from "../realm.ts";
import { holdsMessages, requirePermissions, visibleChannel } from "../state/access.ts";
import type { Message, Webhook } from "../state/types.ts";
import { readMessageEdit } from "../validate/message-edit.ts";
import { readNewMessage } from "../validate/message.ts";
import { messageBase } from "./interactions.ts";
import { readingFor, shown } from "./messages.ts";

type Sender = { kind: "interaction"; interaction: Interaction } | { kind: "webhook"; webhook: Webhook };

/** Interactions are answered at a webhook whose id is the application's and whose token is the interaction's. */
function senderOf(realm: Realm, call: Call): Sender {
  const token = param(call, "webhook_token");
  const id = param(call, "webhook_id");
  if (id === realm.world.applicationId) {
    const interaction = realm.interactions.forWebhook(token);
    if (interaction) return { kind: "interaction", interaction };
    throw refuse("unknownWebhook");
  }
  const webhook = realm.world.webhooks.get(id);
  if (!webhook) throw refuse("unknownWebhook");
  if (webhook.token !== token) throw refuse("invalidWebhookToken");
  return { kind: "webhook", webhook };
}

function execute(realm: Realm, call: Call): Answer {
  const sender = senderOf(realm, call);
  if (sender.kind === "interaction") return ok(followUp(realm, call, sender.interaction));
  const message = postByWebhook(realm, call, sender.webhook);
  return call.query.get("wait") === "true" ? ok(shown(realm, message)) : noContent();
}

/** The first follow-up of a deferred answer takes the place of the "thinking" message, visible as that was. */
function followUp(realm: Realm, call: Call, interaction: Interaction): JsonObject {
  const read = readNewMessage(bodyObject(call), readingFor(realm, call, true));
  const original = interaction.original;
  if (original && isLoading(original)) {
    const visibility = original.flags & messageFlags.ephemeral;
    const flags = (read.flags & ~messageFlags.ephemeral) | visibility;
    return shown(realm, editMessage(realm, original, { ...read, flags }));
  }
  const replied =
    original && original.ephemeralFor === null && original !== interaction.source ? original : null;
  const message = postMessage(realm, {
    ...read,
    ...messageBase(realm, interaction, read.flags),
    ...(replied ? { type: 19, replied } : {}),
  });
  interaction.followUps.push(message);
  realm.records.changed();
  return shown(realm, message);
}

function isLoading(message: Message): boolean {
  return (message.flags & messageFlags.loading) !== 0;
}

function postByWebhook(realm: Realm, call: Call, webhook: Webhook): Message {
  const body = bodyObject(call);
  checkUsername(body["username"]);
  const read = readNewMessage(body, readingFor(realm, call));
  const threadId = call.query.get("thread_id");
  const channel = realm.world.channel(threadId ?? webhook.channelId);
  if (channel.id !== webhook.channelId && channel.parentId !== webhook.channelId)
    throw refuse("unknownChannel");
  if (!holdsMessages(channel)) throw refuse("nonTextChannel");
  if (channel.thread?.locked && channel.thread.archived) throw refuse("threadArchived");
  const username = textOr(body["username"], webhook.name);
  return postMessage(realm, {
    ...read,
    channel,
    authorId: webhook.id,
    webhook: { id: webhook.id, username },
  });
}

function checkUsername(name: Json | undefined): void {
  const issues = new Issues();
  if (issues.text(name, ["username"], { min: 1, max: limits.webhook.name })) {
    for (const word of ["clyde", "discord"]) {
      if (!name.toLowerCase().includes(word)) continue;
      const message = `Username cannot contain "${word}"`;
      issues.add(["username"], "USERNAME_INVALID_CONTAINS", message);
    }
  }
  issues.throwIfAny();
}

/** A message that this sender made, or the one that an interaction's "@original" stands for. */
function ownMessage(realm: Realm, call: Call): { message: Message; sender: Sender } {
  const sender = senderOf(realm, call);
  const id = call.params["message_id"] ?? "@original";
  if (sender.kind === "webhook") {
    const channelId = call.query.get("thread_id") ?? sender.webhook.channelId;
    const message = realm.world.message(channelId, id);
    if (message.webhook?.id !== sender.webhook.id) throw refuse("unknownMessage");
    return { message, sender };
  }
  const { original, followUps } = sender.interaction;
  const message = id === "@original" ? original : [original, ...followUps].find((each) => each?.id === id);
  if (!message) throw refuse("unknownMessage");
  return { message: realm.world.message(message.channelId, message.id), sender };
}

function edit(realm: Realm, call: Call): JsonObject {
  const { message } = ownMessage(realm, call);
  const change = readMessageEdit(bodyObject(call), message, readingFor(realm, call, true));
  const flags = (change.flags ?? message.flags) & ~messageFlags.loading;
  return shown(realm, editMessage(realm, message, { ...change, flags }));
}

function createWebhook(realm: Realm, call: Call): JsonObject {
  const channel = visibleChannel(realm.world, param(call, "channel_id"));
  requirePermissions(realm.world, channel, "MANAGE_WEBHOOKS");
  const name = bodyObject(call)["name"];
  const issues = new Issues();
  issues.text(name, ["name"], { min: 1, max: limits.webhook.name, required: true });
  issues.throwIfAny();
  checkUsername(name);
  const inChannel = [...realm.world.webhooks.values()].filter((each) => each.channelId === channel.id);
  if (inChannel.length >= limits.webhook.inChannel) throw refuse("maxWebhooks");
  const webhook: Webhook = {
    id: realm.world.ids.next(),
    token: randomBytes(51).toString("base64url"),
    channelId: channel.id,
    name: textOr(name, ""),
  };
  realm.world.webhooks.set(webhook.id, webhook);
  return toWireWebhook(realm, webhook);
}

function toWireWebhook(realm: Realm, webhook: Webhook): JsonObject {
  return {
    id: webhook.id,
    type: 1,
    name: webhook.name,
    avatar: null,
    channel_id: webhook.channelId,
    guild_id: realm.world.channel(webhook.channelId).guildId,
    application_id: realm.world.applicationId,
    token: webhook.token,
    url: `https://discord.com/api/webhooks/${webhook.id}/${webhook.token}`,
  };
}

const WEBHOOK = "/webhooks/:webhook_id/:webhook_token";

export const webhookRoutes: readonly Route[] = [
  openRoute("POST", WEBHOOK, execute),
  ...[`${WEBHOOK}/messages/@original`, `${WEBHOOK}/messages/:message_id`].flatMap((template) => [
    openRoute("GET", template, (realm, call) => ok(shown(realm, ownMessage(realm, call).message))),
    openRoute("PATCH", template, (realm, call) => ok(edit(realm, call))),
    openRoute("DELETE", template, (realm, call) => {
      deleteMessage(realm, ownMessage(realm, call).message);
      return noContent();
    }),
  ]),
  route("POST", "/channels/:channel_id/webhooks", (realm, call) => ok(createWebhook(realm, call))),
  route("GET", "/channels/:channel_id/webhooks", (realm, call) => {
    const channel = visibleChannel(realm.world, param(call, "channel_id"));
    requirePermissions(realm.world, channel, "MANAGE_WEBHOOKS");
    const found = [...realm.world.webhooks.values()].filter((each) => each.channelId === channel.id);
    return ok(found.map((webhook) => toWireWebhook(realm, webhook)));
  }),
];
