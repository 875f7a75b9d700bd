import { act, offerPost, publishedSentence } from "@firstline/core";
import type { App, BlockAction, ButtonAction, ViewOutput } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { atBorder, sentenceFor } from "../border.ts";
import type { SlackContext } from "../context.ts";
import { toUpstreamError } from "../errors.ts";
import {
  ALIKE_FORM,
  ALIKE_VOTE,
  alikeView,
  doneView,
  FEEDBACK_FORM,
  readFeedbackForm,
  readNotes,
  withNotice,
} from "../feedback-form.ts";
import { createRuns, Slow } from "../in-time.ts";
import { requireWorkspace } from "../team.ts";

type Sender = { teamId: string | undefined; userId: string };

/** The form for a post, and the one that offers posts like it; each shows in itself what came of it. */
export function listenToFeedbackForm(app: App, slack: SlackContext): void {
  const send = createRuns<ModalView>();

  app.view({ callback_id: FEEDBACK_FORM, type: "view_submission" }, async ({ ack, body, view, context }) => {
    const sender = { teamId: context.teamId, userId: body.user.id };
    try {
      const next = await send(view.id, () => offer(slack, sender, view));
      return await ack({ response_action: "update", view: next });
    } catch (error) {
      return ack({ response_action: "errors", errors: { title: toSentence(slack, error, FEEDBACK_FORM) } });
    }
  });

  app.view({ callback_id: ALIKE_FORM, type: "view_submission" }, async ({ ack, body, view, context }) => {
    const sender = { teamId: context.teamId, userId: body.user.id };
    try {
      const done = await send(`anyway:${view.id}`, async () =>
        doneView(await postAnyway(slack, sender, view)),
      );
      return await ack({ response_action: "update", view: done });
    } catch (error) {
      const sentence = toSentence(slack, error, ALIKE_FORM);
      return ack({ response_action: "update", view: withNotice(view, sentence) });
    }
  });

  app.action<BlockAction<ButtonAction>>(
    new RegExp(`^${ALIKE_VOTE}:`, "u"),
    async ({ ack, action, body, context }) => {
      await ack();
      const { view } = body;
      if (!view) return;
      const sender = { teamId: context.teamId, userId: body.user.id };
      const show = (next: ModalView) => updateView(slack, view.id, next);
      await atBorder(
        slack.ctx.log,
        ALIKE_VOTE,
        (sentence) => show(withNotice(view, sentence)),
        async () =>
          show(
            doneView(
              await press(slack, sender, view, { action: "feedback_vote", value: action.value ?? "" }),
            ),
          ),
      );
    },
  );
}

function toSentence(slack: SlackContext, error: unknown, what: string): string {
  return error instanceof Slow ? error.message : sentenceFor(slack.ctx.log, error, what);
}

async function offer(slack: SlackContext, sender: Sender, view: ViewOutput): Promise<ModalView> {
  const workspaceId = await requireWorkspace(slack, sender.teamId);
  const by = await slack.directory.find(sender.userId);
  const { notes, ...text } = readFeedbackForm(view);
  const { origin, sourceKey } = notes;
  const formKey = `slack-form:${view.id}`;
  const offered = await offerPost(slack.ctx, { workspaceId, by, ...text, origin, sourceKey, formKey });
  if (offered.outcome === "posted") return doneView(publishedSentence(offered));
  return alikeView({ ...notes, draftId: offered.draftId }, offered.posts);
}

async function postAnyway(slack: SlackContext, sender: Sender, view: ViewOutput): Promise<string> {
  const { draftId } = readNotes(view);
  return press(slack, sender, view, { action: "feedback_post", value: String(draftId) });
}

async function press(
  slack: SlackContext,
  { teamId, userId }: Sender,
  view: Pick<ViewOutput, "private_metadata">,
  button: { action: "feedback_post" | "feedback_vote"; value: string },
): Promise<string> {
  const { origin } = readNotes(view);
  const workspaceId = await requireWorkspace(slack, teamId);
  const by = await slack.directory.find(userId);
  return act(slack.ctx, { workspaceId, by, ...origin, ...button });
}

async function updateView(slack: SlackContext, viewId: string, view: ModalView): Promise<void> {
  try {
    await slack.client.views.update({ view_id: viewId, view });
  } catch (error) {
    throw toUpstreamError(error);
  }
}
