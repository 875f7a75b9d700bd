import { ChannelType, Events } from "discord.js";
import type { AnyThreadChannel, Client } from "discord.js";
import { expect, test } from "vitest";
import { refusal, sendable, startPair } from "./client.fixture.ts";
import { bitsOf } from "./index.ts";

test("a forum post arrives as a thread and then a message with the thread's id", async () => {
  await using pair = await startPair();
  const { discord, client, heard } = pair;
  const ann = discord.addUser({ name: "ann" });
  const forum = discord.addForum({ name: "help", tags: [{ name: "bug" }, { name: "billing" }] });
  const order: string[] = [];
  client.on(Events.ThreadCreate, (thread, isNew) => order.push(`thread ${thread.id} ${String(isNew)}`));
  client.on(Events.MessageCreate, (message) => order.push(`message ${message.id}`));

  const { thread } = discord.createPost(ann.id, forum.id, { title: "Login", text: "Help", tags: ["bug"] });
  await discord.waitFor(() => order.length === 2);

  expect(order).toStrictEqual([`thread ${thread.id} true`, `message ${thread.id}`]);
  expect(heard[0]?.channel.isThread()).toBe(true);
  const seen = await threadOf(client, thread.id);
  expect(seen.parent?.type).toBe(ChannelType.GuildForum);
  expect(seen.appliedTags).toStrictEqual([forum.tags[0]?.id]);
  expect((await seen.fetchStarterMessage())?.content).toBe("Help");
});

test("the bot answers in a post, tags it, locks it and closes it, and all of that comes back", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const forum = discord.addForum({
    name: "help",
    tags: [{ name: "bug" }, { name: "solved", moderated: true }],
  });
  const { thread } = discord.createPost(ann.id, forum.id, { title: "Login", text: "Help", tags: ["bug"] });
  const updates: boolean[] = [];
  client.on(Events.ThreadUpdate, (_, changed) => updates.push(changed.archived ?? false));
  const seen = await threadOf(client, thread.id);

  await seen.send("Like this");
  await seen.edit({ appliedTags: forum.tags.map((tag) => tag.id), archived: true, locked: true });
  await discord.waitFor(() => updates.length === 1);

  expect(discord.thread(thread.id)).toMatchObject({
    archived: true,
    locked: true,
    appliedTags: ["bug", "solved"],
  });
  expect(updates).toStrictEqual([true]);
  expect(discord.errors).toStrictEqual([]);
});

test("an archived thread takes no edits, reactions or tags, and wakes when somebody writes", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const forum = discord.addForum({ name: "help", tags: [{ name: "bug" }] });
  const { thread, message } = discord.createPost(ann.id, forum.id, { title: "Login", text: "Help" });
  const seen = await threadOf(client, thread.id);
  const answer = await seen.send("Like this");

  discord.archiveThread(thread.id);
  const tag = forum.tags[0]?.id ?? "";

  expect(await refusal(answer.edit("Like that"))).toBe("50083");
  expect(await refusal(answer.react("✅"))).toBe("50083");
  expect(await refusal(client.rest.patch(`/channels/${thread.id}`, { body: { applied_tags: [tag] } }))).toBe(
    "50083",
  );
  await seen.send("awake again");
  expect(discord.thread(thread.id).archived).toBe(false);
  discord.archiveThread(thread.id, { locked: true });
  expect(await refusal(seen.send("locked"))).toBe("50083");
  await client.rest.patch(`/channels/${thread.id}`, { body: { archived: false, applied_tags: [tag] } });
  await seen.send("still locked, but a moderator may");
  expect(discord.messages(thread.id).map((each) => each.id)).toContain(message.id);
});

test("a locked thread is shut for a bot that does not moderate", async () => {
  const botPermissions = bitsOf("VIEW_CHANNEL", "SEND_MESSAGES_IN_THREADS", "READ_MESSAGE_HISTORY");
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const tags = [{ name: "bug" }, { name: "solved", moderated: true }];
  const forum = discord.addForum({ name: "help", tags, botPermissions });
  const { thread } = discord.createPost(ann.id, forum.id, { title: "Login", text: "Help" });
  const seen = await threadOf(client, thread.id);

  expect(await refusal(seen.setLocked(true))).toBe("50013");
  expect(await refusal(seen.setAppliedTags([forum.tags[0]?.id ?? ""]))).toBe("50013");
  discord.archiveThread(thread.id, { locked: true });
  expect(await refusal(seen.setArchived(false))).toBe("50013");
  expect(await refusal(seen.send("hello"))).toBe("50083");
});

