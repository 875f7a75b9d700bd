import { findChannelRole, openTicket, requireText, UpstreamError } from "@firstline/core";
import type { PersonIdentity } from "@firstline/core";
import type { App } from "@slack/bolt";
import { sentenceFor } from "../border.ts";
import type { SlackContext } from "../context.ts";
import { formMessage } from "../form-message.ts";
import { createRuns, Slow } from "../in-time.ts";
import { openDirect } from "../platform.ts";
import { findPosted, postMessage } from "../post.ts";
import type { Place } from "../post.ts";
import { requireWorkspace } from "../team.ts";
import { readTicketForm, TICKET_FORM } from "../views.ts";
import type { TicketForm } from "../views.ts";

type Submission = { key: string; workspaceId: number; asker: PersonIdentity; form: TicketForm };

/**
 * The form closes only once the ticket is stored: whatever goes wrong before, the words are still in the form. A second
 * press joins the first, and after a restart it finds what the first one posted.
 */
export function listenToForms(app: App, slack: SlackContext): void {
  const submit = createRuns<void>();

  app.view({ callback_id: TICKET_FORM, type: "view_submission" }, async ({ ack, body, view, context }) => {
    const key = `form:${view.id}`;
    try {
      await submit(key, async () => {
        const workspaceId = await requireWorkspace(slack, context.teamId);
        const asker = await slack.directory.find(body.user.id);
        await openFromForm(slack, { key, workspaceId, asker, form: readTicketForm(view) });
      });
    } catch (error) {
      const sentence = error instanceof Slow ? error.message : sentenceFor(slack.ctx.log, error, TICKET_FORM);
      return ack({ response_action: "errors", errors: { description: sentence } });
    }
    return ack();
  });
}

async function openFromForm(slack: SlackContext, submission: Submission): Promise<void> {
  const { key, workspaceId, asker, form } = submission;
  const text = requireText(form.description);
  const { channelId, ts, isDirect } = await postRoot(slack, submission);
  await openTicket(slack.ctx, {
    workspaceId,
    thread: { platform: "slack", channelId, threadId: ts },
    messageId: null,
    asker,
    text,
    subject: form.subject,
    type: form.type,
    isDirect,
    eventKey: key,
  });
}

type Root = { channelId: string; ts: string; isDirect: boolean };

/** In a support channel everybody may read along; from anywhere else it stays between the asker and the bot. */
async function postRoot(slack: SlackContext, submission: Submission): Promise<Root> {
  const { workspaceId, form, asker } = submission;
  const channelIds = form.channelId === null ? [] : [form.channelId];
  const role = await findChannelRole(slack.ctx, { workspaceId, platform: "slack", channelIds });
  if (form.channelId !== null && role === "support") {
    try {
      return await post(slack, submission, form.channelId, false);
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.retryable) throw error;
      const { channelId } = form;
      slack.ctx.log.warn(
        { platform: "slack", channelId, error },
        "a form's question goes to a direct message",
      );
    }
  }
  const { channelId } = await openDirect(slack.client, asker.externalId);
  return post(slack, submission, channelId, true);
}

/** A second press comes soon after the first; reading further back would use up the time in which Slack waits. */
const PRESSED_AGAIN_MS = 60 * 60_000;

async function post(
  slack: SlackContext,
  submission: Submission,
  channelId: string,
  isDirect: boolean,
): Promise<Root> {
  const place: Place = { channelId, threadId: null };
  const message = formMessage(submission.form, { asker: submission.asker, isDirect });
  const since = new Date(slack.ctx.now().getTime() - PRESSED_AGAIN_MS);
  const posted = await findPosted(slack.client, place, submission.key, since);
  const ts = posted ?? (await postMessage(slack.client, place, message, submission.key));
  return { channelId, ts, isDirect };
}
