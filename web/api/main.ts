import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureApiChannel, ensurePanelChannel, requestSiteJob } from "@firstline/core";
import type { Config, Ctx } from "@firstline/core";
import { createAdaptorServer } from "@hono/node-server";
import { openSite, startSiteJobs } from "../site/index.ts";
import type { RunningSite, Site } from "../site/index.ts";
import { createApp } from "./app.ts";
import { loadAssets } from "./http/assets.ts";
import { refuseBrokenRequests } from "./http/broken-requests.ts";
import { createLimits } from "./http/limits.ts";
import { closeServer, listenOn } from "./http/port.ts";
import { createLive } from "./live.ts";
import type { Listen } from "./live.ts";

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
  /** Where the public pages are kept, and the database whose jobs make them; without it each is made when it is asked for. */
  site?: { dir: string; databaseUrl: string };
};

export type RunningWeb = {
  /** Where the help center is. */
  url: string;
  /** Ends live streams, lets requests finish and closes the port. */
  stop(): Promise<void>;
};

const GRACE_MS = 5_000;

/** Serves the help panel, its API, the agents' console and the webhook. Throws `PortError` when the port cannot be had. */
export async function startWeb(
  ctx: Ctx,
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
  const site = openSite(ctx, {
    workspaceId: workspace.id,
    baseUrl: ctx.helpCenterUrl ?? publicUrl,
    ...(options.site ?? { dir: join(tmpdir(), `no-site-${randomUUID()}`), planKeptMs: 0 }),
  });
  const app = createApp({
    ctx,
    site,
    workspace,
    publicUrl: publicUrl.replace(/\/+$/u, ""),
    consoleToken,
    panelSecret: config.web.panelSecret,
    githubWebhookSecret: config.github?.webhookSecret ?? null,
    stripeWebhookSecret: config.web.stripeWebhookSecret,
    live,
    limits,
    assets,
  });
  const server = toHttpServer(createAdaptorServer({ fetch: app.fetch }));
  refuseBrokenRequests(server);
  try {
    const used = await listenOn(server, { host, port });
    const url = port === 0 ? `http://${host}:${used}` : publicUrl;
    const jobs = options.site ? await startSite(site, options.site) : null;
    return {
      url,
      async stop() {
        await live.stop();
        await closeServer(server, GRACE_MS);
        await jobs?.stop();
      },
    };
  } catch (error) {
    await live.stop();
    throw error;
  }
}

/** What has changed while no process was running is looked for at once; where nothing has been built, everything is. */
async function startSite(site: Site, { databaseUrl }: { databaseUrl: string }): Promise<RunningSite> {
  const jobs = await startSiteJobs(site, { databaseUrl });
  await requestSiteJob(site.ctx.db, { workspaceId: site.workspaceId, job: "publish_site" });
  return jobs;
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
