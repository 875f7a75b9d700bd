import { act, InvalidError } from "@firstline/core";
import type { ButtonInteraction } from "discord.js";
import { answer } from "../answer.ts";
import type { Bot } from "../bot.ts";
import { fromCustomId } from "../custom-id.ts";
import { placeOf, whereAsked } from "./where-asked.ts";

/** A button under one of our messages. */
export async function onButton(bot: Bot, interaction: ButtonInteraction): Promise<void> {
  const action = fromCustomId(interaction.customId);
  await answer(bot.ctx.log, interaction, async () => {
    if (!action) throw new InvalidError("This button is from an older version and does nothing any more.");
    const { workspace, by } = await whereAsked(bot, interaction);
    const { channelId } = await placeOf(bot, interaction.channelId);
    return act(bot.ctx, { workspaceId: workspace.id, platform: "discord", channelId, by, ...action });
  });
}
