import { tellChannel, tellThread } from "../events.ts";
import { ApiError, refuse } from "../errors.ts";
import { Issues } from "../issues.ts";
import type { Call, Route } from "../http/call.ts";
import { bodyObject, noContent, ok, param, route } from "../http/call.ts";
import type { JsonObject } from "../json.ts";
import { bigintOr, booleanOr, numberOr, objectsOf, textOr } from "../json.ts";
import { channelTypes, limits } from "../limits.ts";
import type { Realm } from "../realm.ts";
import { requirePermissions, visibleChannel } from "../state/access.ts";
import type { Channel, Tag, ThreadState } from "../state/types.ts";
import { overwriteFor } from "../state/world.ts";
import { deleteChannel, rename, renameWait } from "../threads.ts";
import { checkTimes, readTags } from "../validate/threads.ts";
import { hasTags, toWireChannel } from "../wire/channels.ts";
import { moderates } from "./threads.ts";

function change(realm: Realm, call: Call): JsonObject {
  const channel = visibleChannel(realm.world, param(call, "channel_id"));
  const body = bodyObject(call);
  if (channel.type === channelTypes.dm) throw refuse("notInDm");
  const issues = new Issues();
  if (body["name"] !== undefined) {
    issues.text(body["name"], ["name"], { min: 1, max: limits.channel.name, required: true });
  }
  checkTimes(issues, body);
  issues.throwIfAny();
  if (channel.thread) changeThread(realm, channel, channel.thread, body);
  if (!channel.thread) changeChannel(realm, channel, body);
  return toWireChannel(realm.world, channel);
}

function changeThread(realm: Realm, channel: Channel, thread: ThreadState, body: JsonObject): void {
  requireMayChange(realm, channel, thread, body);
  const wakes = body["archived"] === false;
  if (thread.archived && !wakes && Object.keys(body).some((key) => key !== "archived")) {
    throw refuse("threadArchived");
  }
  const parent = realm.world.placeOf(channel);
  const tags =
    body["applied_tags"] === undefined ? null : readTags(realm.world, parent, body["applied_tags"]);
  const name = newName(channel, body);

  const archived = booleanOr(body["archived"], thread.archived);
  if (archived !== thread.archived) thread.archiveChangedAt = new Date().toISOString();
  thread.archived = archived;
  thread.locked = booleanOr(body["locked"], thread.locked);
  thread.invitable = booleanOr(body["invitable"], thread.invitable);
  thread.autoArchiveMinutes = numberOr(body["auto_archive_duration"], thread.autoArchiveMinutes);
  channel.slowmode = numberOr(body["rate_limit_per_user"], channel.slowmode);
  if (tags) thread.appliedTags = tags;
  if (name !== null) rename(realm, channel, name, realm.world.bot.id);
  tellThread(realm, channel, "UPDATE");
}

/** Owners name, tag and close their threads; locking and slowing take MANAGE_THREADS; waking takes a voice. */
function requireMayChange(realm: Realm, channel: Channel, thread: ThreadState, body: JsonObject): void {
  if (moderates(realm, channel)) return;
  const isOwner = thread.ownerId === realm.world.bot.id;
  const isModeration = body["locked"] !== undefined || body["rate_limit_per_user"] !== undefined;
  if (isModeration || thread.locked) throw refuse("missingPermissions");
  const onlyWakes = body["archived"] === false && Object.keys(body).length === 1;
  if (!isOwner && !onlyWakes) throw refuse("missingPermissions");
  if (onlyWakes) requirePermissions(realm.world, channel, "SEND_MESSAGES_IN_THREADS");
}

/** The new name, or null when it stays. A third new name within ten minutes is refused with the time to wait. */
function newName(channel: Channel, body: JsonObject): string | null {
  const name = textOr(body["name"], null);
  if (name === null || name === channel.name) return null;
  const waitMs = renameWait(channel);
  if (waitMs > 0) throw new ApiError(429, 0, "You are being rate limited.", { retryAfter: waitMs / 1000 });
  return name;
}

