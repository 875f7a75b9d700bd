import { Server } from "node:http";
import { App, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import type { SlackStandin } from "./index.ts";
import { portOf } from "./server.ts";

/** A real Bolt app on a Socket Mode link to the stand-in; it comes back 500 ms after a drop, not 5 s. */
export async function startSocketApp(slack: SlackStandin, addListeners: (app: App) => void): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    clientPingTimeout: 500,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions },
  });
  // Bolt hides the bot's own messages by default; these tests want to see all that Slack sends.
  const options = { ignoreSelf: false, logLevel: LogLevel.ERROR, clientOptions };
  const app = new App({ token: slack.botToken, receiver, ...options });
  addListeners(app);
  await app.start();
  return app;
}

/** A client that reports a failure instead of trying again for half an hour. */
export function newClient(slack: SlackStandin, retries = 0): WebClient {
  return new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries, minTimeout: 10, maxTimeout: 20 },
    rejectRateLimitedCalls: retries === 0,
  });
}

/** The code of the ok: false answer that a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error === null) return "ok";
  if (!(error instanceof Error)) return "not an error";
  return /An API error occurred: (\S+)/.exec(error.message)?.[1] ?? error.message;
}

/** A real Bolt app behind a request URL, which the stand-in is told. */
export async function startHttpApp(slack: SlackStandin, addListeners: (app: App) => void): Promise<App> {
  const app = new App({
    token: slack.botToken,
    signingSecret: slack.signingSecret,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  addListeners(app);
  const server: unknown = await app.start(0);
  if (!(server instanceof Server)) throw new Error("Bolt did not start a server");
  slack.setRequestUrl(`http://127.0.0.1:${portOf(server)}/slack/events`);
  return app;
}
