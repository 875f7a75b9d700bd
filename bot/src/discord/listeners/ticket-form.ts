import { findChannelRole, InvalidError, openTicket, UpstreamError } from "@firstline/core";
import type { PersonIdentity, ThreadRef } from "@firstline/core";
import type { ModalSubmitInteraction } from "discord.js";
import { answer } from "../answer.ts";
import type { Bot } from "../bot.ts";
import { toNonce } from "../delivery-mark.ts";
import { CODES, isCode } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { cutLine, escapeMarkdown } from "../markdown.ts";
import { renderReply } from "../render.ts";
import { tagsFor } from "../thread-state.ts";
import type { TicketRequest } from "../ticket-form.ts";
import { readTicketForm } from "../ticket-form.ts";
import { placeOf, whereAsked } from "./where-asked.ts";

type Request = TicketRequest & { by: PersonIdentity; interactionId: string };

/** A form that was sent: its text is posted where answers can follow, and becomes a ticket. */
export async function onTicketForm(bot: Bot, interaction: ModalSubmitInteraction): Promise<void> {
  const work = async (): Promise<string> => {
    const { workspace, by } = await whereAsked(bot, interaction);
    const request = { ...readTicketForm(interaction.fields), by, interactionId: interaction.id };
    const thread = await makeThread(bot, workspace.id, request, interaction.channelId);
    const opened = await openTicket(bot.ctx, {
      workspaceId: workspace.id,
      thread: thread.ref,
      messageId: null,
      asker: by,
      text: request.description,
      subject: request.subject,
      type: request.type,
      isDirect: thread.isDirect,
      eventKey: `interaction:${interaction.id}`,
    });
    const link = await bot.platform.linkTo({ ...thread.ref, messageId: thread.ref.threadId });
    const name = opened ? `Ticket #${opened.ticketId}` : "Your ticket";
    return `${name} is open. The answer comes ${link ? `here: ${link}` : "in our direct messages."}`;
  };
  await answer(bot.ctx.log, interaction, work, interaction.fields.getTextInputValue("description"));
}

async function makeThread(
  bot: Bot,
  workspaceId: number,
  request: Request,
  usedIn: string | null,
): Promise<{ ref: ThreadRef; isDirect: boolean }> {
  const place = await placeOf(bot, usedIn);
  const { channelId } = place;
  const role = await findChannelRole(bot.ctx, { workspaceId, platform: "discord", channelIds: [channelId] });
  if (role !== "support") return inDirectMessage(bot, request);
  try {
    const threadId = place.isForum
      ? await asPost(bot, channelId, request)
      : await asThread(bot, channelId, request);
    await bot.threads.join(threadId, request.by.externalId);
    return { ref: { platform: "discord", channelId, threadId }, isDirect: false };
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.retryable) throw error;
    bot.ctx.log.warn({ channelId, error }, "a form's question goes to a direct message");
    return inDirectMessage(bot, request);
  }
}

async function asPost(bot: Bot, forumId: string, request: Request): Promise<string> {
  const forum = await bot.api.getChannel(forumId);
  const available = "available_tags" in forum ? forum.available_tags : [];
  const tags = tagsFor({ type: request.type ?? "general", status: "new" }, available, []);
  // A forum that insists on a tag and has none of ours gets its first one.
  const fallback = available.filter((tag) => !tag.moderated).slice(0, 1);
  const post = await bot.api.createPost(forumId, {
    name: cutLine(request.subject, LIMITS.threadName),
    message: renderReply({ markdown: request.description, author: request.by }),
    applied_tags: tags.length > 0 ? tags : fallback.map((tag) => tag.id),
  });
  return post.id;
}

async function asThread(bot: Bot, channelId: string, request: Request): Promise<string> {
  const messageId = await say(bot, channelId, request);
  return bot.threads.openUnder(channelId, messageId, request.subject);
}

async function inDirectMessage(bot: Bot, request: Request): Promise<{ ref: ThreadRef; isDirect: boolean }> {
  const { channelId } = await bot.platform.openDirect(request.by.externalId);
  try {
    const threadId = await say(bot, channelId, request);
    return { ref: { platform: "discord", channelId, threadId }, isDirect: true };
  } catch (error) {
    if (!isCode(error, CODES.cannotMessageUser)) throw error;
    const sentence =
      "I may not write to you directly. Allow direct messages, or use this in a support channel.";
    throw new InvalidError(sentence, { cause: error });
  }
}

async function say(bot: Bot, channelId: string, request: Request): Promise<string> {
  const markdown = `**${escapeMarkdown(request.by.name)} asks: ${escapeMarkdown(request.subject)}**\n\n${request.description}`;
  const message = await bot.api.postMessage(channelId, {
    ...renderReply({ markdown }),
    nonce: toNonce(`interaction:${request.interactionId}`),
    enforce_nonce: true,
  });
  return message.id;
}
