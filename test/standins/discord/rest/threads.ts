import { tellThreadMember } from "../events.ts";
import { refuse } from "../errors.ts";
import { invalidForm } from "../issues.ts";
import type { Call, Route } from "../http/call.ts";
import { bodyObject, created, noContent, ok, param, route } from "../http/call.ts";
import type { JsonObject } from "../json.ts";
import { booleanOr, isObject, numberOr, textOr } from "../json.ts";
import { channelTypes, messageTypes } from "../limits.ts";
import { joinThread, postMessage } from "../posting.ts";
import type { Realm } from "../realm.ts";
import { canSee, has, requireAwake, requirePermissions, visibleChannel } from "../state/access.ts";
import type { Channel } from "../state/types.ts";
import { compareIds } from "../snowflake.ts";
import type { NewThread } from "../threads.ts";
import { activeThreads, announceThread, createThread, createThreadOnMessage } from "../threads.ts";
import { readNewMessage } from "../validate/message.ts";
import { checkNewThread, readTags } from "../validate/threads.ts";
import { hasTags, toWireChannel, toWireThreadMember } from "../wire/channels.ts";
import { readLimit, readingFor, shown, visibleMessage } from "./messages.ts";

type Settings = Pick<NewThread, "name" | "ownerId" | "autoArchiveMinutes" | "slowmode" | "invitable">;

function settings(realm: Realm, body: JsonObject): Settings {
  checkNewThread(body);
  return {
    name: textOr(body["name"], ""),
    ownerId: realm.world.bot.id,
    autoArchiveMinutes: numberOr(body["auto_archive_duration"], 4320),
    slowmode: numberOr(body["rate_limit_per_user"], 0),
    invitable: booleanOr(body["invitable"], true),
  };
}

function onMessage(realm: Realm, call: Call): JsonObject {
  const { channel, message } = visibleMessage(realm, call);
  const isPlace = channel.type === channelTypes.text || channel.type === channelTypes.announcement;
  if (!isPlace) throw refuse("wrongChannelType");
  requirePermissions(realm.world, channel, "CREATE_PUBLIC_THREADS");
  const body = settings(realm, bodyObject(call));
  const isSystem = message.type !== messageTypes.plain && message.type !== messageTypes.reply;
  if (isSystem && message.type < messageTypes.chatInputCommand) throw refuse("systemMessage");
  return toWireChannel(realm.world, createThreadOnMessage(realm, message, body));
}

function withoutMessage(realm: Realm, call: Call): JsonObject {
  const parent = visibleChannel(realm.world, param(call, "channel_id"));
  const body = bodyObject(call);
  if (hasTags(parent)) return createPost(realm, call, parent, body);
  const isPlace = parent.type === channelTypes.text || parent.type === channelTypes.announcement;
  if (!isPlace) throw refuse("wrongChannelType");

  // A thread of no given type is a private one, which surprises many.
  const type = numberOr(body["type"], channelTypes.privateThread);
  const isPrivate = type === channelTypes.privateThread;
  requirePermissions(realm.world, parent, isPrivate ? "CREATE_PRIVATE_THREADS" : "CREATE_PUBLIC_THREADS");
  const thread = createThread(realm, { ...settings(realm, body), parent, type });
  announceThread(realm, thread, parent);
  return toWireChannel(realm.world, thread);
}

function createPost(realm: Realm, call: Call, forum: Channel, body: JsonObject): JsonObject {
  requirePermissions(realm.world, forum, "SEND_MESSAGES");
  const wire = body["message"];
  if (!isObject(wire)) throw invalidForm(["message"], "BASE_TYPE_REQUIRED", "This field is required");
  const read = readNewMessage(wire, { ...readingFor(realm, call), path: ["message"] });
  const given = settings(realm, body);
  const appliedTags = readTags(realm.world, forum, body["applied_tags"]);
  const { world } = realm;
  const thread = createThread(realm, {
    ...given,
    parent: forum,
    type: channelTypes.publicThread,
    appliedTags,
  });
  const message = postMessage(realm, { ...read, channel: thread, id: thread.id, authorId: world.bot.id });
  return { ...toWireChannel(world, thread), message: shown(realm, message) };
}

function visibleThread(realm: Realm, call: Call): Channel {
  const thread = visibleChannel(realm.world, param(call, "channel_id"));
  if (!thread.thread) throw refuse("wrongChannelType");
  return thread;
}

function join(realm: Realm, call: Call, userId: string): void {
  const thread = visibleThread(realm, call);
  requireAwake(thread);
  realm.world.user(userId);
  if (userId !== realm.world.bot.id) requirePermissions(realm.world, thread, "SEND_MESSAGES_IN_THREADS");
  joinThread(realm, thread, userId);
}

