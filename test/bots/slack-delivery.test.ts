import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { deliverOnce, slackWorlds, waiting } from "./slack-world.ts";
import type { SlackWorld, WorldOptions } from "./slack-world.ts";

const { db, aWorld } = await slackWorlds();

/** Somebody greeted the bot: one message waits to be said in a thread. */
async function greeted(
  options: WorldOptions = {},
): Promise<{ world: SlackWorld; ts: string; outgoingId: number }> {
  const world = await aWorld(options);
  const ts = world.slack.mention(world.people.ada, world.support, "hello");
  await world.tickets(0);
  const [row] = await waiting(db, world.workspaceId);
  return { world, ts, outgoingId: row?.id ?? 0 };
}

async function rowOf(outgoingId: number) {
  const o = schema.outgoingMessages;
  const [row] = await db.select().from(o).where(eq(o.id, outgoingId));
  return row;
}

test("a post whose answer was lost is found in the thread and not said again", async () => {
  const { world, ts, outgoingId } = await greeted();
  const input = { workspaceId: world.workspaceId, outgoingId };
  world.slack.loseResponse("chat.postMessage");

  const first = await deliverOnce(world.ctx, world.bot, input);
  const second = await deliverOnce(world.ctx, world.bot, input);

  expect([first, second]).toEqual([false, true]);
  const replies = world.slack.thread(world.support, ts).slice(1);
  expect(replies).toHaveLength(1);
  expect(await rowOf(outgoingId)).toMatchObject({ status: "sent", platformMessageId: replies[0]?.ts });
});

