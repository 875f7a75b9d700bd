import type { JsonObject } from "../json.ts";
import type { AllowedIntents, Realm } from "../realm.ts";
import { canSee } from "../state/access.ts";
import { isThread } from "../state/permissions.ts";
import type { Guild } from "../state/types.ts";
import { toWireChannel } from "../wire/channels.ts";
import { toWireGuild, toWireMemberWithUser, toWireSelf } from "../wire/people.ts";

/** The flags tell which privileged intents the app may use while it is in fewer than 100 guilds. */
export function applicationFlags(allowed: AllowedIntents): number {
  return (
    (allowed.presences ? 1 << 13 : 0) |
    (allowed.members ? 1 << 15 : 0) |
    (allowed.messageContent ? 1 << 19 : 0)
  );
}

export function readyPayload(
  realm: Realm,
  session: { id: string; shard: readonly [number, number] },
): JsonObject {
  return {
    v: 10,
    user: toWireSelf(realm.world.bot),
    user_settings: {},
    guilds: realm.world.guildsOf(realm.world.bot.id).map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: session.id,
    session_type: "normal",
    resume_gateway_url: `${realm.gatewayUrl()}/resume`,
    shard: [...session.shard],
    application: { id: realm.world.applicationId, flags: applicationFlags(realm.intents) },
    private_channels: [],
    presences: [],
    relationships: [],
    guild_join_requests: [],
    geo_ordered_rtc_regions: [],
    auth: {},
    _trace: ["[]"],
  };
}

/** Without presences Discord sends only the bot itself as a member, whatever the size of the guild. */
export function guildCreatePayload(realm: Realm, guild: Guild, withMembers: boolean): JsonObject {
  const { world } = realm;
  const channels = [...world.channels.values()].filter((channel) => channel.guildId === guild.id);
  const threads = channels.filter(
    (channel) => isThread(channel) && !channel.thread?.archived && canSee(world, world.bot.id, channel),
  );
  const members = [...guild.members.values()].filter(
    (member) => withMembers || member.userId === world.bot.id,
  );
  return {
    ...toWireGuild(guild),
    joined_at: guild.members.get(world.bot.id)?.joinedAt,
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: members.map((member) => toWireMemberWithUser(member, world.user(member.userId))),
    channels: channels
      .filter((channel) => !isThread(channel))
      .map((channel) => toWireChannel(world, channel)),
    threads: threads.map((thread) => toWireChannel(world, thread)),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