function leave(realm: Realm, call: Call, userId: string): void {
  const thread = visibleThread(realm, call);
  requireAwake(thread);
  if (userId !== realm.world.bot.id) requirePermissions(realm.world, thread, "MANAGE_THREADS");
  if (thread.thread?.members.delete(userId)) tellThreadMember(realm, thread, userId, "left");
}

function members(thread: Channel): JsonObject[] {
  const joined = [...(thread.thread?.members ?? [])];
  return joined.map(([userId, at]) => toWireThreadMember(thread.id, userId, at));
}

/** Threads with the bot's own memberships among them, as the lists of threads come. */
function listing(realm: Realm, threads: readonly Channel[]): JsonObject {
  const { world } = realm;
  const own = threads.flatMap((thread) => {
    const joinedAt = thread.thread?.members.get(world.bot.id);
    return joinedAt === undefined ? [] : [toWireThreadMember(thread.id, world.bot.id, joinedAt)];
  });
  return { threads: threads.map((thread) => toWireChannel(world, thread)), members: own, has_more: false };
}

function archived(realm: Realm, call: Call, isPrivate: boolean): JsonObject {
  const parent = visibleChannel(realm.world, param(call, "channel_id"));
  requirePermissions(realm.world, parent, "READ_MESSAGE_HISTORY");
  if (isPrivate) requirePermissions(realm.world, parent, "MANAGE_THREADS");
  const limit = readLimit(call, 100);
  const before = call.query.get("before");
  const found = realm.world
    .threadsOf(parent.id)
    .filter((thread) => (thread.type === channelTypes.privateThread) === isPrivate && thread.thread?.archived)
    .filter((thread) => before === null || (thread.thread?.archiveChangedAt ?? "") < before)
    .toSorted((a, b) => changedAt(b).localeCompare(changedAt(a)) || compareIds(b.id, a.id));
  return { ...listing(realm, found.slice(0, limit)), has_more: found.length > limit };
}

function changedAt(thread: Channel): string {
  return thread.thread?.archiveChangedAt ?? "";
}

function active(realm: Realm, call: Call): JsonObject {
  const guild = realm.world.guild(param(call, "guild_id"));
  const seen = activeThreads(realm, guild.id).filter((thread) =>
    canSee(realm.world, realm.world.bot.id, thread),
  );
  return listing(realm, seen);
}

const MEMBERS = "/channels/:channel_id/thread-members";

export const threadRoutes: readonly Route[] = [
  route("POST", "/channels/:channel_id/messages/:message_id/threads", (realm, call) =>
    created(onMessage(realm, call)),
  ),
  route("POST", "/channels/:channel_id/threads", (realm, call) => created(withoutMessage(realm, call))),
  route("GET", "/channels/:channel_id/threads/archived/public", (realm, call) =>
    ok(archived(realm, call, false)),
  ),
  route("GET", "/channels/:channel_id/threads/archived/private", (realm, call) =>
    ok(archived(realm, call, true)),
  ),
  route("GET", "/guilds/:guild_id/threads/active", (realm, call) => ok(active(realm, call))),
  route("GET", MEMBERS, (realm, call) => {
    // The list takes the members intent to be switched on for the application.
    if (!realm.intents.members) throw refuse("missingAccess");
    return ok(members(visibleThread(realm, call)));
  }),
  route("GET", `${MEMBERS}/:user_id`, (realm, call) => {
    const thread = visibleThread(realm, call);
    const found = members(thread).find((member) => member["user_id"] === param(call, "user_id"));
    if (!found) throw refuse("unknownMember");
    return ok(found);
  }),
  route("PUT", `${MEMBERS}/@me`, (realm, call) => {
    join(realm, call, realm.world.bot.id);
    return noContent();
  }),
  route("DELETE", `${MEMBERS}/@me`, (realm, call) => {
    leave(realm, call, realm.world.bot.id);
    return noContent();
  }),
  route("PUT", `${MEMBERS}/:user_id`, (realm, call) => {
    join(realm, call, param(call, "user_id"));
    return noContent();
  }),
  route("DELETE", `${MEMBERS}/:user_id`, (realm, call) => {
    leave(realm, call, param(call, "user_id"));
    return noContent();
  }),
];

/** Whether the bot may change a thread's settings without owning it. */
export function moderates(realm: Realm, thread: Channel): boolean {
  return has(realm.world, realm.world.bot.id, thread, "MANAGE_THREADS");
}
