import { AppError, receiveMessage, UpstreamError } from "@firstline/core";
import type { Received } from "@firstline/core";
import { quietly } from "./border.ts";
import type { SlackContext } from "./context.ts";
import { toUpstreamError } from "./errors.ts";
import { escapeMrkdwn } from "./mrkdwn.ts";
import { requireIdentity } from "./platform.ts";
import { isBareMention, toIncomingMessage, toPersonMessage } from "./to-core.ts";
import type { PersonMessage, SlackEventMessage } from "./to-core.ts";

export type Intake = Pick<SlackContext, "ctx" | "client" | "home" | "directory" | "told">;

/** What is known of a message beside itself. */
export type Circumstances = {
  /** First message of its thread, if that was read already. */
  root?: SlackEventMessage;
  joinsBurst?: boolean;
};

/** Gives what a person wrote to core, now or when it is found later. */
export async function takeIn(
  slack: Intake,
  workspaceId: number,
  message: PersonMessage,
  { root, joinsBurst = true }: Circumstances = {},
): Promise<Received> {
  const { botUserId } = requireIdentity(slack.home.identity());
  const meant = isBareMention(message, botUserId) ? await rootOf(slack, message, root) : message;
  const input = await toIncomingMessage(meant, { workspaceId, botUserId, directory: slack.directory });
  const mentionsUs = input.mentionsUs || meant !== message;
  return receiveMessage(slack.ctx, { ...input, mentionsUs, joinsBurst });
}

/** "@Firstline" alone in a thread means the thread's first message; where no person wrote that, the mention stands. */
async function rootOf(
  slack: Intake,
  message: PersonMessage,
  known?: SlackEventMessage,
): Promise<PersonMessage> {
  if (message.threadTs === null) return message;
  const root = known ?? (await readRoot(slack, message, message.threadTs));
  const written = root ? toPersonMessage(root) : null;
  return written ? { ...written, threadTs: message.threadTs, isDirect: message.isDirect } : message;
}

async function readRoot(
  slack: Intake,
  message: PersonMessage,
  ts: string,
): Promise<SlackEventMessage | null> {
  const { channelId: channel } = message;
  try {
    const { messages } = await slack.client.conversations.replies({ channel, ts, limit: 1 });
    const root = messages?.find((each) => each.ts === ts);
    return root ? { type: "message", channel, ...root, ts } : null;
  } catch (error) {
    slack.ctx.log.warn(
      { platform: "slack", channelId: channel, messageId: message.ts, error },
      "a thread's first message was not read",
    );
    return null;
  }
}

/** Whether a person can mend why a message was not taken in, so that trying again would be in vain. */
export function isFinal(error: unknown): error is AppError {
  return error instanceof AppError && !(error instanceof UpstreamError);
}

const MOST_TOLD = 1000;

/** Tells the author of a message, and nobody else, why it was not taken in; once. Never throws. */
export async function whisper(slack: Intake, to: PersonMessage, sentence: string): Promise<void> {
  const { channelId, ts, threadTs } = to;
  const key = `${channelId}:${ts}`;
  if (slack.told.has(key)) return;
  if (slack.told.size >= MOST_TOLD) slack.told.clear();
  slack.told.add(key);
  const place = { channel: channelId, ...(threadTs === null ? {} : { thread_ts: threadTs }) };
  await quietly(slack.ctx.log, "answer to a message", async () => {
    try {
      await slack.client.chat.postEphemeral({ ...place, user: to.userId, text: escapeMrkdwn(sentence) });
    } catch (error) {
      throw toUpstreamError(error, to);
    }
  });
}
