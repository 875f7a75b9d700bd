import { startSlack } from "@firstline/bot/slack";
import { updateSettings } from "@firstline/core";
import type { Log } from "@firstline/core";
import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { asc, eq } from "drizzle-orm";
import { afterEach } from "vitest";
import { messagesOf, slackWorlds } from "./slack-world.ts";
import type { SlackWorld, WorldOptions } from "./slack-world.ts";

type Line = { level: "info" | "warn"; message: string; fields: object };
type Ticket = typeof schema.tickets.$inferSelect;

/** How long to poll for what the bot finds again. */
export const wait = { timeout: 15_000 };

export type SlackAway = {
  db: Db;
  /** What the bots of the present test logged. */
  logged: Line[];
  says: (words: string) => () => boolean;
  aWorld: (options?: WorldOptions) => Promise<SlackWorld>;
  start: (world: SlackWorld) => Promise<void>;
  /** The bot is away while something is said, for so long that Slack drops the events. */
  awayDuring: (world: SlackWorld, happens: () => void | Promise<void>) => Promise<void>;
  ticketsOf: (world: SlackWorld) => Promise<Ticket[]>;
  contentsOf: (ticketId: number) => Promise<string[]>;
};

/** For a test file about a bot that is away while people go on talking. */
export async function slackAway(): Promise<SlackAway> {
  const { db, aWorld } = await slackWorlds();
  const cleanups: (() => Promise<void>)[] = [];
  const logged: Line[] = [];
  const log = logTo(logged);
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
    logged.length = 0;
  });

  const start = async (world: SlackWorld): Promise<void> => {
    const home = { slug: `home-${world.slack.teamId}`, name: "Home" };
    const bot = await startSlack(world.ctx, world.config, home);
    cleanups.push(() => bot.stop());
  };
  return {
    db,
    logged,
    start,
    says: (words) => () => logged.some(({ message }) => message.includes(words)),
    /** Here Slack drops at once what it could not bring. One person's messages of a minute are one question. */
    async aWorld(options = {}) {
      const patient = { retryDelaysMs: [], ackTimeoutMs: 20_000 };
      const world = await aWorld({ ...patient, log, ...options });
      await setBurst(world, 60);
      return world;
    },
    async awayDuring(world, happens) {
      await world.bot.stop();
      await happens();
      await start(world);
    },
    async ticketsOf({ workspaceId }) {
      const t = schema.tickets;
      return db.select().from(t).where(eq(t.workspaceId, workspaceId)).orderBy(asc(t.id));
    },
    contentsOf: async (ticketId) => (await messagesOf(db, ticketId)).map(({ content }) => content),
  };
}

export async function setBurst({ ctx, workspaceId }: SlackWorld, burstSeconds: number): Promise<void> {
  await updateSettings(ctx, { workspaceId, settings: { burstSeconds } });
}

/** As if the channels were served only from now on: what came before lies outside of what is looked for. */
export async function serveFromNow({ ctx, workspaceId }: SlackWorld): Promise<void> {
  const { channels } = schema;
  await ctx.db.update(channels).set({ createdAt: new Date() }).where(eq(channels.workspaceId, workspaceId));
}

function logTo(logged: Line[]): Log {
  const log: Log = {
    debug: () => {},
    info: (fields, message) => logged.push({ level: "info", message, fields }),
    warn: (fields, message) => logged.push({ level: "warn", message, fields }),
    error: () => {},
    child: () => log,
  };
  return log;
}
