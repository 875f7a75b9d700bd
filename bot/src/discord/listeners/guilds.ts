import type { Guild } from "discord.js";
import type { Bot } from "../bot.ts";
import { registerCommands } from "../commands.ts";

/** Somebody invited the bot: the server gets its workspace and the commands. */
export async function onGuildJoin(bot: Bot, guild: Guild): Promise<void> {
  await serveGuild(bot, guild);
}

/** A configured channel may have been made, renamed or deleted. */
export async function onGuildChange(bot: Bot, guild: Guild): Promise<void> {
  await bot.communities.connect(guild);
}

/** Finds or makes the server's workspace and offers the commands there. */
export async function serveGuild(bot: Bot, guild: Guild): Promise<void> {
  await bot.communities.connect(guild);
  try {
    await registerCommands(bot.client, guild);
  } catch (error) {
    bot.ctx.log.warn(
      { guildId: guild.id, error },
      "Commands were not registered. Invite the bot again with the scope applications.commands.",
    );
  }
}
