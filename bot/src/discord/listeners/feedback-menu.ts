import { alreadyReply, findPostOfSource, InvalidError, sourceKeyOf, textOfMessage } from "@firstline/core";
import type { MessageRef, PostSummary } from "@firstline/core";
import type { MessageContextMenuCommandInteraction } from "discord.js";
import { acknowledge, answer } from "../answer.ts";
import type { Bot } from "../bot.ts";
import { feedbackForm } from "../feedback-form.ts";
import { LIMITS } from "../limits.ts";
import { isFromPerson, toText } from "../to-core.ts";
import { placeOf, whereAsked } from "./where-asked.ts";

/** "Make a feature request" on a message: the form, with the message in it already. */
export async function onFeedbackMenu(
  bot: Bot,
  interaction: MessageContextMenuCommandInteraction,
): Promise<void> {
  const { log } = bot.ctx;
  const found = await look(bot, interaction).catch((error: unknown) => ({ error }));
  if ("error" in found) return answer(log, interaction, () => Promise.reject(found.error));
  const { before, source } = found;
  if (before) return answer(log, interaction, () => Promise.resolve(alreadyReply(before)));
  const text = textOfMessage(toText(interaction.targetMessage), LIMITS.modal.description);
  await acknowledge(log, interaction, () => interaction.showModal(feedbackForm(source, text)));
}

/** A form must be the first answer, so whatever speaks against it is found out before. */
async function look(
  bot: Bot,
  interaction: MessageContextMenuCommandInteraction,
): Promise<{ source: MessageRef; before: PostSummary | null }> {
  const { workspace } = await whereAsked(bot, interaction);
  const message = interaction.targetMessage;
  if (!isFromPerson(message))
    throw new InvalidError("I can make requests of what people wrote, not of this.");
  const { channelId, threadId } = await placeOf(bot, message.channelId);
  const source: MessageRef = { platform: "discord", channelId, threadId, messageId: message.id };
  const sourceKey = sourceKeyOf(source);
  return { source, before: await findPostOfSource(bot.ctx, { workspaceId: workspace.id, sourceKey }) };
}
