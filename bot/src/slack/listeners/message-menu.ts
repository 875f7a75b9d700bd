import { InvalidError, makeTicket, reportMessage } from "@firstline/core";
import type { OpenTicketInput } from "@firstline/core";
import type { App, MessageShortcut } from "@slack/bolt";
import { atBorder } from "../border.ts";
import type { SlackContext } from "../context.ts";
import { slackCode, toUpstreamError } from "../errors.ts";
import { escapeMrkdwn, linkMrkdwn } from "../mrkdwn.ts";
import { permalink } from "../permalink.ts";
import { requireIdentity } from "../platform.ts";
import { MAKE_TICKET, REPORT_BUG } from "../scopes.ts";
import { requireWorkspace } from "../team.ts";
import { toPersonMessage, toText } from "../to-core.ts";
import type { PersonMessage } from "../to-core.ts";
import { whisperTo } from "../whisper.ts";

/** Does something with a message for the person who chose it; answers the sentence for them, in mrkdwn. */
type Entry = (slack: SlackContext, message: OpenTicketInput, userId: string) => Promise<string>;

/** The entries of a message's menu: its author becomes the asker, its thread the ticket's. */
export function listenToMessageMenu(app: App, slack: SlackContext): void {
  listenTo(app, slack, MAKE_TICKET, make);
  listenTo(app, slack, REPORT_BUG, report);
}

function listenTo(app: App, slack: SlackContext, entry: string, act: Entry): void {
  app.shortcut<MessageShortcut>(
    { callback_id: entry, type: "message_action" },
    async ({ ack, shortcut, context, respond }) => {
      await ack();
      const tell = whisperTo(respond, shortcut.message["thread_ts"]);
      await atBorder(
        slack.ctx.log,
        entry,
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
          const input = await toInput(slack, workspaceId, message);
          await tell(await act(slack, input, shortcut.user.id));
        },
      );
    },
  );
}

async function toInput(
  slack: SlackContext,
  workspaceId: number,
  message: PersonMessage,
): Promise<OpenTicketInput> {
  const { botUserId } = requireIdentity(slack.home.identity());
  const options = { botUserId, directory: slack.directory };
  const [asker, text] = await Promise.all([slack.directory.find(message.userId), toText(message, options)]);
  const { channelId } = message;
  const threadId = message.threadTs ?? message.ts;
  return {
    workspaceId,
    thread: { platform: "slack", channelId, threadId },
    messageId: message.ts,
    asker,
    text,
    isDirect: message.isDirect,
    eventKey: `message:${channelId}:${message.ts}`,
  };
}

const make: Entry = async (slack, message) => {
  const made = await makeTicket(slack.ctx, message);
  if (!made?.created) return `There is a ticket for this already: ${linkTo(slack, "its thread", message)}.`;
  return `Ticket #${made.ticketId} is open. The answer comes in ${linkTo(slack, "the thread", message)}.`;
};

const report: Entry = async (slack, message, userId) => {
  const by = await slack.directory.find(userId);
  const { ticketId } = await reportMessage(slack.ctx, { ...message, by });
  return `Reported as a bug: ticket #${ticketId}. News comes in ${linkTo(slack, "the thread", message)}.`;
};

function linkTo(slack: SlackContext, label: string, { thread }: OpenTicketInput): string {
  const identity = requireIdentity(slack.home.identity());
  const { channelId, threadId } = thread;
  return linkMrkdwn(label, permalink(identity, { channelId, threadId: null, messageId: threadId }));
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
