import { deleteMessage, editMessage } from "@firstline/core";
import type { App } from "@slack/bolt";
import type { SlackContext } from "../context.ts";
import { requireIdentity } from "../platform.ts";
import { isFinal, takeIn, whisper } from "../take-in.ts";
import { toPersonMessage, toText } from "../to-core.ts";
import type { SlackEventMessage } from "../to-core.ts";

/**
 * A mention comes as `message` too where the bot is a member; both are the same event to core. `context.teamId` is the
 * team that has the bot: the event's own is the author's, who may be of another one in a channel that both share.
 */
export function listenToMessages(app: App, slack: SlackContext): void {
  app.event("app_mention", ({ event, context }) => onMessage(slack, context.teamId, event));
  app.event("message", async ({ event, context: { teamId } }) => {
    if (event.subtype === "message_changed") {
      await change(slack, teamId, event.channel, event.message, event.previous_message);
    } else if (event.subtype === "message_deleted") {
      await remove(slack, teamId, event.channel, event.deleted_ts);
    } else {
      await onMessage(slack, teamId, event);
    }
  });
}

/** Slack shows a file only to members of its channel. */
const FILES_STAY =
  "Files stay in this channel: a member gets at most their names. Say where they can be opened, or paste what they show.";

async function onMessage(
  slack: SlackContext,
  teamId: string | undefined,
  event: SlackEventMessage,
): Promise<void> {
  const message = toPersonMessage(event);
  if (!message) return;
  const workspaceId = await slack.home.workspaceOf(teamId);
  if (workspaceId === null) {
    slack.ctx.log.warn({ platform: "slack", teamId }, "an event of a Slack team that is not connected");
    return;
  }
  try {
    const { outcome } = await takeIn(slack, workspaceId, message);
    if (outcome === "ignored") slack.catchUp.onIgnored(message);
    if (outcome === "relayed" && message.fileNames.length > 0) await whisper(slack, message, FILES_STAY);
  } catch (error) {
    if (isFinal(error)) return whisper(slack, message, error.message);
    // It goes unacknowledged: Slack brings it again, but only a few times.
    slack.catchUp.onFailure(message);
    throw error;
  }
}

/** Slack tells a change too when it adds a link's preview, when the bot edits, and when a thread's root is deleted. What it was before may be missing. */
async function change(
  slack: SlackContext,
  teamId: string | undefined,
  channel: string,
  now: SlackEventMessage,
  before: SlackEventMessage | undefined,
): Promise<void> {
  if (now.subtype === "tombstone") return remove(slack, teamId, channel, now.ts);
  const message = toPersonMessage({ ...now, channel });
  if (!message || now.text === before?.text) return;
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

async function remove(
  slack: SlackContext,
  teamId: string | undefined,
  channel: string,
  ts: string,
): Promise<void> {
  const workspaceId = await slack.home.workspaceOf(teamId);
  if (workspaceId === null) return;
  await deleteMessage(slack.ctx, { workspaceId, platform: "slack", channelId: channel, messageId: ts });
}
