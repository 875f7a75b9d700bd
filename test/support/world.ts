import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBot } from "@firstline/bot";
import { ensureWorkspace, loadConfig, readTicket, updateSettings } from "@firstline/core";
import type { CodeCtx, Config, Ctx, SettingsChange, Workspace } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { schema } from "@firstline/db";
import { startWeb } from "@firstline/web/api";
import { startWorker } from "@firstline/worker";
import { and, desc, eq } from "drizzle-orm";
import { startDiscord } from "../standins/discord/index.ts";
import type { DiscordStandin } from "../standins/discord/index.ts";
import { startSlack } from "../standins/slack/index.ts";
import type { SlackStandin } from "../standins/slack/index.ts";
import { testDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { offlineModels, silentLog } from "./fakes.ts";

type Ticket = typeof schema.tickets.$inferSelect;

/** Bot and worker in this process, connected to a local Slack and a local Discord of one community. */
export type World = {
  database: TestDatabase;
  ctx: Ctx;
  workspace: Workspace;
  slack: SlackStandin;
  discord: DiscordStandin;
  slackChannels: { support: string; agents: string };
  discordChannels: { forum: string; agents: string };
  /** Who reads the agent channels. */
  agents: { slack: string; discord: string };
  /** Where the web side is; null unless it was asked for. */
  webUrl: string | null;
  settings(settings: SettingsChange): Promise<void>;
  /** The ticket of a thread, once it is there. */
  ticketOf(threadId: string): Promise<Ticket>;
  /** Waits until the ticket is in one of these states. */
  untilStatus(ticketId: number, ...statuses: Ticket["status"][]): Promise<Ticket>;
  /** Kinds of the ticket's audit events, oldest first. */
  eventsOf(ticketId: number): Promise<string[]>;
  stop(): Promise<void>;
};

const PATIENCE_MS = 20_000;
/** Quick answers, and answers that have proven themselves. */
const SETTINGS = { burstSeconds: 0.2, autoResolve: "on" } as const;

export type WorldOptions = {
  /** GitHub and what fixes need; without it GitHub is not connected. */
  code?: CodeCtx;
  /** Also serves the web side: help center, panel, API and console. */
  web?: boolean;
};

const PANEL_SECRET = "a secret that the site and the panel share";
export const CONSOLE_TOKEN = "console-token-of-the-world";

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const database = await testDatabase();
  const webUrl = options.web ? `http://127.0.0.1:${await freePort()}` : null;
  const platforms = await startPlatforms();
  const { slack, discord, slackChannels, discordChannels } = platforms;
  const config = loadConfig({
    DATABASE_URL: database.url,
    ...(webUrl === null ? {} : { PORT: new URL(webUrl).port, PUBLIC_URL: webUrl, PANEL_SECRET }),
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    SLACK_SUPPORT_CHANNELS: slackChannels.support,
    SLACK_AGENT_CHANNEL: slackChannels.agents,
    DISCORD_BOT_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_SUPPORT_CHANNELS: discordChannels.forum,
    DISCORD_AGENT_CHANNEL: discordChannels.agents,
  });
  const ctx: Ctx = {
    db: database.db,
    ...offlineModels(),
    embedder: createOfflineEmbedder(),
    log: silentLog,
    now: () => new Date(),
    helpCenterUrl: webUrl ?? "https://help.example.test",
    modelTimeoutMs: config.modelTimeoutMs,
    code: options.code ?? null,
  };
  const workspace = await ensureWorkspace(ctx, config.workspace);
  await updateSettings(ctx, { workspaceId: workspace.id, settings: SETTINGS });
  const bot = await startBot(ctx, config, { databaseUrl: database.url });
  const worker = await startWorker(ctx, { databaseUrl: database.url });
  const web = webUrl === null ? null : await startPublicFace(ctx, { config, database, workspace });

  return {
    database,
    ctx,
    workspace,
    webUrl,
    ...platforms,
    ...lookAt(ctx, workspace),
    async stop() {
      await web?.stop();
      await bot.stop();
      await worker.stop();
      await slack.stop();
      await discord.stop();
      await database.stop();
    },
  };
}

type PublicFace = { config: Config; database: TestDatabase; workspace: Workspace };

/** The web side with its pages in a folder of their own, which goes with it. */
async function startPublicFace(
  ctx: Ctx,
  { config, database, workspace }: PublicFace,
): Promise<{ stop(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), "firstline-site-"));
  const site = { dir, databaseUrl: database.url };
  const web = await startWeb(ctx, config, { database, workspace, consoleToken: CONSOLE_TOKEN, site });
  return {
    async stop() {
      await web.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

/** Pages name their own address before the server that serves them listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("no port is free");
  return address.port;
}

type Platforms = Pick<World, "slack" | "discord" | "slackChannels" | "discordChannels" | "agents">;

/** A community that lives on both platforms, with somebody in each agent channel. */
async function startPlatforms(): Promise<Platforms> {
  const slack = await startSlack();
  const discord = await startDiscord();
  const agents = { slack: slack.addUser({ name: "Bea" }), discord: discord.addUser({ name: "dan" }).id };
  const slackChannels = {
    support: slack.addChannel({ name: "help" }),
    agents: slack.addChannel({ name: "agents", isPrivate: true, members: [agents.slack] }),
  };
  const discordChannels = {
    forum: discord.addForum({
      name: "questions",
      tags: ["bug", "answered", "escalated", "solved"].map((name) => ({ name })),
    }).id,
    agents: discord.addTextChannel({ name: "agents", private: true, visibleTo: [agents.discord] }).id,
  };
  return { slack, discord, slackChannels, discordChannels, agents };
}

function lookAt(
  ctx: Ctx,
  workspace: Workspace,
): Pick<World, "settings" | "ticketOf" | "untilStatus" | "eventsOf"> {
  const t = schema.tickets;
  const workspaceId = workspace.id;
  return {
    async settings(settings) {
      await updateSettings(ctx, { workspaceId, settings });
    },
    ticketOf: (threadId) =>
      until(`a ticket in thread ${threadId}`, async () => {
        const [ticket] = await ctx.db
          .select()
          .from(t)
          .where(and(eq(t.workspaceId, workspaceId), eq(t.threadId, threadId)))
          .orderBy(desc(t.id))
          .limit(1);
        return ticket ?? null;
      }),
    untilStatus: (ticketId, ...statuses) =>
      until(`ticket ${ticketId} being ${statuses.join(" or ")}`, async () => {
        const { ticket } = await readTicket(ctx, { workspaceId, ticketId });
        return statuses.includes(ticket.status) ? ticket : null;
      }),
    async eventsOf(ticketId) {
      const { events } = await readTicket(ctx, { workspaceId, ticketId });
      return events.map((event) => event.kind);
    },
  };
}

/** Looks again and again until there is something to see. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | null>,
  patienceMs = PATIENCE_MS,
): Promise<Value> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const value = await look();
    if (value !== null) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
