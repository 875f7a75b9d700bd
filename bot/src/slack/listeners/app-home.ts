import type { App } from "@slack/bolt";
import { quietly } from "../border.ts";
import type { SlackContext } from "../context.ts";
import { toUpstreamError } from "../errors.ts";
import { renderMyTickets } from "../my-tickets.ts";
import { PROMPTS } from "../scopes.ts";
import { requireWorkspace } from "../team.ts";
import { homeView } from "../views.ts";

/** The app's own page: Home shows a person's tickets, Messages offers ways to begin. A failure leaves the old page. */
export function listenToAppHome(app: App, slack: SlackContext): void {
  app.event("app_home_opened", async ({ event, context }) => {
    const { channel, user } = event;
    await quietly(slack.ctx.log, `the app's ${event.tab ?? "home"} tab`, () =>
      event.tab === "messages" ? offerPrompts(slack, channel) : publishHome(slack, context.teamId, user),
    );
  });
}

async function offerPrompts(slack: SlackContext, channelId: string): Promise<void> {
  if (!slack.home.identity()?.scopes.has("assistant:write")) return;
  try {
    await slack.client.assistant.threads.setSuggestedPrompts({
      channel_id: channelId,
      title: "How can we help?",
      prompts: PROMPTS,
    });
  } catch (error) {
    throw toUpstreamError(error, { channelId });
  }
}

async function publishHome(slack: SlackContext, teamId: string | undefined, userId: string): Promise<void> {
  const workspaceId = await requireWorkspace(slack, teamId);
  const view = homeView(await renderMyTickets(slack, { workspaceId, userId }));
  try {
    await slack.client.views.publish({ user_id: userId, view });
  } catch (error) {
    throw toUpstreamError(error);
  }
}
