import type { ActCtx, SlackConfig } from "@firstline/core";
import type { HTTPReceiver, SocketModeReceiver } from "@slack/bolt";
import type { AddressInfo } from "node:net";
import type { RunningBot } from "../running-bot.ts";
import { createCatchUp } from "./catch-up.ts";
import { clientOptions, createSlackClient, toSlackLogger } from "./client.ts";
import type { SlackContext } from "./context.ts";
import { toUpstreamError } from "./errors.ts";
import { createHome } from "./home.ts";
import type { HomeInput } from "./home.ts";
import { keepOpen } from "./keep-open.ts";
import type { Session } from "./keep-open.ts";
import { listenToActions } from "./listeners/actions.ts";
import { listenToAppHome } from "./listeners/app-home.ts";
import { listenToFeedbackCommand } from "./listeners/feedback-command.ts";
import { listenToFeedbackForm } from "./listeners/feedback-form.ts";
import { listenToFeedbackMenu } from "./listeners/feedback-menu.ts";
import { listenToForms } from "./listeners/forms.ts";
import { listenToInstallation } from "./listeners/installation.ts";
import { listenToMessageMenu } from "./listeners/message-menu.ts";
import { listenToMenu } from "./listeners/menu.ts";
import { listenToMessages } from "./listeners/messages.ts";
import { PatientApp } from "./patient-app.ts";
import { createSlackPlatform, requireIdentity } from "./platform.ts";
import { createHttpReceiver, createSocketReceiver } from "./receivers.ts";
import { createDirectory } from "./users.ts";

export type RunningSlackBot = RunningBot & {
  /** Where HTTP mode listens; null in Socket Mode. */
  port: number | null;
};

/**
 * Starts listening to Slack. When Slack can't be reached, it goes on trying in the background; when Slack refuses the
 * tokens, it throws an `UpstreamError` that says what to do.
 */
export async function startSlack(
  ctx: ActCtx,
  config: SlackConfig,
  homeInput: HomeInput,
): Promise<RunningSlackBot> {
  const slack = createContext(ctx, config, homeInput);
  const receiver =
    config.connection.mode === "socket"
      ? createSocketReceiver(config, config.connection, ctx.log)
      : createHttpReceiver(config.connection, ctx.log);
  const app = createApp(slack, config, receiver);
  const isSocket = "client" in receiver;
  const port = isSocket ? null : await listen(receiver, config);

  const kept = keepOpen(async (stopped) => {
    await connect(slack);
    // Before the first event is stored: what is missing is known by the newest one of before.
    slack.catchUp.note();
    const session = isSocket ? await openSocket(receiver, stopped) : { lost: new Promise<void>(() => {}) };
    slack.catchUp.look();
    return session;
  }, ctx.log);
  const stop = async (): Promise<void> => {
    const ended = Promise.all([kept.stop(), slack.catchUp.stop()]);
    // In HTTP mode new requests are refused first; a socket must stay open for the acknowledgments under way.
    if (!isSocket) await receiver.stop();
    await app.settled();
    if (isSocket) await receiver.stop();
    await ended;
  };

  try {
    await kept.first;
  } catch (error) {
    await stop();
    throw error;
  }
  return { platform: slack.platform, port, stop };
}

function createContext(ctx: ActCtx, config: SlackConfig, homeInput: HomeInput): SlackContext {
  const client = createSlackClient(config, config.botToken, ctx.log);
  const home = createHome(ctx, client, config, homeInput);
  const directory = createDirectory(client, ctx.log, ctx.now);
  const platform = createSlackPlatform({ client, log: ctx.log, identity: () => home.identity(), directory });
  const intake = { ctx, client, home, directory, told: new Set<string>() };
  return { ...intake, platform, catchUp: createCatchUp(intake) };
}

function createApp(
  slack: SlackContext,
  config: SlackConfig,
  receiver: SocketModeReceiver | HTTPReceiver,
): PatientApp {
  const { home, ctx } = slack;
  const app = new PatientApp({
    receiver,
    requireReady: () => void requireIdentity(home.identity()),
    authorize: async () => {
      const { botUserId, botId } = requireIdentity(home.identity());
      return { botToken: config.botToken, botUserId, ...(botId ? { botId } : {}) };
    },
    logger: toSlackLogger(ctx.log),
    clientOptions: clientOptions(config, ctx.log),
    // Bolt's own memory of conversations grows without end.
    convoStore: false,
  });
  for (const listen of [
    listenToMessages,
    listenToActions,
    listenToMenu,
    listenToForms,
    listenToMessageMenu,
    listenToFeedbackCommand,
    listenToFeedbackForm,
    listenToFeedbackMenu,
    listenToAppHome,
    listenToInstallation,
  ]) {
    listen(app, slack);
  }
  return app;
}

async function connect({ home, ctx }: SlackContext): Promise<void> {
  if (home.identity()) return;
  const { teamId, botUserId, workspaceId } = await home.connect();
  ctx.log.info({ platform: "slack", teamId, botUserId, workspaceId }, "connected to Slack");
}

async function listen(receiver: HTTPReceiver, { connection }: SlackConfig): Promise<number> {
  const server = await receiver.start(connection.mode === "http" ? connection.port : 0);
  const address = server.address() as AddressInfo; // a server on a port has one
  return address.port;
}

async function openSocket(receiver: SocketModeReceiver, stopped: AbortSignal): Promise<Session> {
  try {
    await receiver.start();
    if (stopped.aborted) await receiver.stop();
  } catch (error) {
    throw toUpstreamError(error);
  }
  return { lost: new Promise((resolve) => receiver.client.once("disconnected", () => resolve())) };
}
