import type {
  ChatPlatform,
  Log,
  MessageRef,
  PostTarget,
  Reaction,
  Reply,
  ThreadMessage,
  ThreadRef,
} from "@firstline/core";
import type { APIMessage, RESTPostAPIChannelMessageJSONBody } from "discord.js";
import type { DiscordApi } from "./api.ts";
import { readMark, toMark, toNonce } from "./delivery-mark.ts";
import { CODES, isCode, isGone } from "./errors.ts";
import { unescapeMarkdown } from "./markdown.ts";
import type { Look } from "./places.ts";
import { placesOf } from "./places.ts";
import { renderReply, textOfComponents } from "./render.ts";
import { createStateDisplay, EMOJI } from "./thread-state.ts";
import type { Threads } from "./threads.ts";
import { inOpenThread } from "./threads.ts";

/** How far back a lost delivery is looked for: what follows it in a busy channel within hours. */
const PAGES = 3;
const PAGE_SIZE = 100;
const WEB = "https://discord.com/channels";

export type PlatformDeps = {
  api: DiscordApi;
  threads: Threads;
  look: Look;
  log: Log;
  botUserId: string;
};

export function createDiscordPlatform(deps: PlatformDeps): ChatPlatform {
  return {
    platform: "discord",
    post: (target, reply, deliveryKey) => post(deps, target, reply, deliveryKey),
    findPosted: (target, deliveryKey) => findPosted(deps, target, deliveryKey),
    edit: (message, reply) =>
      whereItIs(deps, message, async (channelId) => {
        await deps.api.editMessage(channelId, message.messageId, renderReply(reply));
      }),
    react: (message, reaction) => react(deps, message, reaction),
    unreact: (message, reaction) =>
      whereItIs(deps, message, (channelId) =>
        deps.api.removeReaction(channelId, message.messageId, EMOJI[reaction]),
      ),
    showState: createStateDisplay(deps),
    openDirect: async (userId) => ({ channelId: (await deps.api.openDirect(userId)).id }),
    readThread: (thread, limit) => readThread(deps, thread, limit),
    linkTo: (message) => linkTo(deps, message),
  };
}

type Posted = { messageId: string; threadId: string | null };

async function post(deps: PlatformDeps, target: PostTarget, reply: Reply, key: string): Promise<Posted> {
  try {
    return await postTo(deps, target, reply, key);
  } catch (error) {
    const { threadId } = target;
    if (threadId === null || !isCode(error, CODES.unknownChannel) || !deps.threads.forget(threadId))
      throw error;
    return postTo(deps, target, reply, key);
  }
}

async function postTo(deps: PlatformDeps, target: PostTarget, reply: Reply, key: string): Promise<Posted> {
  const channelId = await deps.threads.place(target);
  const message = await deps.api.postMessage(channelId, {
    ...renderReply(reply, toMark(key, reply.opensThread !== undefined)),
    ...(channelId === target.channelId ? answering(target) : {}),
    nonce: toNonce(key),
    enforce_nonce: true,
  });
  if (!reply.opensThread) return { messageId: message.id, threadId: target.threadId };
  const threadId = await deps.threads.openUnder(channelId, message.id, reply.opensThread.name);
  return { messageId: message.id, threadId };
}

/** Without a thread around it, an answer has to name its question. */
function answering({ threadId }: PostTarget): Pick<RESTPostAPIChannelMessageJSONBody, "message_reference"> {
  return threadId === null ? {} : { message_reference: { message_id: threadId, fail_if_not_exists: false } };
}

async function findPosted(deps: PlatformDeps, target: PostTarget, key: string): Promise<Posted | null> {
  const channelId = await deps.threads.place(target);
  let before: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const messages = await listOrNothing(deps, channelId, before);
    for (const message of messages) {
      const mark = readMark(message.components?.[0]?.id, key);
      if (!mark || message.author.id !== deps.botUserId) continue;
      return { messageId: message.id, threadId: await threadUnder(deps, target, message, mark.opensThread) };
    }
    before = messages.at(-1)?.id;
    if (messages.length < PAGE_SIZE) return null;
  }
  return null;
}

