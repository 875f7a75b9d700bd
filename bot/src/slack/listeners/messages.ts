import { AppError, deleteMessage, editMessage, receiveMessage, UpstreamError } from "@firstline/core";
import type { App } from "@slack/bolt";
import { quietly } from "../border.ts";
import type { SlackContext } from "../context.ts";
import { toUpstreamError } from "../errors.ts";
import { requireIdentity } from "../platform.ts";
import { escapeMrkdwn } from "../mrkdwn.ts";
import { isBareMention, toIncomingMessage, toPersonMessage, toText } from "../to-core.ts";
import type { PersonMessage, SlackEventMessage } from "../to-core.ts";

/** A mention comes as `message` too where the bot is a member; both are the same event to core. */
export function listenToMessages(app: App, slack: SlackContext): void {
  app.event("app_mention", ({ event, body }) => takeIn(slack, body.team_id, event));
  app.event("message", async ({ event, body }) => {
    if (event.subtype === "message_changed") {
      await change(slack, body.team_id, event.channel, event.message, event.previous_message);
    } else if (event.subtype === "message_deleted") {
      await remove(slack, body.team_id, event.channel, event.deleted_ts);
    } else {
      await takeIn(slack, body.team_id, event);
    }
  });
}

async function takeIn(slack: SlackContext, teamId: string, event: SlackEventMessage): Promise<void> {
  const message = toPersonMessage(event);
  if (!message) return;
  const workspaceId = await slack.home.workspaceOf(teamId);
  if (workspaceId === null) {
    slack.ctx.log.warn({ platform: "slack", teamId }, "an event of a Slack team that is not connected");
    return;
  }
  const { botUserId } = requireIdentity(slack.home.identity());
  const meant = isBareMention(message, botUserId) ? await rootOf(slack, message) : message;
  const input = await toIncomingMessage(meant, { workspaceId, botUserId, directory: slack.directory });
  try {
    await receiveMessage(slack.ctx, { ...input, mentionsUs: input.mentionsUs || meant !== message });
  } catch (error) {
    // What a person can mend is told to them; all else goes unacknowledged, and Slack brings it again.
    if (!(error instanceof AppError) || error instanceof UpstreamError) throw error;
    await whisper(slack, message, error.message);
  }
}

/** "@Firstline" alone in a thread means the thread's first message; where no person wrote that, the mention stands. */
async function rootOf(slack: SlackContext, message: PersonMessage): Promise<PersonMessage> {
  if (message.threadTs === null) return message;
  const { channelId: channel, threadTs: ts } = message;
  try {
    const { messages } = await slack.client.conversations.replies({ channel, ts, limit: 1 });
    const root = messages?.find((each) => each.ts === ts);
    const written = root && toPersonMessage({ type: "message", channel, ...root, ts });
    return written ? { ...written, threadTs: ts, isDirect: message.isDirect } : message;
  } catch (error) {
    const { channelId, ts: messageId } = message;
    slack.ctx.log.warn(
      { platform: "slack", channelId, messageId, error },
      "a thread's first message was not read",
    );
    return message;
  }
}

async function whisper(slack: SlackContext, to: PersonMessage, sentence: string): Promise<void> {
  await quietly(slack.ctx.log, "answer to a message", async () => {
    try {
      await slack.client.chat.postEphemeral({
        channel: to.channelId,
        user: to.userId,
        text: escapeMrkdwn(sentence),
        ...(to.threadTs === null ? {} : { thread_ts: to.threadTs }),
      });
    } catch (error) {
      throw toUpstreamError(error, to);
    }
  });
}

/** Slack tells a change too when it adds a link's preview, when the bot edits, and when a thread's root is deleted. */
async function change(
  slack: SlackContext,
  teamId: string,
  channel: string,
  now: SlackEventMessage,
  before: SlackEventMessage,
): Promise<void> {
  if (now.subtype === "tombstone") return remove(slack, teamId, channel, now.ts);
  const message = toPersonMessage({ ...now, channel });
  if (!message || now.text === before.text) return;
  const workspaceId = await slack.home.workspaceOf(teamId);
  if (workspaceId === null) return;
  const { botUserId } = requireIdentity(slack.home.identity());
  const text = await toText(message, { botUserId, directory: slack.directory });
  await editMessage(slack.ctx, {
    workspaceId,
    platform: "slack",
    channelId: channel,
    messageId: message.ts,
    text,
  });
}

async function remove(slack: SlackContext, teamId: string, channel: string, ts: string): Promise<void> {
  const workspaceId = await slack.home.workspaceOf(teamId);
  if (workspaceId === null) return;
  await deleteMessage(slack.ctx, { workspaceId, platform: "slack", channelId: channel, messageId: ts });
}
