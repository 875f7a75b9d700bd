import { act, InvalidError } from "@firstline/core";
import type { ButtonInteraction } from "discord.js";
import { answer } from "../answer.ts";
import type { Bot } from "../bot.ts";
import { fromCustomId } from "../custom-id.ts";
import { escapeMarkdown } from "../markdown.ts";
import { originOf, whereAsked } from "./where-asked.ts";

/** A button under one of our messages. */
export async function onButton(bot: Bot, interaction: ButtonInteraction): Promise<void> {
  const action = fromCustomId(interaction.customId);
  await answer(bot.ctx.log, interaction, async () => {
    if (!action) throw new InvalidError("This button is from an older version and does nothing any more.");
    const { workspace, by } = await whereAsked(bot, interaction);
    const origin = await originOf(bot, interaction);
    const sentence = await act(bot.ctx, { workspaceId: workspace.id, ...origin, by, ...action });
    // It names what strangers wrote.
    return action.action.startsWith("feedback_") ? escapeMarkdown(sentence) : sentence;
  });
}
