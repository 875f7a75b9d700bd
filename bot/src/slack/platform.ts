import { UpstreamError } from "@firstline/core";
import type { ChatPlatform, Log, MessageRef, ThreadMessage } from "@firstline/core";
import type { WebClient } from "@slack/web-api";
import { slackCode, toUpstreamError } from "./errors.ts";
import type { Identity } from "./home.ts";
import { HISTORY_PAGE } from "./limits.ts";
import { fromMrkdwn } from "./mrkdwn.ts";
import { permalink } from "./permalink.ts";
import { deliveryKeyOf, findPosted, postMessage } from "./post.ts";
import { REACTIONS } from "./reactions.ts";
import { renderReply } from "./render.ts";
import type { Directory } from "./users.ts";

export type SlackPlatformInput = {
  client: WebClient;
  log: Log;
  /** Null until Slack was reached for the first time. */
  identity: () => Identity | null;
  directory: Pick<Directory, "knownName">;
};

/** What is there already, or gone for good, when a change of it arrives. */
const DONE = new Set(["already_reacted", "no_reaction", "message_not_found", "thread_not_found"]);
const GONE = new Set(["message_not_found", "thread_not_found"]);

export function createSlackPlatform({ client, log, identity, directory }: SlackPlatformInput): ChatPlatform {
  const options = () => ({ canCustomize: identity()?.scopes.has("chat:write.customize") ?? false });

  /** Runs a change of a message; nothing is left to do for a message that is gone. */
  const change = async (
    message: MessageRef,
    what: string,
    run: () => Promise<unknown>,
    done: Set<string>,
  ) => {
    try {
      await run();
    } catch (error) {
      const code = slackCode(error);
      if (code === null || !done.has(code)) throw toUpstreamError(error, message);
      const { channelId, messageId } = message;
      log.info({ platform: "slack", channelId, messageId, what, code }, "nothing left to change in Slack");
    }
  };

  return {
    platform: "slack",
    async post(target, reply, deliveryKey) {
      const ts = await postMessage(client, target, renderReply(reply, options()), deliveryKey);
      return { messageId: ts, threadId: target.threadId };
    },
    async findPosted(target, deliveryKey, since) {
      const ts = await findPosted(
        client,
        target,
        deliveryKey,
        since && new Date(since.getTime() - CLOCKS_DIFFER_MS),
      );
      return ts === null ? null : { messageId: ts, threadId: target.threadId };
    },
    edit: (message, reply) => {
      // chat.update keeps the name that the message was posted under.
      const { text, blocks } = renderReply(reply, options());
      const place = { channel: message.channelId, ts: message.messageId };
      return change(message, "edit", () => client.chat.update({ ...place, text, blocks }), GONE);
    },
    react: (message, reaction) => {
      const name = REACTIONS[reaction];
      const place = { channel: message.channelId, timestamp: message.messageId };
      return change(message, "react", () => client.reactions.add({ ...place, name }), DONE);
    },
    unreact: (message, reaction) => {
      const name = REACTIONS[reaction];
      const place = { channel: message.channelId, timestamp: message.messageId };
      return change(message, "unreact", () => client.reactions.remove({ ...place, name }), DONE);
    },
    // Slack has no place for a ticket's state beside reactions and the messages themselves.
    showState: () => Promise.resolve(),
    openDirect: (userId) => openDirect(client, userId),
    readThread: (thread, limit) => readThread(client, thread, { limit, identity: identity(), directory }),
    linkTo: (message) => Promise.resolve(permalink(identity(), message)),
  };
}

/** Between ours and Slack's. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

/** The direct message with a person. Throws `UpstreamError`. */
export async function openDirect(client: WebClient, userId: string): Promise<{ channelId: string }> {
  try {
    const { channel } = await client.conversations.open({ users: userId });
    if (!channel?.id) throw new Error("conversations.open answered without a channel");
    return { channelId: channel.id };
  } catch (error) {
    throw toUpstreamError(error);
  }
}

async function readThread(
  client: WebClient,
  thread: { channelId: string; threadId: string },
  options: { limit: number; identity: Identity | null; directory: Pick<Directory, "knownName"> },
): Promise<ThreadMessage[]> {
  const names = { user: (id: string) => options.directory.knownName(id), emoji: () => null };
  try {
    const { messages = [] } = await client.conversations.replies({
      channel: thread.channelId,
      ts: thread.threadId,
      limit: Math.min(options.limit, HISTORY_PAGE),
      include_all_metadata: true,
    });
    return messages.slice(0, options.limit).map((message) => ({
      messageId: message.ts ?? "",
      authorId: message.user ?? message.bot_id ?? "",
      isOurs: options.identity !== null && isOurs(message, options.identity),
      deliveryKey: deliveryKeyOf(message.metadata),
      text: fromMrkdwn(message.text ?? "", names),
      sentAt: new Date(Number(message.ts ?? 0) * 1000),
    }));
  } catch (error) {
    if (slackCode(error) === "thread_not_found") return [];
    throw toUpstreamError(error, thread);
  }
}

function isOurs(message: { user?: string; bot_id?: string }, identity: Identity): boolean {
  return (
    message.user === identity.botUserId || (message.bot_id !== undefined && message.bot_id === identity.botId)
  );
}

/** For callers that need to be connected before they can do anything. */
export function requireIdentity(identity: Identity | null): Identity {
  if (identity) return identity;
  throw new UpstreamError("slack", "Slack is not connected yet.", { retryable: true });
}