/** A thread that is not there holds nothing of ours; any other error could hide a message and must be thrown. */
async function listOrNothing(deps: PlatformDeps, channelId: string, before?: string): Promise<APIMessage[]> {
  try {
    return await deps.api.listMessages(channelId, { limit: PAGE_SIZE, ...(before ? { before } : {}) });
  } catch (error) {
    if (isCode(error, CODES.unknownChannel)) return [];
    throw error;
  }
}

/** The process may have ended between posting a card and opening its thread. */
async function threadUnder(
  deps: PlatformDeps,
  target: PostTarget,
  message: APIMessage,
  opensThread: boolean,
): Promise<string | null> {
  if (!opensThread) return target.threadId;
  if (message.thread) return message.thread.id;
  const [title = ""] = textOfComponents(message.components ?? []).split("\n");
  return deps.threads.openUnder(message.channel_id, message.id, unescapeMarkdown(title.replace(/^#+ /u, "")));
}

async function react(deps: PlatformDeps, message: MessageRef, reaction: Reaction): Promise<void> {
  await whereItIs(deps, message, async (channelId) => {
    try {
      await deps.api.addReaction(channelId, message.messageId, EMOJI[reaction]);
    } catch (error) {
      // The author has blocked the bot: the answer still reaches them.
      if (!isCode(error, CODES.reactionBlocked)) throw error;
      deps.log.info({ messageId: message.messageId }, "Discord does not let me react to this message");
    }
  });
}

/** Acts on a message in whichever place holds it; one that is gone needs nothing any more. */
async function whereItIs(
  deps: PlatformDeps,
  message: MessageRef,
  act: (channelId: string) => Promise<void>,
): Promise<void> {
  for (const channelId of placesOf(message, deps.look)) {
    try {
      return await inOpenThread(deps.api, channelId, act);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  deps.log.info({ messageId: message.messageId }, "the message is gone: there is nothing to change");
}

async function readThread(deps: PlatformDeps, thread: ThreadRef, limit: number): Promise<ThreadMessage[]> {
  const isDirect = (await guildOf(deps, thread.channelId)) === null;
  const channelId = isDirect ? thread.channelId : thread.threadId;
  const inside = await listOrNothing(deps, channelId, undefined);
  const messages = inside.filter(
    (message) => message.content !== "" || (message.components ?? []).length > 0,
  );
  const hasRoot = isDirect || inside.some((message) => message.id === thread.threadId);
  const root = hasRoot ? null : await findRoot(deps, thread);
  return [...messages, ...(root ? [root] : [])]
    .toReversed()
    .slice(-limit)
    .map((message) => toThreadMessage(message, deps.botUserId));
}

/** The message that a thread was started from stands in the parent channel. */
async function findRoot(deps: PlatformDeps, thread: ThreadRef): Promise<APIMessage | null> {
  try {
    return await deps.api.getMessage(thread.channelId, thread.threadId);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function toThreadMessage(message: APIMessage, botUserId: string): ThreadMessage {
  return {
    messageId: message.id,
    authorId: message.author.id,
    isOurs: message.author.id === botUserId,
    deliveryKey: null,
    text: message.content === "" ? textOfComponents(message.components ?? []) : message.content,
    sentAt: new Date(message.timestamp),
  };
}

/** Null for a direct message: nobody but its two people could follow the link. */
async function linkTo(deps: PlatformDeps, message: MessageRef): Promise<string | null> {
  const { channelId, threadId, messageId } = message;
  const guildId = await guildOf(deps, channelId);
  if (!guildId) return null;
  const isThread = deps.look(messageId)?.isThread ?? deps.look(channelId)?.isForum ?? false;
  if (messageId === threadId) {
    return isThread ? `${WEB}/${guildId}/${threadId}` : `${WEB}/${guildId}/${channelId}/${messageId}`;
  }
  return `${WEB}/${guildId}/${threadId ?? channelId}/${messageId}`;
}

/** Null for a direct message, and for a channel that is gone. */
async function guildOf(deps: PlatformDeps, channelId: string): Promise<string | null> {
  const known = deps.look(channelId);
  if (known) return known.guildId;
  try {
    const channel = await deps.api.getChannel(channelId);
    return "guild_id" in channel ? (channel.guild_id ?? null) : null;
  } catch (error) {
    if (isGone(error) || isCode(error, CODES.missingAccess)) return null;
    throw error;
  }
}
