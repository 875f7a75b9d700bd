import { startSlack } from "@firstline/bot/slack";
import { updateSettings } from "@firstline/core";
import type { Log } from "@firstline/core";
import { schema } from "@firstline/db";
import { asc, eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { messagesOf, startSlackWorld } from "./slack-world.ts";
import type { SlackWorld, WorldOptions } from "./slack-world.ts";

type Line = { level: "info" | "warn"; message: string; fields: object };

let database: TestDatabase;
const worlds: SlackWorld[] = [];
const cleanups: (() => Promise<void>)[] = [];
let logged: Line[] = [];

const log: Log = {
  debug: () => {},
  info: (fields, message) => logged.push({ level: "info", message, fields }),
  warn: (fields, message) => logged.push({ level: "warn", message, fields }),
  error: () => {},
  child: () => log,
};

beforeAll(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
  logged = [];
});
afterAll(() => database.stop());

/** Here Slack drops at once what it could not bring. One person's messages of a minute are one question. */
async function aWorld(options: WorldOptions = {}): Promise<SlackWorld> {
  const patient = { retryDelaysMs: [], ackTimeoutMs: 20_000 };
  const world = await startSlackWorld(database.db, { ...patient, log, ...options });
  worlds.push(world);
  await setBurst(world, 60);
  return world;
}

async function setBurst({ ctx, workspaceId }: SlackWorld, burstSeconds: number): Promise<void> {
  await updateSettings(ctx, { workspaceId, settings: { burstSeconds } });
}

/** The bot is away while something is said, for so long that Slack drops the events. */
async function awayDuring(world: SlackWorld, happens: () => void | Promise<void>): Promise<void> {
  await world.bot.stop();
  await happens();
  await start(world);
}

async function start(world: SlackWorld): Promise<void> {
  const bot = await startSlack(world.ctx, world.config, { slug: `home-${world.slack.teamId}`, name: "Home" });
  cleanups.push(() => bot.stop());
}

async function ticketsOf({ workspaceId }: SlackWorld) {
  const t = schema.tickets;
  return database.db.select().from(t).where(eq(t.workspaceId, workspaceId)).orderBy(asc(t.id));
}

const contentsOf = async (ticketId: number): Promise<string[]> =>
  (await messagesOf(database.db, ticketId)).map(({ content }) => content);

const says = (words: string) => (): boolean => logged.some(({ message }) => message.includes(words));
const tookIn = says("took in messages that had been missed");
const wait = { timeout: 15_000 };

/** As if the channels were served only from now on: what came before lies outside of what is looked for. */
async function serveFromNow({ workspaceId }: SlackWorld): Promise<void> {
  const { channels } = schema;
  await database.db
    .update(channels)
    .set({ createdAt: new Date() })
    .where(eq(channels.workspaceId, workspaceId));
}

test("what was asked while the bot was away becomes tickets when it is back, once", async () => {
  const world = await aWorld({ retryDelaysMs: [1_500, 1_500] });
  const { slack, support, people } = world;
  const robot = slack.addUser({ name: "robot", isBot: true });

  await awayDuring(world, () => {
    slack.say(people.ada, support, "How do I log in?");
    slack.say(people.ada, support, "And where do I see my invoices?");
    slack.say(people.carl, support, "Is there a dark theme?");
    slack.say(robot, support, "Deploy 4711 failed. Why?");
    slack.join(slack.addUser({ name: "newbie" }), support);
  });
  await expect.poll(tookIn, wait).toBe(true);
  await slack.settled();

  const tickets = await ticketsOf(world);
  expect(tickets.map(({ subject }) => subject)).toEqual(["How do I log in?", "Is there a dark theme?"]);
  expect(await contentsOf(tickets[0]?.id ?? 0)).toEqual([
    "How do I log in?",
    "And where do I see my invoices?",
  ]);
  expect(slack.deliveries.some(({ attempts, isAcked }) => attempts > 1 && isAcked)).toBe(true);
  expect(slack.errors).toEqual([]);
});

