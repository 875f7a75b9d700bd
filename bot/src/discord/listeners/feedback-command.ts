import { readFeedbackCommand, runFeedbackCommand } from "@firstline/core";
import type { ChatInputCommandInteraction } from "discord.js";
import { acknowledge, answer } from "../answer.ts";
import type { Bot } from "../bot.ts";
import { feedbackForm } from "../feedback-form.ts";
import { originOf, whereAsked } from "./where-asked.ts";

/** `/feedback` with its subcommands; the answer is for that person alone. */
export async function onFeedbackCommand(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const { log } = bot.ctx;
  if (interaction.options.getSubcommand(false) === "new") {
    const title = interaction.options.getString("title") ?? "";
    const form = feedbackForm(null, { title, description: "" });
    await acknowledge(log, interaction, () => interaction.showModal(form));
    return;
  }
  await answer(log, interaction, async () => {
    const { workspace, by } = await whereAsked(bot, interaction);
    const origin = await originOf(bot, interaction);
    const command = readFeedbackCommand(toCommandText(interaction));
    if (command.name === "new") return "Use `/feedback new` for that.";
    return runFeedbackCommand(bot.ctx, { workspaceId: workspace.id, by, origin, command });
  });
}

/** As it would be typed in one line: the words mean the same on both platforms. */
function toCommandText(interaction: ChatInputCommandInteraction): string {
  const name = interaction.options.getSubcommand(false) ?? "help";
  const order = ["post", "into", "status", "comment", "words", "code"];
  const values = order.map((option) => interaction.options.getString(option) ?? "");
  return [name, ...values.filter((value) => value !== "")].join(" ");
}
