import { startDiscord } from "@firstline/bot/discord";
import {
  answerTicket,
  deliverOutgoing,
  findWorkspace,
  importArticles,
  listTickets,
  readTicket,
  updateSettings,
} from "@firstline/core";
import type { AnswerDraft, ChatPlatform, Ctx, DiscordConfig, Log } from "@firstline/core";
import { schema } from "@firstline/db";
import { asc, inArray } from "drizzle-orm";
import type { DiscordOptions, DiscordStandin, Message } from "../standins/discord/index.ts";
import { startDiscord as startStandin } from "../standins/discord/index.ts";
import { testDatabase } from "../support/database.ts";
import { anArticle } from "../support/factories.ts";
import { silentLog, testCtx } from "../support/fakes.ts";

const TIMEOUT_MS = 20_000;
const STATUSES = ["new", "analyzing", "ai_responding", "escalated", "resolved", "closed"] as const;

type Logged = { level: string; message: string; fields: Record<string, unknown> };

const TAGS = ["Bug", "🙋 Question", "Open", "Answered", "Escalated", "Solved"];

export type DiscordWorld = Awaited<ReturnType<typeof discordWorld>>;

/** A Discord server with a forum, a support channel and a private agent channel, and a bot that serves them. */
export async function discordWorld(options: DiscordOptions = {}) {
  const database = await testDatabase();
  const discord = await startStandin(options);
  const places = furnish(discord);
  const logged: Logged[] = [];
  const trouble = { transactions: 0 };
  const test = testCtx(withTrouble(database.db, trouble));
  const ctx: Ctx = { ...test, now: () => new Date(), log: recordingLog(logged) };
  const config: DiscordConfig = {
    token: discord.token,
    apiUrl: discord.apiUrl,
    supportChannels: ["#support", places.forum.id],
    agentChannel: "agents",
  };
  const connect = () => startDiscord(ctx, config, { slug: "home", name: "Home" });
  let bot = await connect().catch(async (error: unknown) => {
    await Promise.all([discord.stop(), database.stop()]);
    throw error;
  });
  const workspace = await findWorkspace(ctx, { platform: "discord", externalId: discord.guildId });
  if (!workspace) throw new Error("the guild is not connected");
  // Every answer is given and leaves its ticket open, whatever the confidence.
  const settings = { answerThreshold: 0, resolveThreshold: 1 };
  await updateSettings(ctx, { workspaceId: workspace.id, settings });

  return {
    ...places,
    ...records(ctx, workspace.id, logged),
    ctx,
    config,
    discord,
    logged,
    workspace,
    /** The next so many transactions fail. */
    trouble,
    platform: (): ChatPlatform => bot.platform,
    deliver: async () => deliverAll(ctx, bot.platform),
    /** Answers a ticket as the worker would, with this draft, and posts what follows from it. */
    answer: async (ticketId: number, draft: Partial<AnswerDraft>) => {
      test.model.next(draft);
      await answerTicket(ctx, { workspaceId: workspace.id, ticketId, attempt: 1 });
      await deliverAll(ctx, bot.platform);
    },
    stopBot: async () => bot.stop(),
    startBot: async () => {
      bot = await connect();
    },
    /** Ends everything. Throws when the bot was refused anything but these codes. */
    stop: async (expectedCodes: readonly number[] = []) => {
      await bot.stop();
      await discord.stop();
      await database.stop();
      const surprises = discord.errors.filter(({ code }) => !expectedCodes.includes(code));
      if (surprises.length > 0) throw new Error(`refused: ${JSON.stringify(surprises, null, 1)}`);
    },
  };
}

function furnish(discord: DiscordStandin) {
  return {
    forum: discord.addForum({ name: "help-forum", tags: TAGS.map((name) => ({ name })) }),
    support: discord.addTextChannel({ name: "support" }),
    agents: discord.addTextChannel({ name: "agents", private: true }),
    general: discord.addTextChannel({ name: "general" }),
    member: discord.addUser({ name: "mia", globalName: "Mia Member" }),
    agent: discord.addUser({ name: "ada", globalName: "Ada Agent", permissions: (1n << 53n) - 1n }),
  };
}

function records(ctx: Ctx, workspaceId: number, logged: readonly Logged[]) {
  const tickets = async () => listTickets(ctx, { workspaceId, statuses: [...STATUSES] });
  return {
    tickets,
    read: async (ticketId: number) => readTicket(ctx, { workspaceId, ticketId }),
    /** The ticket of a thread (or, in direct messages, of a channel), once it is there. */
    ticketIn: async (placeId: string) =>
      eventually(
        async () => {
          const all = await tickets();
          return all.find(({ threadId, channelId }) => threadId === placeId || channelId === placeId) ?? null;
        },
        () => complaints(logged),
      ),
  };
}

export async function publishArticle(world: DiscordWorld): Promise<void> {
  await importArticles(world.ctx, {
    workspaceId: world.workspace.id,
    origin: "test",
    documents: [
      anArticle({
        title: "Rotate the API token",
        content: "Open Settings, choose Tokens and press Rotate. The old token stops working at once.",
        url: "https://help.example/rotate-token",
      }),
    ],
  });
}

function withTrouble(db: Ctx["db"], trouble: { transactions: number }): Ctx["db"] {
  return new Proxy(db, {
    get(target, name) {
      if (name === "transaction" && trouble.transactions > 0) {
        trouble.transactions -= 1;
        return () => Promise.reject(new Error("the database went away"));
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

async function deliverAll(ctx: Ctx, platform: ChatPlatform): Promise<void> {
  const o = schema.outgoingMessages;
  for (;;) {
    const rows = await ctx.db
      .select({ id: o.id, workspaceId: o.workspaceId })
      .from(o)
      .where(inArray(o.status, ["pending", "sending"]))
      .orderBy(asc(o.id));
    if (rows.length === 0) return;
    for (const row of rows) {
      const input = { workspaceId: row.workspaceId, outgoingId: row.id, isLastTry: false };
      await deliverOutgoing(ctx, platform, input);
    }
  }
}

function recordingLog(into: Logged[]): Log {
  const at = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void into.push({ level, message, fields });
  const log: Log = {
    ...silentLog,
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: () => log,
  };
  return log;
}

/** What the bot complained of, for the message of a failed test. */
function complaints(logged: readonly Logged[]): string {
  const lines = logged
    .filter(({ level }) => level !== "info")
    .map(({ message, fields }) => {
      const { error } = fields;
      return `${message}: ${error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(fields)}`;
    });
  return lines.join("\n");
}

/** The first value that is not null; an Error when none comes in time. */
export async function eventually<Value>(
  look: () => Promise<Value | null>,
  explain: () => string = () => "",
): Promise<Value> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const value = await look();
    if (value !== null) return value;
    if (Date.now() > deadline) throw new Error(`nothing came in ${TIMEOUT_MS} ms\n${explain()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

/** What a person reads in a message, the labels of its buttons in brackets. */
export function seen(message: Message): string {
  return [message.content, ...message.components.map(textIn)].filter((part) => part !== "").join("\n");
}

function textIn(component: Record<string, unknown>): string {
  const { content, label, components } = component;
  const own = typeof label === "string" ? `[${label}]` : content;
  const children = Array.isArray(components) ? components.map(textIn) : [];
  return [typeof own === "string" ? own : "", ...children].filter((part) => part !== "").join("\n");
}

/** What our messages in a channel say, oldest first. */
export function said(discord: DiscordStandin, channelId: string): string[] {
  return discord
    .messages(channelId)
    .filter((message) => message.authorId === discord.botUserId && seen(message) !== "")
    .map(seen);
}