function changeChannel(realm: Realm, channel: Channel, body: JsonObject): void {
  requirePermissions(realm.world, channel, "MANAGE_CHANNELS");
  const issues = new Issues();
  const topic = hasTags(channel) ? limits.channel.forumTopic : limits.channel.topic;
  issues.text(body["topic"], ["topic"], { max: topic });
  const tags = readForumTags(realm, issues, channel, body);
  issues.throwIfAny();
  if (body["permission_overwrites"] !== undefined) requirePermissions(realm.world, channel, "MANAGE_ROLES");
  const name = newName(channel, body);

  if (name !== null) rename(realm, channel, name, realm.world.bot.id);
  if (body["topic"] !== undefined) channel.topic = textOr(body["topic"], null);
  if (body["parent_id"] !== undefined) channel.parentId = textOr(body["parent_id"], null);
  channel.slowmode = numberOr(body["rate_limit_per_user"], channel.slowmode);
  channel.position = numberOr(body["position"], channel.position);
  channel.flags = numberOr(body["flags"], channel.flags);
  if (tags) channel.tags = tags;
  if (Array.isArray(body["permission_overwrites"]))
    setOverwrites(channel, objectsOf(body["permission_overwrites"]));
  tellChannel(realm, channel, "UPDATE");
}

function readForumTags(realm: Realm, issues: Issues, channel: Channel, body: JsonObject): Tag[] | null {
  if (body["available_tags"] === undefined) return null;
  const given = objectsOf(body["available_tags"]);
  issues.length(given.length, ["available_tags"], 0, limits.forum.tags);
  return given.map((tag, index) => {
    const rule = { min: 1, max: limits.forum.tagName, required: true };
    issues.text(tag["name"], ["available_tags", index, "name"], rule);
    const known = channel.tags.find((each) => each.id === tag["id"]);
    return {
      id: known?.id ?? realm.world.ids.next(),
      name: textOr(tag["name"], ""),
      moderated: booleanOr(tag["moderated"], false),
      emojiName: textOr(tag["emoji_name"], null),
    };
  });
}

function setOverwrites(channel: Channel, given: readonly JsonObject[]): void {
  channel.overwrites = [];
  for (const wire of given) setOverwrite(channel, textOr(wire["id"], ""), wire);
}

function setOverwrite(channel: Channel, id: string, wire: JsonObject): void {
  const overwrite = overwriteFor(channel, id, numberOr(wire["type"], 0) === 1 ? 1 : 0);
  overwrite.allow = bigintOr(wire["allow"], 0n);
  overwrite.deny = bigintOr(wire["deny"], 0n);
}

function remove(realm: Realm, call: Call): JsonObject {
  const channel = visibleChannel(realm.world, param(call, "channel_id"));
  const wire = toWireChannel(realm.world, channel);
  // Closing a direct message only hides it.
  if (channel.type === channelTypes.dm) return wire;
  requirePermissions(realm.world, channel, channel.thread ? "MANAGE_THREADS" : "MANAGE_CHANNELS");
  deleteChannel(realm, channel);
  return wire;
}

export const channelRoutes: readonly Route[] = [
  route("GET", "/channels/:channel_id", (realm, call) =>
    ok(toWireChannel(realm.world, visibleChannel(realm.world, param(call, "channel_id")))),
  ),
  route("PATCH", "/channels/:channel_id", (realm, call) => ok(change(realm, call))),
  route("DELETE", "/channels/:channel_id", (realm, call) => ok(remove(realm, call))),
  route("PUT", "/channels/:channel_id/permissions/:overwrite_id", (realm, call) => {
    const channel = visibleChannel(realm.world, param(call, "channel_id"));
    requirePermissions(realm.world, channel, "MANAGE_ROLES");
    setOverwrite(channel, param(call, "overwrite_id"), bodyObject(call));
    tellChannel(realm, channel, "UPDATE");
    return noContent();
  }),
  route("DELETE", "/channels/:channel_id/permissions/:overwrite_id", (realm, call) => {
    const channel = visibleChannel(realm.world, param(call, "channel_id"));
    requirePermissions(realm.world, channel, "MANAGE_ROLES");
    const id = param(call, "overwrite_id");
    if (!channel.overwrites.some((entry) => entry.id === id)) throw refuse("unknownOverwrite");
    channel.overwrites = channel.overwrites.filter((entry) => entry.id !== id);
    tellChannel(realm, channel, "UPDATE");
    return noContent();
  }),
];
