import { readFeedbackCommand, runFeedbackCommand } from "@firstline/core";
import type { PostOrigin } from "@firstline/core";
import type { App } from "@slack/bolt";
import { atBorder } from "../border.ts";
import type { SlackContext } from "../context.ts";
import { feedbackFormView } from "../feedback-form.ts";
import { openView } from "../open-view.ts";
import { renderReply } from "../render.ts";
import { escapeMrkdwn } from "../mrkdwn.ts";
import { FEEDBACK } from "../scopes.ts";
import { requireWorkspace } from "../team.ts";
import { whisperTo } from "../whisper.ts";

/** `/feedback` with whatever was typed behind it; the answer is for that person alone. */
export function listenToFeedbackCommand(app: App, slack: SlackContext): void {
  app.command(FEEDBACK, async ({ ack, command, context, respond }) => {
    await ack();
    const tell = whisperTo(respond);
    await atBorder(
      slack.ctx.log,
      FEEDBACK,
      (sentence) => tell(escapeMrkdwn(sentence)),
      async () => {
        const wish = readFeedbackCommand(command.text);
        // Slack has no commands in threads. News for a direct message finds its own way there.
        const origin: PostOrigin = {
          platform: "slack",
          channelId: command.channel_id,
          threadId: null,
          isDirect: false,
        };
        if (wish.name === "new") {
          const notes = { origin, sourceKey: null, draftId: null };
          return openView(slack, command.trigger_id, feedbackFormView(notes, { title: wish.title }));
        }
        const workspaceId = await requireWorkspace(slack, context.teamId);
        const by = await slack.directory.find(command.user_id);
        const reply = await runFeedbackCommand(slack.ctx, { workspaceId, by, origin, command: wish });
        const { text, blocks } = renderReply(reply, { canCustomize: false });
        await tell(text, blocks);
      },
    );
  });
}
