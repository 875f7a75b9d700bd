import type { AnyThreadChannel, Message } from "discord.js";
import type { Bot } from "../bot.ts";
import { isGone, toUpstreamError } from "../errors.ts";
import { isFromPerson } from "../to-core.ts";

/** When somebody only calls the bot: the message they reply to, or the one that opened the thread. Null when none. */
export async function findQuestionMeant(bot: Bot, call: Message): Promise<Message | null> {
  const meant = await find(call);
  if (!meant || !isFromPerson(meant)) return null;
  bot.ctx.log.debug({ messageId: meant.id }, "called to an earlier message");
  return meant;
}

async function find(call: Message): Promise<Message | null> {
  if (call.reference?.messageId) return orNull(call.fetchReference());
  const { channel } = call;
  if (!channel.isThread()) return null;
  return (await orNull(channel.fetchStarterMessage())) ?? findFirst(channel);
}

/** A thread that no message started begins with its first message. */
async function findFirst(thread: AnyThreadChannel): Promise<Message | null> {
  const first = await orNull(thread.messages.fetch({ after: "0", limit: 5 }));
  return first?.filter(isFromPerson).last() ?? null;
}

async function orNull<Found>(search: Promise<Found>): Promise<Found | null> {
  try {
    return await search;
  } catch (cause) {
    const error = toUpstreamError(cause);
    if (isGone(error)) return null;
    throw error;
  }
}
