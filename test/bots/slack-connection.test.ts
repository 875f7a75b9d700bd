import { startSlack } from "@firstline/bot/slack";
import { afterEach, expect, test } from "vitest";
import type { Log } from "@firstline/core";
import { schema } from "@firstline/db";
import { sql } from "drizzle-orm";
import { startSlack as startStandin } from "../standins/slack/index.ts";
import { testCtx } from "../support/fakes.ts";
import { slackWorlds } from "./slack-world.ts";
import type { SlackWorld, WorldOptions } from "./slack-world.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

// What a test file asks for first ends last.
const { db, aWorld: startWorld } = await slackWorlds();

const aWorld = (options: WorldOptions = {}): Promise<SlackWorld> =>
  startWorld({ retryDelaysMs: [100, 300, 1000], ...options });

async function post(world: SlackWorld, body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(world.slack.requestUrl ?? "", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return response.status;
}

function aBody(world: SlackWorld, padding = ""): string {
  const event = {
    type: "message",
    channel: world.support,
    channel_type: "channel",
    user: world.people.ada,
    text: "How do I log in?",
    ts: "1763812800.000100",
  };
  return JSON.stringify({
    type: "event_callback",
    team_id: world.slack.teamId,
    event_id: "Ev1",
    event,
    padding,
  });
}

test("HTTP mode takes signed events and answers Slack's first question", async () => {
  const world = await aWorld({ mode: "http" });

  world.slack.say(world.people.ada, world.support, "How do I log in?");

  expect(await world.tickets()).toHaveLength(1);
  expect(await world.slack.verifyRequestUrl()).toBe(true);
  expect(world.slack.errors).toEqual([]);
});

test("a wrong or replayed signature is refused and nothing is written", async () => {
  const world = await aWorld({ mode: "http" });
  const body = aBody(world);
  const old = Math.floor(Date.now() / 1000) - 600;

  const wrong = await post(world, body, world.slack.sign(body, { secret: "another secret" }));
  const replayed = await post(world, body, world.slack.sign(body, { timestamp: old }));
  const missing = await post(world, body, {});
  const changed = await post(world, `${body} `, world.slack.sign(body));

  expect([wrong, replayed, missing, changed]).toEqual([401, 401, 401, 401]);
  await world.tickets(0);
  expect(await post(world, body, world.slack.sign(body))).toBe(200);
  await world.tickets(1);
});

test("a body over the limit is refused", async () => {
  const world = await aWorld({ mode: "http" });
  const body = aBody(world, "x".repeat(1_100_000));

  expect(await post(world, body, world.slack.sign(body))).toBe(413);
  await world.tickets(0);
});

test.each(["socket", "http"] as const)(
  "a question that could not be stored is not acknowledged, and Slack brings it again (%s)",
  async (mode) => {
    const world = await aWorld({ mode });
    await db.execute(sql`alter table tickets rename to tickets_away`);

    const isRefused = (attempts: number): boolean => attempts > (mode === "http" ? 1 : 0);
    try {
      world.slack.say(world.people.ada, world.support, "How do I log in?");
      await world.slack.waitFor(({ deliveries }) => isRefused(deliveries[0]?.attempts ?? 0), {
        timeoutMs: 10_000,
      });
    } finally {
      await db.execute(sql`alter table tickets_away rename to tickets`);
    }

    expect(await world.tickets()).toHaveLength(1);
    expect(world.slack.deliveries[0]?.attempts).toBeGreaterThan(1);
  },
);

test("a dropped line comes back and the question asked meanwhile is not lost", async () => {
  const world = await aWorld();

  world.slack.dropSockets();
  world.slack.say(world.people.ada, world.support, "How do I log in?");
  await world.slack.waitFor(({ connections }) => connections > 0, { timeoutMs: 10_000 });

  expect(await world.tickets()).toHaveLength(1);
});

test("Slack's own goodbye is followed by a new line", async () => {
  const world = await aWorld();

  world.slack.disconnectSockets("refresh_requested");
  await world.slack.waitFor(({ connections }) => connections > 0, { timeoutMs: 10_000 });
  world.slack.say(world.people.ada, world.support, "How do I log in?");

  expect(await world.tickets()).toHaveLength(1);
});

test("a Slack that comes back after a while finds the bot again", async () => {
  const world = await aWorld();

  await world.slack.stop();
  const again = await startStandin({ continues: world.slack });
  cleanups.push(() => again.stop());
  await again.waitFor(({ connections }) => connections > 0, { timeoutMs: 15_000 });
  again.say(world.people.ada, world.support, "How do I log in?");
  await again.settled();

  const rows = await db.select().from(schema.tickets);
  expect(rows.filter(({ workspaceId }) => workspaceId === world.workspaceId)).toHaveLength(1);
});

test("the bot starts while Slack is down and connects when it is there", async () => {
  const slack = await startStandin();
  const config = {
    botToken: slack.botToken,
    connection: { mode: "socket" as const, appToken: slack.appToken },
    apiUrl: slack.apiUrl,
    supportChannels: [],
    agentChannel: null,
  };
  await slack.stop();

  const bot = await startSlack(testCtx(db), config, { slug: "late", name: "Late" });
  cleanups.push(() => bot.stop());
  const again = await startStandin({ continues: slack });
  cleanups.push(() => again.stop());

  const connected = await again.waitFor(({ connections }) => connections > 0, { timeoutMs: 15_000 });

  expect(connected).toBe(true);
});

test("a token that Slack refuses is an error that says what to do", async () => {
  const slack = await startStandin();
  cleanups.push(() => slack.stop());
  const config = {
    botToken: "xoxb-wrong",
    connection: { mode: "socket" as const, appToken: slack.appToken },
    apiUrl: slack.apiUrl,
    supportChannels: [],
    agentChannel: null,
  };

  const start = startSlack(testCtx(db), config, { slug: "wrong", name: "Wrong" });

  await expect(start).rejects.toThrow("Slack no longer accepts SLACK_BOT_TOKEN");
});

test("an unknown channel is a warning and the bot works in the others", async () => {
  const warnings: string[] = [];
  const log: Log = {
    debug: () => {},
    info: () => {},
    warn: (_, message) => warnings.push(message),
    error: () => {},
    child: () => log,
  };
  const world = await aWorld({ log, config: { supportChannels: ["#support", "no-such", "C0MISSING"] } });

  world.slack.say(world.people.ada, world.support, "How do I log in?");

  expect(await world.tickets()).toHaveLength(1);
  expect(warnings.filter((line) => line.startsWith("Slack shows no channel"))).toHaveLength(2);
});

test("an invitation to a configured channel makes the bot listen there", async () => {
  const world = await aWorld({ config: { supportChannels: ["late-help"] } });
  const late = world.slack.addChannel({ name: "late-help", isPrivate: true, botIsMember: false });

  world.slack.inviteBot(late, world.people.ada);
  await world.slack.settled();
  world.slack.say(world.people.ada, late, "How do I log in?");

  expect(await world.tickets()).toMatchObject([{ channelId: late }]);
});

test("stopping waits for the question at hand", async () => {
  const world = await aWorld();
  world.slack.hang("users.info", 800);
  world.slack.say(world.people.ada, world.support, "How do I log in?");
  await world.slack.waitFor((slack) => slack.calls("users.info").length > 0);

  await world.bot.stop();

  expect(await world.tickets()).toHaveLength(1);
  expect(world.slack.deliveries).toMatchObject([{ attempts: 1, isAcked: true }]);
});
