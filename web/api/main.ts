import type { Server } from "node:http";
import { ensureApiChannel, ensurePanelChannel } from "@firstline/core";
import type { Config } from "@firstline/core";
import { createAdaptorServer } from "@hono/node-server";
import { createApp } from "./app.ts";
import type { WebCtx } from "./context.ts";
import { loadAssets } from "./http/assets.ts";
import { createLimits } from "./http/limits.ts";
import { closeServer, listenOn } from "./http/port.ts";
import { createLive } from "./live.ts";
import type { Listen } from "./live.ts";

export type { WebCtx } from "./context.ts";
export { PortError } from "./http/port.ts";

/** The part of a database connection that hears Postgres notifications; reconnects by itself, as postgres.js does. */
export type Listener = {
  sql: {
    listen(
      channel: string,
      onNotify: (payload: string) => void,
    ): PromiseLike<{ unlisten(): PromiseLike<void> }>;
  };
};

export type WebOptions = {
  database: Listener;
  workspace: { id: number; name: string };
  /** Whoever has it gets into the console. */
  consoleToken: string;
};

export type RunningWeb = {
  /** Where the help panel is. */
  url: string;
  /** Ends live streams, lets requests finish and closes the port. */
  stop(): Promise<void>;
};

const GRACE_MS = 5_000;

/** Serves the help panel, its API, the agents' console and the webhook. Throws `PortError` when the port cannot be had. */
export async function startWeb(
  ctx: WebCtx,
  config: Pick<Config, "web"> & Partial<Pick<Config, "github">>,
  options: WebOptions,
): Promise<RunningWeb> {
  const { workspace, consoleToken } = options;
  const { host, port, publicUrl } = config.web;
  await ensurePanelChannel(ctx, { workspaceId: workspace.id });
  await ensureApiChannel(ctx, { workspaceId: workspace.id });
  const live = createLive({ listen: toListen(options.database), log: ctx.log });
  const limits = createLimits(ctx.now);
  const assets = loadAssets();
  const githubWebhookSecret = config.github?.webhookSecret ?? null;
  const app = createApp({
    ctx,
    workspace,
    publicUrl,
    consoleToken,
    githubWebhookSecret,
    live,
    limits,
    assets,
  });
  const server = toHttpServer(createAdaptorServer({ fetch: app.fetch }));
  try {
    const used = await listenOn(server, { host, port });
    const url = port === 0 ? `http://${host}:${used}` : publicUrl;
    return { url, stop: () => live.stop().then(() => closeServer(server, GRACE_MS)) };
  } catch (error) {
    await live.stop();
    throw error;
  }
}

function toListen(database: Listener): Listen {
  return async (channel, onNotify) => {
    const request = await database.sql.listen(channel, onNotify);
    return async () => {
      await request.unlisten();
    };
  };
}

/** Without other options the adaptor makes a plain HTTP/1 server. */
function toHttpServer(server: ReturnType<typeof createAdaptorServer>): Server {
  return server as Server;
}