/** How much longer ago than its row a post may have been made. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

test("in a thread of more than a thousand replies a post whose answer was lost is found", async () => {
  const { world, ts, outgoingId } = await greeted();
  const input = { workspaceId: world.workspaceId, outgoingId };
  for (let index = 0; index < 1_050; index += 1)
    world.slack.say(world.people.ada, world.support, "Me too!", { threadTs: ts });
  const o = schema.outgoingMessages;
  await db
    .update(o)
    .set({ createdAt: new Date(Date.now() + CLOCKS_DIFFER_MS) })
    .where(eq(o.id, outgoingId));
  world.slack.loseResponse("chat.postMessage");

  const first = await deliverOnce(world.ctx, world.bot, input);
  const second = await deliverOnce(world.ctx, world.bot, input);

  expect([first, second]).toEqual([false, true]);
  expect(world.slack.thread(world.support, ts)).toHaveLength(1 + 1_050 + 1);
});

test("a post in a channel is found among its newest messages", async () => {
  const { world } = await greeted();
  const target = { platform: "slack" as const, channelId: world.support, threadId: null };
  const posted = await world.bot.platform.post(target, { markdown: "Hello." }, "key-1");
  for (let index = 0; index < 30; index += 1) world.slack.say(world.people.carl, world.support, "Hi!");

  expect(await world.bot.platform.findPosted(target, "key-1")).toEqual(posted);
  expect(await world.bot.platform.findPosted(target, "key-2")).toBeNull();
});

test("when the thread can't be read, nothing is said on a guess", async () => {
  const { world, outgoingId } = await greeted();
  const input = { workspaceId: world.workspaceId, outgoingId };
  world.slack.loseResponse("chat.postMessage");
  await deliverOnce(world.ctx, world.bot, input);
  world.slack.fail("conversations.replies", "missing_scope", 1, { needed: "channels:history" });

  await deliverOnce(world.ctx, world.bot, input);

  expect(await rowOf(outgoingId)).toMatchObject({
    status: "failed",
    lastError: expect.stringContaining("lacks the scope channels:history"),
  });
});

test.each([
  ["a rate limit", (world: SlackWorld) => world.slack.rateLimit("chat.postMessage", { retryAfter: 30 })],
  ["a fault of Slack's server", (world: SlackWorld) => world.slack.http500("chat.postMessage")],
  ["an internal error", (world: SlackWorld) => world.slack.fail("chat.postMessage", "internal_error")],
])("after %s the job comes again instead of waiting", async (_, spoil) => {
  const { world, ts, outgoingId } = await greeted();
  spoil(world);
  const startedAt = performance.now();

  await deliverOnce(world.ctx, world.bot, { workspaceId: world.workspaceId, outgoingId });
  const took = performance.now() - startedAt;
  const between = await rowOf(outgoingId);
  await world.deliver();

  expect(between?.status).toBe("sending");
  expect(took).toBeLessThan(2000);
  expect(world.slack.thread(world.support, ts)).toHaveLength(2);
});

test("a rate limit's waiting time reaches the job", async () => {
  const { world } = await greeted();
  world.slack.rateLimit("chat.postMessage", { retryAfter: 30 });
  const target = { platform: "slack" as const, channelId: world.support, threadId: null };

  const post = world.bot.platform.post(target, { markdown: "Hello." }, "key");

  await expect(post).rejects.toMatchObject({ retryable: true, retryAfterSeconds: 30 });
});

test.each([
  [
    "the bot was removed",
    (world: SlackWorld) => world.slack.removeBot(world.support),
    "Invite the bot there",
  ],
  ["the channel is archived", (world: SlackWorld) => world.slack.archive(world.support), "is archived"],
  [
    "the thread is gone",
    (world: SlackWorld) => world.slack.fail("chat.postMessage", "thread_not_found"),
    "no longer exists",
  ],
])("when %s, the agents are told what to do", async (_, spoil, advice) => {
  const { world } = await greeted();
  spoil(world);

  await world.deliver();

  const [notice] = world.slack.messages(world.agents);
  expect(notice?.text).toContain("could not deliver");
  expect(notice?.text).toContain(advice);
});

test("a revoked token fails with the sentence that mends it", async () => {
  const { world } = await greeted();
  world.slack.revokeToken();
  const target = { platform: "slack" as const, channelId: world.support, threadId: null };

  const post = world.bot.platform.post(target, { markdown: "Hello." }, "key");

  await expect(post).rejects.toThrow("Install the app again");
});

test("a change of a message that is gone, or done already, is no failure", async () => {
  const { world, ts } = await greeted();
  const { platform } = world.bot;
  const message = { platform: "slack" as const, channelId: world.support, threadId: null, messageId: ts };
  const gone = { ...message, messageId: "1763812800.000100" };

  await platform.react(message, "seen");
  await platform.react(message, "seen");
  await platform.unreact(message, "seen");
  await platform.unreact(message, "seen");
  await platform.react(gone, "solved");
  await platform.edit(gone, { markdown: "Hello." });
  await platform.showState({ ...message, threadId: ts }, { type: "bug", status: "resolved" });

  expect(world.slack.reactions(world.support, ts)).toEqual([]);
});

test("a thread is read with its authors, and our own words are marked", async () => {
  const { world, ts } = await greeted();
  await world.deliver();

  const thread = { platform: "slack" as const, channelId: world.support, threadId: ts };
  const messages = await world.bot.platform.readThread(thread, 10);

  expect(messages).toMatchObject([
    { authorId: world.people.ada, isOurs: false, deliveryKey: null },
    { isOurs: true, deliveryKey: expect.any(String), text: expect.stringContaining("Ask me a question") },
  ]);
  expect(messages[0]?.sentAt).toBeInstanceOf(Date);
});

test("a link leads to the message without asking Slack", async () => {
  const { world, ts } = await greeted();
  const message = { platform: "slack" as const, channelId: world.support, threadId: null, messageId: ts };

  const link = await world.bot.platform.linkTo(message);

  expect(link).toBe(`https://firstline-test.slack.com/archives/${world.support}/p${ts.replace(".", "")}`);
  expect(world.slack.calls("chat.getPermalink")).toEqual([]);
});