test("forums that ask for a tag refuse posts without one, unknown tags and too many", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const forum = discord.addForum({ name: "help", tags: [{ name: "bug" }], requireTag: true });
  const post = async (body: object): Promise<unknown> =>
    client.rest.post(`/channels/${forum.id}/threads`, { body });
  const message = { content: "Known problem" };

  expect(await refusal(post({ name: "News", message }))).toBe("40067");
  expect(await refusal(post({ name: "News", message, applied_tags: ["123"] }))).toBe("10087");
  const six = ["1", "2", "3", "4", "5", "6"];
  expect(await refusal(post({ name: "News", message, applied_tags: six }))).toMatch(/^50035/);
  expect(await refusal(post({ name: "News", applied_tags: [] }))).toMatch(/^50035/);
  expect(await refusal(post({ name: "", message }))).toMatch(/^50035/);
  expect(await refusal(post({ name: "x".repeat(101), message }))).toMatch(/^50035/);
  const made = await post({ name: "News", message, applied_tags: [forum.tags[0]?.id] });
  expect(made).toMatchObject({ name: "News", message: { content: "Known problem" } });
});

test("a thread on a message has that message's id, a first message that points back, and is made once", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const question = discord.say(ann.id, support.id, "How?");
  const channel = await sendable(client, support.id);
  const message = await channel.messages.fetch(question.id);

  const thread = await message.startThread({ name: "How?" });
  await thread.send("Like this");

  expect(thread.id).toBe(question.id);
  expect(discord.thread(thread.id).messages.map((each) => [each.type, each.content])).toStrictEqual([
    [21, ""],
    [0, "Like this"],
  ]);
  const path = `/channels/${support.id}/messages/${question.id}/threads` as const;
  expect(await refusal(client.rest.post(path, { body: { name: "again" } }))).toBe("160004");
  const inside = `/channels/${thread.id}/messages/${thread.lastMessageId ?? ""}/threads` as const;
  expect(await refusal(client.rest.post(inside, { body: { name: "deeper" } }))).toBe("50024");
});

test("threads of people are joined, listed while open and after being archived, and vanish when deleted", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const first = discord.startThread(ann.id, support.id, { name: "first" });
  const second = discord.startThread(ann.id, support.id, { name: "second" });
  const guild = await client.guilds.fetch(discord.guildId);
  const seen = await threadOf(client, first.id);

  await seen.join();
  const open = await guild.channels.fetchActiveThreads();
  discord.archiveThread(second.id);
  const parent = await client.channels.fetch(support.id);
  const closed = parent?.type === ChannelType.GuildText ? await parent.threads.fetchArchived() : null;
  const gone = new Promise((resolve) => {
    client.once(Events.ThreadDelete, resolve);
  });
  discord.deleteThread(first.id);

  await gone;
  expect(open.threads.map((thread) => thread.name).toSorted()).toStrictEqual(["first", "second"]);
  expect(closed?.threads.map((thread) => thread.name)).toStrictEqual(["second"]);
  expect(await refusal(seen.send("anybody?"))).toBe("10003");
});

test("private threads are heard of only once the bot is in them or moderates", async () => {
  const botPermissions = bitsOf("VIEW_CHANNEL", "SEND_MESSAGES", "SEND_MESSAGES_IN_THREADS");
  await using pair = await startPair();
  const { discord, heard, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support", botPermissions });
  const thread = discord.startThread(ann.id, support.id, { name: "secret", private: true });

  discord.say(ann.id, thread.id, "just us");
  expect(await refusal(client.rest.get(`/channels/${thread.id}`))).toBe("50001");
  discord.say(ann.id, thread.id, `<@${discord.botUserId}> come in`);
  await discord.waitFor(() => heard.length > 0);

  expect(heard).toHaveLength(1);
});

test("a third new name within ten minutes has to wait for minutes", async () => {
  await using pair = await startPair({}, {});
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const thread = discord.startThread(ann.id, support.id, { name: "one" });
  const rename = async (name: string): Promise<Response> =>
    fetch(`${discord.apiUrl}/v10/channels/${thread.id}`, {
      method: "PATCH",
      headers: {
        authorization: `Bot ${client.token}`,
        "content-type": "application/json",
        "user-agent": "DiscordBot (https://example.com, 1)",
      },
      body: JSON.stringify({ name }),
    });

  const answers = [await rename("two"), await rename("three"), await rename("four")];

  expect(answers.map((answer) => answer.status)).toStrictEqual([200, 200, 429]);
  expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThan(500);
});

async function threadOf(client: Client<true>, id: string): Promise<AnyThreadChannel> {
  const channel = await client.channels.fetch(id);
  if (!channel?.isThread()) throw new Error(`${id} is not a thread`);
  return channel;
}
