import { alikeReply, offerPost, publishedSentence, sourceKeyOf } from "@firstline/core";
import type { PostOrigin, Reply } from "@firstline/core";
import type { ModalSubmitInteraction } from "discord.js";
import { answer } from "../answer.ts";
import type { Bot } from "../bot.ts";
import { readFeedbackForm, sourceIn } from "../feedback-form.ts";
import { escapeMarkdown } from "../markdown.ts";
import { originOf, whereAsked } from "./where-asked.ts";

/** A form that was sent: posts that ask for the same are offered, else it becomes one. */
export async function onFeedbackForm(bot: Bot, interaction: ModalSubmitInteraction): Promise<void> {
  const work = async (): Promise<string | Reply> => {
    const { workspace, by } = await whereAsked(bot, interaction);
    const source = sourceIn(interaction.customId);
    const usedAt = await originOf(bot, interaction);
    const origin: PostOrigin = source
      ? { ...usedAt, channelId: source.channelId, threadId: source.threadId }
      : usedAt;
    const offered = await offerPost(bot.ctx, {
      workspaceId: workspace.id,
      ...readFeedbackForm(interaction.fields),
      by,
      origin,
      sourceKey: source && sourceKeyOf(source),
      formKey: `discord-form:${interaction.id}`,
    });
    if (offered.outcome === "alike") return alikeReply(offered.posts, offered.draftId);
    return escapeMarkdown(publishedSentence(offered));
  };
  const { title, description } = readFeedbackForm(interaction.fields);
  await answer(bot.ctx.log, interaction, work, `${title}\n\n${description}`);
}
