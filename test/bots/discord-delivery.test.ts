import { UpstreamError } from "@firstline/core";
import type { PostTarget, Reply } from "@firstline/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DiscordWorld } from "./discord-world.ts";
import { discordWorld, said, seen } from "./discord-world.ts";

let world: DiscordWorld;

beforeAll(async () => {
  world = await discordWorld();
});
afterAll(async () => {
  // Each of these is what a test is about.
  await world.stop([10_003, 10_008, 50_013, 50_083, 160_004]);
});

const POSTS = /^POST \/channels\/\d+\/messages$/u;
const at = (channelId: string, threadId: string | null = null): PostTarget => ({
  platform: "discord",
  channelId,
  threadId,
});

async function failureOf(call: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await call.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (error instanceof UpstreamError) return error;
  throw new Error("expected an UpstreamError", { cause: error });
}

test("a post whose answer was lost is found again by its key, also when Discord has forgotten the nonce", async () => {
  const { discord, general } = world;
  const platform = world.platform();
  discord.loseResponse(POSTS);

  const failure = await failureOf(platform.post(at(general.id), { markdown: "Only once" }, "key-1"));
  const found = await platform.findPosted(at(general.id), "key-1");

  expect(failure.retryable).toBe(true);
  expect(said(discord, general.id).filter((text) => text === "Only once")).toHaveLength(1);
  expect(found).toEqual({ messageId: discord.messages(general.id).at(-1)?.id, threadId: null });
  expect(await platform.findPosted(at(general.id), "key-2")).toBeNull();
});

test("posting twice with one key within minutes makes one message", async () => {
  const { discord, general } = world;
  const platform = world.platform();

  const first = await platform.post(at(general.id), { markdown: "Same key" }, "key-3");
  const second = await platform.post(at(general.id), { markdown: "Same key" }, "key-3");

  expect(second).toEqual(first);
  expect(said(discord, general.id).filter((text) => text === "Same key")).toHaveLength(1);
});

test("a card that lost its process before its thread was opened gets the thread when it is found", async () => {
  const { discord, agents } = world;
  const platform = world.platform();
  const card: Reply = { title: "#9 Help", markdown: "Body", opensThread: { name: "#9 Help" } };
  discord.fail(/threads$/u, { status: 500, code: 0, message: "Internal Server Error" }, 2);
  const posted = await platform.post(at(agents.id), card, "key-card");
  expect(() => discord.thread(posted.messageId)).toThrow();

  const found = await platform.findPosted(at(agents.id), "key-card");

  expect(found).toEqual({ messageId: posted.messageId, threadId: posted.messageId });
  expect(discord.thread(posted.messageId).name).toBe("#9 Help");
});

test("two first replies at once share one thread", async () => {
  const { discord, support, member } = world;
  const question = discord.say(member.id, support.id, "hello everybody");
  const platform = world.platform();

  await Promise.all([
    platform.post(at(support.id, question.id), { markdown: "One" }, "race-1"),
    platform.post(at(support.id, question.id), { markdown: "Two" }, "race-2"),
  ]);

  expect(said(discord, question.id).toSorted()).toEqual(["One", "Two"]);
});

test("an edit replaces text and buttons, and changing what is gone is no error", async () => {
  const { discord, general } = world;
  const platform = world.platform();
  const buttons: Reply["buttons"] = [[{ action: "ticket_solved", label: "This solved it", value: "1" }]];
  const { messageId } = await platform.post(at(general.id), { markdown: "Before", buttons }, "key-edit");

  await platform.edit({ ...at(general.id), messageId }, { markdown: "After" });
  expect(seen(discord.message(general.id, messageId))).toBe("After");

  discord.remove(general.id, messageId);
  await platform.edit({ ...at(general.id), messageId }, { markdown: "Gone" });
  await platform.react({ ...at(general.id), messageId }, "seen");
  await platform.unreact({ ...at(general.id), messageId }, "seen");
});

test("after a card's thread was deleted, the next post opens another one", async () => {
  const { discord, agents } = world;
  const platform = world.platform();
  const card: Reply = { title: "#9 Help", markdown: "Body", opensThread: { name: "#9 Help" } };
  const { messageId } = await platform.post(at(agents.id), card, "key-card-2");
  await platform.post(at(agents.id, messageId), { markdown: "One" }, "relay-1");
  discord.deleteThread(messageId);

  await platform.post(at(agents.id, messageId), { markdown: "Two" }, "relay-2");

  expect(said(discord, messageId)).toEqual(["Two"]);
});

