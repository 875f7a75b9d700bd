import { AppError, receiveMessage, UpstreamError } from "@firstline/core";
import type { IncomingMessage, Received, Workspace } from "@firstline/core";
import type { Message } from "discord.js";
import type { Bot } from "../bot.ts";
import { isFromPerson, toIncomingMessage } from "../to-core.ts";
import { findQuestionMeant } from "./question-meant.ts";

/** Takes in what a person wrote; what cannot be taken in now is looked for again. */
export async function onMessage(bot: Bot, message: Message): Promise<void> {
  if (!isFromPerson(message)) return;
  await bot.lanes.run(message.channelId, async () => {
    try {
      await takeIn(bot, message);
    } catch (error) {
      await onFailure(bot, message, error);
    }
  });
}

export async function takeIn(bot: Bot, message: Message, joinsBurst = true): Promise<Received | null> {
  const workspace = await workspaceOf(bot, message);
  if (!workspace) return null;
  const input = toIncomingMessage(message, workspace.id);
  const isBareCall = input.mentionsUs && input.text === "" && !input.isDirect;
  const meant = isBareCall ? await findQuestionMeant(bot, message) : null;
  return receiveMessage(bot.ctx, { ...(meant ? toQuestion(meant, workspace) : input), joinsBurst });
}

/** Somebody calls the bot to what another person wrote: that person asks. */
function toQuestion(meant: Message, workspace: Workspace): IncomingMessage {
  const input = toIncomingMessage(meant, workspace.id);
  return { ...input, threadId: input.threadId ?? (meant.hasThread ? meant.id : null), mentionsUs: true };
}

async function workspaceOf(bot: Bot, message: Message): Promise<Workspace | null> {
  if (message.guildId !== null) return bot.communities.ofGuild(message.guildId);
  return bot.communities.ofPerson(message.author.id);
}

async function onFailure(bot: Bot, message: Message, error: unknown): Promise<void> {
  const where = { channelId: message.channelId, messageId: message.id };
  const final = isFinal(error);
  bot.ctx.log[final ? "info" : "error"]({ ...where, error }, "a message was not taken in");
  if (!final) return bot.catchUpSoon();
  await sayWhy(bot, message, error).catch((cause: unknown) => {
    bot.ctx.log.warn({ ...where, error: cause }, "the reason could not be told either");
  });
}

/** Trying again would change nothing. */
export function isFinal(error: unknown): error is AppError {
  return error instanceof AppError && !(error instanceof UpstreamError && error.retryable);
}

/** An agent whose words did not reach the member must know. */
async function sayWhy(bot: Bot, message: Message, error: AppError): Promise<void> {
  const target = { platform: "discord", channelId: message.channelId, threadId: null } as const;
  await bot.platform.post(target, { markdown: error.message }, `refused:${message.id}`);
}