test("questions that one person asked apart from each other are not one question because they come late", async () => {
  const world = await aWorld();
  await setBurst(world, 0.001);

  await awayDuring(world, async () => {
    world.slack.say(world.people.ada, world.support, "How do I log in?");
    await new Promise((resolve) => setTimeout(resolve, 50));
    world.slack.say(world.people.ada, world.support, "Is there a dark theme?");
  });

  await expect.poll(() => ticketsOf(world), wait).toHaveLength(2);
});

test("replies in the threads of a ticket, of a direct message and of a card are found again", async () => {
  const world = await aWorld();
  const { slack, support, agents, people } = world;
  const dm = slack.openDm(people.carl);
  const ts = slack.say(people.ada, support, "Which color should I paint my kitchen?");
  const direct = slack.say(people.carl, dm, "What is a good soup?");
  const [inChannel, inDirect] = await world.tickets(2);
  await world.answer(inChannel?.id ?? 0);
  const card = slack.messages(agents).at(-1)?.ts ?? "";

  await awayDuring(world, () => {
    slack.say(people.ada, support, "It is a small kitchen.", { threadTs: ts });
    slack.say(people.bea, agents, "White makes it look bigger.", { threadTs: card });
    slack.say(people.carl, dm, "Without onions.", { threadTs: direct });
    slack.say(people.carl, dm, "And what about bread?");
  });

  const kitchen = () => contentsOf(inChannel?.id ?? 0);
  await expect.poll(kitchen, wait).toContain("It is a small kitchen.");
  await expect.poll(kitchen, wait).toContain("White makes it look bigger.");
  const soup = () => contentsOf(inDirect?.id ?? 0);
  await expect.poll(soup, wait).toEqual(["What is a good soup?", "And what about bread?", "Without onions."]);
  expect(slack.errors).toEqual([]);
});

test("replies in old threads are found far back in the channel, and one by one where they are rare", async () => {
  const world = await aWorld();
  const { slack, support, people } = world;
  const lonely = slack.say(people.carl, support, "What is the meaning of the beta mark?");
  for (let index = 0; index < 20; index += 1) slack.say(people.bea, support, "Good morning!");
  const ask = (text: string) =>
    slack.say(slack.addUser({ name: text }), support, `${text} question, please?`);
  const dense = ["First", "Second", "Third"].map(ask);
  await world.tickets(4);
  for (let index = 0; index < 15; index += 1) slack.say(people.bea, support, "Good evening!");
  await slack.settled();
  await serveFromNow(world);

  await awayDuring(world, () => {
    for (const threadTs of [lonely, ...dense]) slack.say(people.carl, support, "Any news?", { threadTs });
  });

  for (const { id } of await ticketsOf(world)) {
    await expect.poll(() => contentsOf(id), wait).toContain("Any news?");
  }
  expect(slack.calls("conversations.replies").length).toBeLessThanOrEqual(4);
});

test("sixty messages on several pages are taken in in the order in which they were said", async () => {
  const world = await aWorld();
  const { slack, support } = world;
  const askers = Array.from({ length: 60 }, (_, index) => slack.addUser({ name: `asker-${index}` }));

  const said: string[] = [];
  await awayDuring(world, () => {
    for (const asker of askers) said.push(slack.say(asker, support, "How do I log in?"));
  });
  await expect.poll(() => ticketsOf(world), { timeout: 30_000 }).toHaveLength(60);

  expect((await ticketsOf(world)).map(({ threadId }) => threadId)).toEqual(said);
  const pages = slack.calls("conversations.history").filter(({ args }) => args["channel"] === support);
  expect(pages.every(({ args }) => args["limit"] === 15)).toBe(true);
  expect(pages.length).toBeGreaterThanOrEqual(4);
});

test("a limit on reading is waited out while new questions are answered", async () => {
  const world = await aWorld();
  const { slack, support, people } = world;

  await awayDuring(world, () => {
    slack.say(people.ada, support, "How do I log in?");
    slack.rateLimit("conversations.history", { times: 2, retryAfter: 1 });
  });
  slack.say(people.carl, support, "Is there a dark theme?");
  await slack.settled();
  const [first] = await ticketsOf(world);
  await expect.poll(() => ticketsOf(world), wait).toHaveLength(2);

  expect(first?.subject).toBe("Is there a dark theme?");
});

