import { startSlack } from "@firstline/bot/slack";
import type { RunningSlackBot } from "@firstline/bot/slack";
import {
  answerTicket,
  deliverOutgoing,
  findWorkspace,
  importArticles,
  UpstreamError,
  updateSettings,
} from "@firstline/core";
import type { Ctx, Log, SlackConfig } from "@firstline/core";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { and, asc, eq, inArray } from "drizzle-orm";
import { afterEach } from "vitest";
import { startSlack as startStandin } from "../standins/slack/index.ts";
import type { SlackOptions, SlackStandin } from "../standins/slack/index.ts";
import { SURE } from "../support/desk.ts";
import { anArticle } from "../support/factories.ts";
import { silentLog, testCtx } from "../support/fakes.ts";
import type { TestCtx } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

type Ticket = typeof schema.tickets.$inferSelect;

export type SlackWorld = {
  slack: SlackStandin;
  bot: RunningSlackBot;
  ctx: TestCtx;
  config: SlackConfig;
  workspaceId: number;
  support: string;
  agents: string;
  /** Ada asks, Bea is an agent, Carl reads along. */
  people: { ada: string; bea: string; carl: string };
  /** Waits for the tickets of this world, oldest first, until there are `count`. */
  tickets(count?: number): Promise<Ticket[]>;
  /** Says on Slack what waits to be said, until nothing waits. */
  deliver(): Promise<void>;
  /** Lets the AI answer a ticket and delivers what it has to say. */
  answer(ticketId: number): Promise<void>;
  stop(): Promise<void>;
};

export type WorldOptions = SlackOptions & { config?: Partial<SlackConfig>; log?: Log };

/** For a test file: a database of its own, and worlds that end after the test that starts them. */
export async function slackWorlds(): Promise<{
  db: Db;
  aWorld(this: void, options?: WorldOptions): Promise<SlackWorld>;
}> {
  const { db } = await fileDatabase();
  const worlds: SlackWorld[] = [];
  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.stop()));
  });
  return {
    db,
    async aWorld(options) {
      const world = await startSlackWorld(db, options);
      worlds.push(world);
      return world;
    },
  };
}

/** A Slack with a support and an agent channel, and the real bot connected to it. */
export async function startSlackWorld(db: Db, options: WorldOptions = {}): Promise<SlackWorld> {
  const { config: changes = {}, log = silentLog, ...standin } = options;
  const slack = await startStandin(standin);
  const people = {
    ada: slack.addUser({ name: "Ada", email: "ada@example.com" }),
    bea: slack.addUser({ name: "Bea", email: "bea@example.com" }),
    carl: slack.addUser({ name: "Carl", email: "carl@example.com" }),
  };
  const support = slack.addChannel({ name: "support" });
  const agents = slack.addChannel({ name: "agents", isPrivate: true, members: [people.bea] });
  const config: SlackConfig = {
    botToken: slack.botToken,
    connection:
      options.mode === "http"
        ? { mode: "http", signingSecret: slack.signingSecret, port: 0 }
        : { mode: "socket", appToken: slack.appToken },
    apiUrl: slack.apiUrl,
    supportChannels: ["#support"],
    agentChannel: agents,
    ...changes,
  };
  const ctx: TestCtx = { ...testCtx(db), log };
  const bot = await startSlack(ctx, config, { slug: `home-${slack.teamId}`, name: "Home" });
  if (bot.port !== null) slack.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);
  const workspace = await findWorkspace(ctx, { platform: "slack", externalId: slack.teamId });
  const workspaceId = workspace?.id ?? 0;
  await updateSettings(ctx, { workspaceId, settings: SURE });
  const deliver = (): Promise<void> => deliverAll(ctx, bot, workspaceId);

  return {
    slack,
    bot,
    ctx,
    config,
    workspaceId,
    support,
    agents,
    people,
    deliver,
    tickets: (count = 1) => waitForTickets(db, slack, workspaceId, count),
    async answer(ticketId) {
      await answerTicket(ctx, { workspaceId, ticketId, attempt: 1 });
      await deliver();
    },
    async stop() {
      await bot.stop();
      await slack.stop();
    },
  };
}

async function waitForTickets(
  db: Db,
  slack: SlackStandin,
  workspaceId: number,
  count: number,
): Promise<Ticket[]> {
  await slack.settled();
  const t = schema.tickets;
  const rows = await db.select().from(t).where(eq(t.workspaceId, workspaceId)).orderBy(asc(t.id));
  if (rows.length !== count) throw new Error(`there are ${rows.length} tickets, not ${count}`);
  return rows;
}

type Delivery = Pick<Ctx, "db" | "now" | "log">;

async function deliverAll(ctx: Delivery, bot: RunningSlackBot, workspaceId: number): Promise<void> {
  for (;;) {
    const rows = await waiting(ctx.db, workspaceId);
    if (rows.length === 0) return;
    for (const row of rows) await deliverOnce(ctx, bot, { workspaceId, outgoingId: row.id });
  }
}

/** One try, as the job makes it; false when Slack was busy and the job would come again. */
export async function deliverOnce(
  ctx: Delivery,
  bot: RunningSlackBot,
  input: { workspaceId: number; outgoingId: number; isLastTry?: boolean },
): Promise<boolean> {
  try {
    await deliverOutgoing(ctx, bot.platform, { isLastTry: false, ...input });
    return true;
  } catch (error) {
    if (error instanceof UpstreamError && error.retryable) return false;
    throw error;
  }
}

export async function waiting(db: Db, workspaceId: number): Promise<{ id: number; operation: string }[]> {
  const o = schema.outgoingMessages;
  return db
    .select({ id: o.id, operation: o.operation })
    .from(o)
    .where(and(eq(o.workspaceId, workspaceId), inArray(o.status, ["pending", "sending"])))
    .orderBy(asc(o.id));
}

export async function messagesOf(
  db: Db,
  ticketId: number,
): Promise<(typeof schema.ticketMessages.$inferSelect)[]> {
  const m = schema.ticketMessages;
  return db.select().from(m).where(eq(m.ticketId, ticketId)).orderBy(asc(m.id));
}

/** Knowledge that answers "How do I rotate the API token?". */
export async function teach(world: Pick<SlackWorld, "ctx" | "workspaceId">): Promise<void> {
  const article = anArticle({
    title: "API tokens",
    url: "https://help.example.com/api-tokens",
    content:
      "# API tokens\n\nTo rotate the API token, open **Settings**, then **Tokens**, and press **Rotate**.",
  });
  await importArticles(world.ctx, { workspaceId: world.workspaceId, documents: [article], origin: "test" });
}
