import { connectPlatform, syncChannels } from "@firstline/core";
import type { ChannelRole, Ctx, DiscordConfig, Workspace } from "@firstline/core";
import type { Client, Guild } from "discord.js";
import { ChannelType } from "discord.js";
import { CODES, isCode } from "./errors.ts";
import { isForum } from "./places.ts";

type Found = { externalId: string; role: ChannelRole; name: string };
export type NamedChannel = { id: string; name: string; isForum: boolean };

/**
 * Configured channels (an id, or a name with or without #) among those of a guild; `missing` are not there. Cards for
 * agents are messages, which a forum does not take.
 */
export function findChannels(
  config: Pick<DiscordConfig, "supportChannels" | "agentChannel">,
  channels: readonly NamedChannel[],
): { found: Found[]; missing: string[] } {
  const wanted = [
    ...config.supportChannels.map((name) => ({ name, role: "support" as const })),
    ...(config.agentChannel === null ? [] : [{ name: config.agentChannel, role: "agents" as const }]),
  ];
  const found = new Map<string, Found>();
  const missing: string[] = [];
  for (const { name, role } of wanted) {
    const plain = name.replace(/^#/u, "").toLowerCase();
    const channel = channels.find(
      (each) =>
        (each.id === plain || each.name.toLowerCase() === plain) && !(role === "agents" && each.isForum),
    );
    if (channel) found.set(channel.id, { externalId: channel.id, role, name: channel.name });
    else missing.push(name);
  }
  return { found: [...found.values()], missing };
}

export const holdsQuestions = (type: ChannelType): boolean =>
  type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement || isForum(type);

export type Communities = ReturnType<typeof createCommunities>;

/** Which workspace a guild belongs to, and a person who writes to the bot alone. */
export function createCommunities(
  ctx: Pick<Ctx, "db" | "log">,
  deps: { client: Client<true>; config: DiscordConfig; homeSlug: string },
) {
  const { client, config, homeSlug } = deps;
  const workspaces = new Map<string, Workspace>();
  const missingIn = new Map<string, Set<string>>();

  async function connect(guild: Guild): Promise<Workspace> {
    const workspace = await connectPlatform(ctx, {
      platform: "discord",
      externalId: guild.id,
      name: guild.name,
      botUserId: client.user.id,
      homeSlug,
    });
    workspaces.set(guild.id, workspace);
    const channels = [...guild.channels.cache.values()]
      .filter((channel) => holdsQuestions(channel.type))
      .map(({ id, name, type }) => ({ id, name, isForum: isForum(type) }));
    const { found, missing } = findChannels(config, channels);
    await syncChannels(ctx, { workspaceId: workspace.id, platform: "discord", channels: found });
    missingIn.set(guild.id, new Set(missing));
    return workspace;
  }

  return {
    connect,

    forget(guildId: string): void {
      workspaces.delete(guildId);
      missingIn.delete(guildId);
    },

    /** Says which configured channels are in none of the guilds. */
    warnOfMissingChannels(): void {
      const missing = [...config.supportChannels, config.agentChannel ?? ""].filter(
        (name) => name !== "" && [...missingIn.values()].every((names) => names.has(name)),
      );
      if (missing.length === 0) return;
      ctx.log.warn(
        { channels: missing },
        "These Discord channels were not found. Check their names, that the bot's role may view them, and that the agent channel is no forum.",
      );
    },

    async ofGuild(guildId: string): Promise<Workspace | null> {
      const known = workspaces.get(guildId);
      if (known) return known;
      const guild = client.guilds.cache.get(guildId);
      return guild ? connect(guild) : null;
    },

    /** In a direct message: the first connected guild that the person is a member of. */
    async ofPerson(userId: string): Promise<Workspace | null> {
      const inOrder = [...workspaces].toSorted(([, a], [, b]) => a.id - b.id);
      const [only] = inOrder;
      if (inOrder.length <= 1) return only?.[1] ?? null;
      for (const [guildId, workspace] of inOrder) {
        if (await isMember(client, guildId, userId)) return workspace;
      }
      return null;
    },
  };
}

async function isMember(client: Client<true>, guildId: string, userId: string): Promise<boolean> {
  const guild = client.guilds.cache.get(guildId);
  if (!guild) return false;
  try {
    await guild.members.fetch(userId);
    return true;
  } catch (error) {
    if (isCode(error, CODES.unknownMember, CODES.unknownUser)) return false;
    throw error;
  }
}
