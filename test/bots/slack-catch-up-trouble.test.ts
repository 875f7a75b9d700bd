import { startSlack } from "@firstline/bot/slack";
import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { slackAway, wait } from "./slack-away.ts";

const away = await slackAway();
const { aWorld, awayDuring, contentsOf, says, ticketsOf } = away;

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
  const warnings = away.logged.filter(({ message }) => message.includes("channels:history"));
  expect(warnings.map(({ message }) => message)).toEqual([
    "Missed messages can't be looked for: The Slack app lacks the scope channels:history. Add it under OAuth & Permissions and install the app again.",
  ]);
});

test("what could not be stored is found a little later, when Slack no longer brings it", async () => {
  const world = await aWorld({ retryDelaysMs: [50], ackTimeoutMs: 500 });

  await away.db.execute(sql`alter table tickets rename to tickets_away`);
  try {
    world.slack.say(world.people.ada, world.support, "How do I log in?");
    await world.slack.settled();
  } finally {
    await away.db.execute(sql`alter table tickets_away rename to tickets`);
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
  await away.db
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