test("a deleted thread is reported as gone and is not tried again", async () => {
  const { discord, forum, member } = world;
  const { thread } = discord.createPost(member.id, forum.id, { title: "Short-lived", text: "hi" });
  discord.deleteThread(thread.id);

  const failure = await failureOf(
    world.platform().post(at(forum.id, thread.id), { markdown: "Late" }, "key-gone"),
  );

  expect(failure).toMatchObject({ retryable: false, message: expect.stringContaining("deleted") });
});

test("an archived thread stays archived when what was to be changed in it is refused", async () => {
  const { discord, support, member } = world;
  const question = discord.say(member.id, support.id, "Is anybody here?");
  const platform = world.platform();
  const target = at(support.id, question.id);
  const { messageId } = await platform.post(target, { markdown: "Yes" }, "archived-1");
  discord.archiveThread(question.id);
  const change = (text: string) => platform.edit({ ...target, messageId }, { markdown: text });
  discord.fail(/^PATCH .*messages/u, { status: 403, code: 50_083, message: "Thread is archived" });
  discord.fail(/^PATCH .*messages/u, { status: 403, code: 50_013, message: "Missing Permissions" });

  const failure = await failureOf(change("No"));

  expect(failure.message).toContain("I lack a permission");
  expect(discord.thread(question.id).archived).toBe(true);
});

test("an archived thread is opened by the answer; a locked one says what to do", async () => {
  const { discord, forum, member } = world;
  discord.removePermission(forum.id, "MANAGE_THREADS");
  const { thread } = discord.createPost(member.id, forum.id, { title: "Sleepy", text: "hi" });
  discord.archiveThread(thread.id);
  await world.platform().post(at(forum.id, thread.id), { markdown: "Wake up" }, "key-wake");
  expect(discord.thread(thread.id).archived).toBe(false);

  discord.archiveThread(thread.id, { locked: true });
  const failure = await failureOf(
    world.platform().post(at(forum.id, thread.id), { markdown: "No" }, "key-lock"),
  );
  discord.grantPermission(forum.id, "MANAGE_THREADS");

  expect(failure).toMatchObject({ retryable: false, message: expect.stringContaining("Unlock it") });
});

test("a missing permission says so, and a rate limit means later", async () => {
  const { discord } = world;
  const quiet = discord.addTextChannel({ name: "quiet" });
  const platform = world.platform();
  discord.removePermission(quiet.id, "SEND_MESSAGES");
  const forbidden = await failureOf(platform.post(at(quiet.id), { markdown: "x" }, "key-4"));
  discord.grantPermission(quiet.id, "SEND_MESSAGES");
  discord.rateLimit(POSTS, { retryAfter: 42 });
  const limited = await failureOf(platform.post(at(quiet.id), { markdown: "x" }, "key-5"));

  expect(forbidden).toMatchObject({ retryable: false, message: expect.stringContaining("permission") });
  expect(limited.retryable).toBe(true);
  expect(limited.retryAfterSeconds).toBeGreaterThanOrEqual(42);
});

test("trouble at Discord means later", async () => {
  const { discord } = world;
  const place = discord.addTextChannel({ name: "stormy" });
  discord.http500(POSTS, 2);

  const failure = await failureOf(world.platform().post(at(place.id), { markdown: "x" }, "key-6"));

  expect(failure).toMatchObject({ retryable: true, message: "Discord has a problem (HTTP 500)." });
});

test("a thread is read back oldest first with the message that it was started from", async () => {
  const { discord, general, member } = world;
  const question = discord.say(member.id, general.id, "The root");
  const platform = world.platform();
  await platform.post(at(general.id, question.id), { markdown: "**Ours**" }, "key-read");
  discord.say(member.id, question.id, "The end");

  const read = await platform.readThread(
    { platform: "discord", channelId: general.id, threadId: question.id },
    10,
  );

  expect(read.map(({ text, isOurs }) => [text, isOurs])).toEqual([
    ["The root", false],
    ["**Ours**", true],
    ["The end", false],
  ]);
});
