import { ApiError, refuse } from "../errors.ts";
import { Issues } from "../issues.ts";
import type { Call, Route } from "../http/call.ts";
import { bodyObject, ok, param, route } from "../http/call.ts";
import type { JsonObject } from "../json.ts";
import { textOr } from "../json.ts";
import type { Realm } from "../realm.ts";
import { isThread } from "../state/permissions.ts";
import type { Guild } from "../state/types.ts";
import { toWireChannel } from "../wire/channels.ts";
import { toWireGuild, toWireMemberWithUser, toWireRole } from "../wire/people.ts";
import { readLimit } from "./messages.ts";

function ownGuild(realm: Realm, call: Call): Guild {
  const guild = realm.world.guild(param(call, "guild_id"));
  if (!guild.members.has(realm.world.bot.id)) throw refuse("missingAccess");
  return guild;
}

function memberOf(realm: Realm, call: Call): JsonObject {
  const guild = ownGuild(realm, call);
  const user = realm.world.user(param(call, "user_id"));
  const member = guild.members.get(user.id);
  if (!member) throw refuse("unknownMember");
  return toWireMemberWithUser(member, user);
}

function members(realm: Realm, call: Call): JsonObject[] {
  const guild = ownGuild(realm, call);
  if (!realm.intents.members) throw refuse("missingAccess");
  const after = BigInt(call.query.get("after") ?? "0");
  return [...guild.members.values()]
    .filter((member) => BigInt(member.userId) > after)
    .toSorted((a, b) => (BigInt(a.userId) < BigInt(b.userId) ? -1 : 1))
    .slice(0, readLimit(call, 1000, 1))
    .map((member) => toWireMemberWithUser(member, realm.world.user(member.userId)));
}

function search(realm: Realm, call: Call): JsonObject[] {
  const guild = ownGuild(realm, call);
  const query = (call.query.get("query") ?? "").toLowerCase();
  const found = [...guild.members.values()].filter((member) => {
    const user = realm.world.user(member.userId);
    const names = [user.username, user.globalName ?? "", member.nick ?? ""];
    return names.some((name) => name.toLowerCase().startsWith(query));
  });
  return found
    .slice(0, readLimit(call, 1000, 1))
    .map((member) => toWireMemberWithUser(member, realm.world.user(member.userId)));
}

function changeOwnMember(realm: Realm, call: Call): JsonObject {
  const guild = ownGuild(realm, call);
  const member = guild.members.get(realm.world.bot.id);
  if (!member) throw new ApiError(404, 10007, "Unknown Member");
  const body = bodyObject(call);
  const issues = new Issues();
  issues.text(body["nick"], ["nick"], { max: 32 });
  issues.throwIfAny();
  if (body["nick"] !== undefined) member.nick = textOr(body["nick"], null);
  return toWireMemberWithUser(member, realm.world.bot);
}

export const guildRoutes: readonly Route[] = [
  route("GET", "/guilds/:guild_id", (realm, call) => {
    const guild = ownGuild(realm, call);
    const counts = { approximate_member_count: guild.members.size, approximate_presence_count: 1 };
    return ok({ ...toWireGuild(guild), ...(call.query.get("with_counts") === "true" ? counts : {}) });
  }),
  route("GET", "/guilds/:guild_id/channels", (realm, call) => {
    const guild = ownGuild(realm, call);
    const channels = [...realm.world.channels.values()].filter(
      (channel) => channel.guildId === guild.id && !isThread(channel),
    );
    return ok(channels.map((channel) => toWireChannel(realm.world, channel)));
  }),
  route("GET", "/guilds/:guild_id/roles", (realm, call) =>
    ok([...ownGuild(realm, call).roles.values()].map(toWireRole)),
  ),
  route("GET", "/guilds/:guild_id/roles/:role_id", (realm, call) => {
    const role = ownGuild(realm, call).roles.get(param(call, "role_id"));
    if (!role) throw refuse("unknownRole");
    return ok(toWireRole(role));
  }),
  route("GET", "/guilds/:guild_id/members", (realm, call) => ok(members(realm, call))),
  route("GET", "/guilds/:guild_id/members/search", (realm, call) => ok(search(realm, call))),
  route("PATCH", "/guilds/:guild_id/members/@me", (realm, call) => ok(changeOwnMember(realm, call))),
  route("GET", "/guilds/:guild_id/members/:user_id", (realm, call) => ok(memberOf(realm, call))),
];
