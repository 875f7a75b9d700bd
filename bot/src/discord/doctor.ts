import type { DiscordConfig } from "@firstline/core";
import type {
  APIApplication,
  APIGuildChannel,
  APIGuildMember,
  APIRole,
  APIUser,
  RESTAPIPartialCurrentUserGuild,
} from "discord.js";
import { ApplicationFlags, REST, Routes } from "discord.js";
import type { Check } from "../check.ts";
import { hasAllCommands } from "./commands.ts";
import { findChannels, holdsQuestions } from "./communities.ts";
import type { NamedChannel } from "./communities.ts";
import { CODES, isCode, toUpstreamError } from "./errors.ts";
import { inviteUrl, NEEDED, NEEDED_IN_FORUMS, permissionsIn } from "./permissions.ts";
import { isForum } from "./places.ts";

const TIMEOUT_MS = 10_000;

type GuildChannel = APIGuildChannel;
type GuildFacts = {
  id: string;
  name: string;
  channels: GuildChannel[];
  roles: APIRole[];
  member: Pick<APIGuildMember, "roles"> & { userId: string };
};

const good = (name: string): Check => ({ name, ok: true, hint: null });
const bad = (name: string, hint: string): Check => ({ name, ok: false, hint });

/** Looks at everything that Discord must have in order, over REST only; never throws. */
export async function checkDiscord(config: DiscordConfig): Promise<Check[]> {
  const rest = new REST({
    api: config.apiUrl.replace(/\/+$/u, ""),
    version: "10",
    timeout: TIMEOUT_MS,
    retries: 1,
  });
  const get = createGet(rest.setToken(config.token));
  try {
    const user = await get<APIUser>(Routes.user("@me"));
    const application = await get<APIApplication>("/applications/@me");
    const guilds = await get<RESTAPIPartialCurrentUserGuild[]>(Routes.userGuilds());
    const checks = [good("Discord: token"), checkIntent(application), checkGuilds(application, guilds)];
    const facts = await Promise.all(guilds.map((guild) => readGuild(get, guild, user.id)));
    const commands = await Promise.all(guilds.map((guild) => checkCommands(get, application, guild)));
    return [...checks, ...commands, ...checkChannels(config, facts)];
  } catch (cause) {
    return [bad("Discord: token", toUpstreamError(cause).message)];
  }
}

type Get = <Answer>(route: `/${string}`) => Promise<Answer>;

/** Discord documents what it answers; the type is the caller's reading of that page. */
function createGet(rest: REST): Get {
  return async <Answer>(route: `/${string}`) => (await rest.get(route)) as Answer;
}

function checkIntent(application: APIApplication): Check {
  const name = "Discord: message content intent";
  const flags = application.flags ?? 0;
  const enabled = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;
  if ((flags & enabled) !== 0) return good(name);
  return bad(name, "Switch on MESSAGE CONTENT INTENT on your application's page Bot, then restart.");
}

function checkGuilds(application: APIApplication, guilds: readonly RESTAPIPartialCurrentUserGuild[]): Check {
  const name = "Discord: servers";
  if (guilds.length > 0) return good(name);
  return bad(name, `The bot is in no server. Invite it: ${inviteUrl(application.id)}`);
}

/** Before the first start none is registered, which is as it should be. */
async function checkCommands(
  get: Get,
  application: APIApplication,
  guild: RESTAPIPartialCurrentUserGuild,
): Promise<Check> {
  const name = `Discord: commands in ${guild.name}`;
  try {
    const registered = await get<unknown[]>(Routes.applicationGuildCommands(application.id, guild.id));
    if (registered.length === 0 || hasAllCommands(registered)) return good(name);
    return bad(name, "Some are of an older version. Restart the bot: it registers the new ones.");
  } catch (cause) {
    if (!isCode(cause, CODES.missingAccess)) throw cause;
    return bad(
      name,
      `Invite the bot again, with the scope applications.commands: ${inviteUrl(application.id)}`,
    );
  }
}

async function readGuild(
  get: Get,
  guild: RESTAPIPartialCurrentUserGuild,
  userId: string,
): Promise<GuildFacts> {
  const [channels, roles, member] = await Promise.all([
    get<GuildChannel[]>(Routes.guildChannels(guild.id)),
    get<APIRole[]>(Routes.guildRoles(guild.id)),
    get<APIGuildMember>(Routes.guildMember(guild.id, userId)),
  ]);
  return { id: guild.id, name: guild.name, channels, roles, member: { roles: member.roles, userId } };
}

function checkChannels(config: DiscordConfig, guilds: readonly GuildFacts[]): Check[] {
  if (config.supportChannels.length === 0 && config.agentChannel === null) {
    return [bad("Discord: channels", "Set DISCORD_SUPPORT_CHANNELS and DISCORD_AGENT_CHANNEL.")];
  }
  const found = guilds.map((guild) => ({ guild, ...findChannels(config, namedChannels(guild)) }));
  const missing = [...config.supportChannels, config.agentChannel ?? ""].filter(
    (name) => name !== "" && found.every((each) => each.missing.includes(name)),
  );
  const lost = missing.map((name) =>
    bad(
      `Discord: channel ${name}`,
      name === config.agentChannel
        ? "It was not found among the text channels. Check the name, and let the bot's role view it; a forum takes no cards."
        : "It was not found. Check the name, and let the bot's role view it.",
    ),
  );
  const checks = found.flatMap(({ guild, found: channels }) =>
    channels.flatMap(({ externalId, role }) => {
      const channel = guild.channels.find((each) => each.id === externalId);
      if (!channel) return [];
      return role === "agents"
        ? [checkPermissions(guild, channel), checkPrivacy(guild, channel)]
        : [checkPermissions(guild, channel)];
    }),
  );
  return [...lost, ...checks];
}

function namedChannels(guild: GuildFacts): NamedChannel[] {
  return guild.channels
    .filter((channel) => holdsQuestions(channel.type))
    .map((channel) => ({ id: channel.id, name: channel.name ?? "", isForum: isForum(channel.type) }));
}

function checkPermissions(guild: GuildFacts, channel: GuildChannel): Check {
  const name = `Discord: permissions in #${channel.name ?? channel.id}`;
  const needed = isForum(channel.type) ? NEEDED_IN_FORUMS : NEEDED;
  const has = permissionsIn({
    guildId: guild.id,
    roles: guild.roles,
    member: guild.member,
    overwrites: channel.permission_overwrites ?? [],
  });
  const lacking = needed.filter((permission) => !has.has(permission));
  if (lacking.length === 0) return good(name);
  const list = lacking.map((permission) => permission.replace(/(?<=[a-z])(?=[A-Z])/gu, " ")).join(", ");
  return bad(name, `Allow the bot's role in this channel: ${list}.`);
}

/** Whoever may read the agent channel counts as an agent. */
function checkPrivacy(guild: GuildFacts, channel: GuildChannel): Check {
  const name = `Discord: #${channel.name ?? channel.id} is private`;
  const everyone = permissionsIn({
    guildId: guild.id,
    roles: guild.roles,
    member: { roles: [], userId: "" },
    overwrites: channel.permission_overwrites ?? [],
  });
  if (!everyone.has("ViewChannel")) return good(name);
  return bad(name, "Everybody can read the agent channel. Take View Channel from @everyone there.");
}