test("a long limit keeps nobody from stopping the bot", async () => {
  const world = await aWorld();
  await world.bot.stop();
  world.slack.rateLimit("conversations.history", { times: 5, retryAfter: 600 });
  const bot = await startSlack(world.ctx, world.config, { slug: `home-${world.slack.teamId}`, name: "Home" });
  await world.slack.waitFor((slack) => slack.calls("conversations.history").some(({ ok }) => !ok));
  const startedAt = performance.now();

  await bot.stop();

  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test("a missing scope is one warning that names it, and the bot works on", async () => {
  const world = await aWorld();
  const { slack, support, people } = world;

  await awayDuring(world, () => {
    slack.say(people.carl, support, "Is there a dark theme?");
    slack.fail("conversations.history", "missing_scope", 9, { needed: "channels:history" });
  });
  await expect.poll(says("can't be looked for"), wait).toBe(true);
  slack.say(people.ada, support, "How do I log in?");

  await expect.poll(() => ticketsOf(world), wait).toHaveLength(1);
  const warnings = logged.filter(({ message }) => message.includes("channels:history"));
  expect(warnings.map(({ message }) => message)).toEqual([
    "Missed messages can't be looked for: The Slack app lacks the scope channels:history. Add it under OAuth & Permissions and install the app again.",
  ]);
});

test("what could not be stored is found a little later, when Slack no longer brings it", async () => {
  const world = await aWorld({ retryDelaysMs: [50], ackTimeoutMs: 500 });

  await database.db.execute(sql`alter table tickets rename to tickets_away`);
  try {
    world.slack.say(world.people.ada, world.support, "How do I log in?");
    await world.slack.settled();
  } finally {
    await database.db.execute(sql`alter table tickets_away rename to tickets`);
  }
  expect(await ticketsOf(world)).toEqual([]);

  await expect.poll(() => ticketsOf(world), wait).toHaveLength(1);
});

test("a reply that comes before its missed question was found again is not lost", async () => {
  const world = await aWorld();
  const { slack, support, people } = world;

  let ts = "";
  await awayDuring(world, () => {
    ts = slack.say(people.ada, support, "How do I log in?");
    slack.hang("conversations.history", 1_000);
  });
  await slack.waitFor(({ connections }) => connections > 0);
  slack.say(people.ada, support, "On the phone, I mean.", { threadTs: ts });
  await slack.settled();
  await expect.poll(() => ticketsOf(world), wait).toHaveLength(1);

  const [ticket] = await ticketsOf(world);
  await expect
    .poll(() => contentsOf(ticket?.id ?? 0), wait)
    .toEqual(["How do I log in?", "On the phone, I mean."]);
});

test("an agent's word that reached the member is not complained of after the ticket was resolved", async () => {
  const world = await aWorld();
  const { slack, support, agents, people } = world;
  slack.say(people.ada, support, "Which color should I paint my kitchen?");
  const [ticket] = await world.tickets();
  await world.answer(ticket?.id ?? 0);
  const card = slack.messages(agents).at(-1)?.ts ?? "";
  slack.say(people.bea, agents, "White makes it look bigger.", { threadTs: card });
  await slack.settled();
  await database.db
    .update(schema.tickets)
    .set({ status: "resolved" })
    .where(eq(schema.tickets.id, ticket?.id ?? 0));

  const missed = "Is there a dark theme?";
  await awayDuring(world, () => void slack.say(people.carl, support, missed));
  await expect.poll(() => ticketsOf(world), wait).toHaveLength(2);
  await slack.waitFor(() => slack.calls("conversations.replies").some(({ args }) => args["ts"] === card));
  await new Promise((resolve) => setTimeout(resolve, 300));

  expect(slack.ephemerals(people.bea)).toEqual([]);
});

test("what was said before a channel was served is left alone", async () => {
  const world = await aWorld();
  const { slack, support, people } = world;
  await world.bot.stop();
  slack.say(people.ada, support, "How did people ask before?");
  await serveFromNow(world);

  slack.say(people.carl, support, "And how do they ask now?");
  await start(world);

  await expect.poll(() => ticketsOf(world), wait).toMatchObject([{ subject: "And how do they ask now?" }]);
});
