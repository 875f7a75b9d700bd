import type { App } from "@slack/bolt";
import { quietly } from "../border.ts";
import type { SlackContext } from "../context.ts";

/** The app is invited somewhere, or taken away. */
export function listenToInstallation(app: App, slack: SlackContext): void {
  const { log } = slack.ctx;
  app.event("member_joined_channel", async ({ event }) => {
    if (event.user !== slack.home.identity()?.botUserId) return;
    await quietly(log, "the configured channels", () => slack.home.refreshChannels());
  });
  app.event("tokens_revoked", async () => {
    log.error(
      { platform: "slack" },
      "Slack revoked the bot's token: install the app again and set SLACK_BOT_TOKEN",
    );
  });
  app.event("app_uninstalled", async () => {
    log.error(
      { platform: "slack" },
      "the app was removed from Slack: install it again and set SLACK_BOT_TOKEN",
    );
  });
}
