import { alreadyReply, findPostOfSource, InvalidError, sourceKeyOf, textOfMessage } from "@firstline/core";
import type { MessageRef, PostOrigin } from "@firstline/core";
import type { App, MessageShortcut } from "@slack/bolt";
import { atBorder } from "../border.ts";
import type { SlackContext } from "../context.ts";
import { feedbackFormView } from "../feedback-form.ts";
import { LIMITS } from "../limits.ts";
import { escapeMrkdwn } from "../mrkdwn.ts";
import { openView } from "../open-view.ts";
import { requireIdentity } from "../platform.ts";
import { renderReply } from "../render.ts";
import { MAKE_POST } from "../scopes.ts";
import { requireWorkspace } from "../team.ts";
import { toPersonMessage, toText } from "../to-core.ts";
import type { PersonMessage } from "../to-core.ts";
import { whisperTo } from "../whisper.ts";

/** "Make a feature request" in a message's menu: the form, with the message in it already. */
export function listenToFeedbackMenu(app: App, slack: SlackContext): void {
  app.shortcut<MessageShortcut>(
    { callback_id: MAKE_POST, type: "message_action" },
    async ({ ack, shortcut, context, respond }) => {
      await ack();
      const tell = whisperTo(respond, shortcut.message["thread_ts"]);
      await atBorder(
        slack.ctx.log,
        MAKE_POST,
        (sentence) => tell(escapeMrkdwn(sentence)),
        async () => {
          const message = toPersonMessage({ ...shortcut.message, channel: shortcut.channel.id });
          if (!message) throw new InvalidError("I can make requests of what people wrote, not of this.");
          const workspaceId = await requireWorkspace(slack, context.teamId);
          const sourceKey = sourceKeyOf(refOf(message));
          const before = await findPostOfSource(slack.ctx, { workspaceId, sourceKey });
          if (before) {
            const { text, blocks } = renderReply(alreadyReply(before), { canCustomize: false });
            return tell(text, blocks);
          }
          await openForm(slack, shortcut.trigger_id, message, sourceKey);
        },
      );
    },
  );
}

function refOf({ channelId, threadTs, ts }: PersonMessage): MessageRef {
  return { platform: "slack", channelId, threadId: threadTs ?? null, messageId: ts };
}

async function openForm(
  slack: SlackContext,
  trigger: string,
  message: PersonMessage,
  sourceKey: string,
): Promise<void> {
  const { botUserId } = requireIdentity(slack.home.identity());
  const text = await toText(message, { botUserId, directory: slack.directory });
  // Two people may talk in a direct message that we have no part in: news goes to ours with the person.
  const origin: PostOrigin = {
    platform: "slack",
    channelId: message.channelId,
    threadId: message.threadTs ?? message.ts,
    isDirect: false,
  };
  const notes = { origin, sourceKey, draftId: null };
  await openView(slack, trigger, feedbackFormView(notes, textOfMessage(text, LIMITS.modalText)));
}
