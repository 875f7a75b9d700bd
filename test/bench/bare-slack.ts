import { App, LogLevel } from "@slack/bolt";

/** The floor: Bolt with listeners that do nothing but acknowledge. */
const {
  SLACK_BOT_TOKEN,
  SLACK_APP_TOKEN,
  SLACK_SIGNING_SECRET,
  SLACK_API_URL = "",
  SLACK_PORT,
} = process.env;
const app = new App({
  token: SLACK_BOT_TOKEN,
  ...(SLACK_APP_TOKEN
    ? { socketMode: true, appToken: SLACK_APP_TOKEN }
    : { signingSecret: SLACK_SIGNING_SECRET, port: Number(SLACK_PORT) }),
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
app.event("message", async () => {});
app.command("/support", ({ ack }) => ack());
app.action(/./u, ({ ack }) => ack());
await app.start(Number(SLACK_PORT ?? 0));
process.on("SIGTERM", () => process.exit(0));
