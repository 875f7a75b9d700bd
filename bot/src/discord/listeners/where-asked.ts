import { InvalidError } from "@firstline/core";
import type { PersonIdentity, PostOrigin, Workspace } from "@firstline/core";
import type { BaseInteraction } from "discord.js";
import { GuildMember } from "discord.js";
import type { Bot } from "../bot.ts";
import { isForum } from "../places.ts";
import { toIdentity, toPlace } from "../to-core.ts";

/** Who used a button or a command, and in which workspace. */
export async function whereAsked(
  bot: Bot,
  interaction: Pick<BaseInteraction, "guildId" | "user" | "member">,
): Promise<{ workspace: Workspace; by: PersonIdentity }> {
  const { guildId, user, member } = interaction;
  const workspace =
    guildId === null ? await bot.communities.ofPerson(user.id) : await bot.communities.ofGuild(guildId);
  if (!workspace) throw new InvalidError("I am not connected to this server. Invite me to it first.");
  return { workspace, by: toIdentity(user, member instanceof GuildMember ? member : null) };
}

/** The channel that core knows the place by, and the thread in it. */
export async function placeOf(
  bot: Bot,
  channelId: string | null,
): Promise<{ channelId: string; threadId: string | null; isForum: boolean }> {
  const channel = channelId === null ? null : await bot.client.channels.fetch(channelId);
  if (!channel) throw new InvalidError("This channel is gone.");
  if (isForum(channel.type)) return { channelId: channel.id, threadId: null, isForum: true };
  if (!channel.isTextBased()) throw new InvalidError("This does not work in this kind of channel.");
  const place = toPlace(channel);
  const parent = bot.client.channels.cache.get(place.channelId);
  return { ...place, isForum: parent !== undefined && isForum(parent.type) };
}

/** Where a command, a form or a button was used. */
export async function originOf(
  bot: Bot,
  { channelId, guildId }: Pick<BaseInteraction, "channelId" | "guildId">,
): Promise<PostOrigin> {
  const place = await placeOf(bot, channelId);
  return {
    platform: "discord",
    channelId: place.channelId,
    threadId: place.threadId,
    isDirect: guildId === null,
  };
}
