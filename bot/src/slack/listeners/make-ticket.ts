import { InvalidError, makeTicket } from "@firstline/core";
import type { App, MessageShortcut } from "@slack/bolt";
import { atBorder } from "../border.ts";
import type { SlackContext } from "../context.ts";
import { slackCode, toUpstreamError } from "../errors.ts";
import { escapeMrkdwn, linkMrkdwn } from "../mrkdwn.ts";
import { permalink } from "../permalink.ts";
import { requireIdentity } from "../platform.ts";
import { MAKE_TICKET } from "../scopes.ts";
import { requireWorkspace } from "../team.ts";
import { toPersonMessage, toText } from "../to-core.ts";
import type { PersonMessage } from "../to-core.ts";
import { whisperTo } from "../whisper.ts";

/** "Make a ticket" in the menu of a message: its author becomes the asker, its thread the ticket's. */
export function listenToMakeTicket(app: App, slack: SlackContext): void {
  app.shortcut<MessageShortcut>(
    { callback_id: MAKE_TICKET, type: "message_action" },
    async ({ ack, shortcut, context, respond }) => {
      await ack();
      const tell = whisperTo(respond, shortcut.message["thread_ts"]);
      await atBorder(
        slack.ctx.log,
        MAKE_TICKET,
        (sentence) => tell(escapeMrkdwn(sentence)),
        async () => {
          const message = toPersonMessage({
            ...shortcut.message,
            channel: shortcut.channel.id,
          });
          if (!message)
            throw new InvalidError(
              "That message was not written by a person, so nobody would get the answer.",
            );
          await requireMembership(slack, message.channelId);
          const workspaceId = await requireWorkspace(slack, context.teamId);
          await tell(await makeTicketOf(slack, workspaceId, message));
        },
      );
    },
  );
}

/** @returns the sentence for the person, in mrkdwn */
async function makeTicketOf(
  slack: SlackContext,
  workspaceId: number,
  message: PersonMessage,
): Promise<string> {
  const identity = requireIdentity(slack.home.identity());
  const options = { botUserId: identity.botUserId, directory: slack.directory };
  const [asker, text] = await Promise.all([slack.directory.find(message.userId), toText(message, options)]);
  const { channelId } = message;
  const threadId = message.threadTs ?? message.ts;
  const made = await makeTicket(slack.ctx, {
    workspaceId,
    thread: { platform: "slack", channelId, threadId },
    messageId: message.ts,
    asker,
    text,
    isDirect: message.isDirect,
    eventKey: `message:${channelId}:${message.ts}`,
  });
  const thread = permalink(identity, { channelId, threadId: null, messageId: threadId });
  if (!made?.created) return `There is a ticket for this already: ${linkMrkdwn("its thread", thread)}.`;
  return `Ticket #${made.ticketId} is open. The answer comes in ${linkMrkdwn("the thread", thread)}.`;
}

/** The answer must reach the thread; the shortcut works where the bot is not, too. */
async function requireMembership(slack: SlackContext, channelId: string): Promise<void> {
  try {
    await slack.client.conversations.history({ channel: channelId, limit: 1 });
  } catch (error) {
    if (!["channel_not_found", "not_in_channel"].includes(slackCode(error) ?? "")) {
      throw toUpstreamError(error, { channelId });
    }
    throw new InvalidError("I'm not in this conversation. Invite me with /invite, then try again.", {
      cause: error,
    });
  }
}
