import type { Log, PostTarget } from "@firstline/core";
import { subjectOf } from "@firstline/core";
import type { APIMessage } from "discord.js";
import type { DiscordApi } from "./api.ts";
import { CODES, isCode, isGone } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { cutLine } from "./markdown.ts";
import type { Look } from "./places.ts";

export type Threads = ReturnType<typeof createThreads>;

const FALLBACK_NAME = "Support";

/** Opens threads where they are missing; asking twice is harmless. */
export function createThreads(deps: { api: DiscordApi; look: Look; log: Log }) {
  const { api, look, log } = deps;
  const known = new Set<string>();
  const withoutThreads = new Set<string>();
  const remember = (threadId: string): void => {
    if (known.size > 10_000) known.clear();
    known.add(threadId);
  };

  async function start(channelId: string, messageId: string, name: string): Promise<boolean> {
    try {
      await api.startThread(channelId, messageId, cutLine(name, LIMITS.threadName) || FALLBACK_NAME);
      return true;
    } catch (error) {
      if (isCode(error, CODES.threadExists)) return false;
      throw error;
    }
  }

  /** Under a member's message: named after its first words, and the member is in it, so that answers are noticed. */
  async function startUnderQuestion(channelId: string, messageId: string): Promise<void> {
    const question = await api.getMessage(channelId, messageId);
    const isNew = await start(channelId, messageId, subjectOf(wordsOf(question)));
    if (isNew && !question.author.bot) await join(messageId, question.author.id);
  }

  async function join(threadId: string, userId: string): Promise<void> {
    try {
      await api.addThreadMember(threadId, userId);
    } catch (error) {
      log.info({ threadId, error }, "the asker was not added to the thread");
    }
  }

  return {
    join,

    /** Somebody deleted it: the next post opens another one, as it would after a restart. */
    forget: (threadId: string): boolean => known.delete(threadId),

    /**
     * The channel id to post to; beside a voice channel, which has no threads, the channel itself. A thread that no
     * message started, or that is gone, shows when posting.
     */
    async place(target: PostTarget): Promise<string> {
      const { channelId, threadId } = target;
      if (threadId === null || withoutThreads.has(channelId)) return channelId;
      if (known.has(threadId) || look(threadId)?.isThread || look(channelId)?.isForum) return threadId;
      try {
        await startUnderQuestion(channelId, threadId);
      } catch (error) {
        if (isCode(error, CODES.wrongChannelType)) {
          withoutThreads.add(channelId);
          return channelId;
        }
        if (!isGone(error)) throw error;
      }
      remember(threadId);
      return threadId;
    },

    /**
     * Opens the thread under a message of ours. It will have the message's id, so a failure here loses nothing: the
     * first message that is to go there tries again.
     */
    async openUnder(channelId: string, messageId: string, name: string): Promise<string> {
      try {
        await start(channelId, messageId, name);
        remember(messageId);
      } catch (error) {
        log.warn({ channelId, messageId, error }, "the thread under the message could not be opened");
      }
      return messageId;
    },
  };
}

/** Names of threads show Discord's own notation as it is: mentions are written out, those of bots left out. */
function wordsOf({ content, mentions }: Pick<APIMessage, "content" | "mentions">): string {
  return content
    .replace(/<@!?(\d+)>/gu, (_, id: string) => {
      const user = mentions.find((each) => each.id === id);
      if (user?.bot) return " ";
      return `@${user?.global_name ?? user?.username ?? "somebody"}`;
    })
    .replace(/<@&\d+>/gu, " ")
    .replace(/<#\d+>/gu, "#channel")
    .replace(/<a?:(\w+):\d+>/gu, ":$1:")
    .trim();
}

/** In an archived thread nothing can be changed: it is opened for a moment. */
export async function inOpenThread(
  api: DiscordApi,
  channelId: string,
  act: (channelId: string) => Promise<void>,
): Promise<void> {
  try {
    return await act(channelId);
  } catch (error) {
    if (!isCode(error, CODES.threadArchived)) throw error;
  }
  await api.changeChannel(channelId, { archived: false });
  try {
    await act(channelId);
  } finally {
    await api.changeChannel(channelId, { archived: true });
  }
}
