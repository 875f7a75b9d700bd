import { Events, GatewayIntentBits, MessageFlags } from "discord.js";
import type { Message } from "discord.js";
import { expect, test } from "vitest";
import { refusal, sendable, startPair } from "./client.fixture.ts";
import { bitsOf } from "./index.ts";

test("a message comes back with its author, and can be edited, answered, reacted to and deleted", async () => {
  await using pair = await startPair();
  const { discord, client, heard } = pair;
  const ann = discord.addUser({ name: "ann", globalName: "Ann" });
  const support = discord.addTextChannel({ name: "support" });
  discord.say(ann.id, support.id, "How do I log in?");
  await discord.waitFor(() => heard.length === 1);
  const question = heard[0];

  const reply = await question?.reply("Like this");
  await reply?.react("👀");
  await reply?.edit("Like that");
  await discord.waitFor(() => heard.length === 2);

  expect(question?.author.displayName).toBe("Ann");
  expect(reply?.reference?.messageId).toBe(question?.id);
  expect(heard[1]?.author.bot).toBe(true);
  expect(discord.messages(support.id).map((message) => message.content)).toStrictEqual([
    "How do I log in?",
    "Like that",
  ]);
  expect(discord.reactions(support.id, reply?.id ?? "")).toStrictEqual({ "👀": [discord.botUserId] });
  await reply?.delete();
  expect(discord.messages(support.id)).toHaveLength(1);
  expect((await sendable(client, support.id)).id).toBe(support.id);
  expect(discord.errors).toStrictEqual([]);
});

test("people's edits, deletions, reactions, joins and unfurled links reach the bot", async () => {
  await using pair = await startPair();
  const { discord, client, heard } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const events: string[] = [];
  client.on(Events.MessageUpdate, (_, message) => {
    events.push(`${message.content} ${message.editedTimestamp === null ? "unfurled" : "edited"}`);
  });
  client.on(Events.MessageDelete, (message) => events.push(`${message.id} deleted`));
  client.on(Events.MessageReactionAdd, (reaction, user) => {
    events.push(`${reaction.emoji.name} by ${user.id}`);
  });

  const message = discord.say(ann.id, support.id, "one");
  discord.unfurl(support.id, message.id);
  discord.edit(ann.id, support.id, message.id, "two");
  discord.react(ann.id, support.id, message.id, "✅");
  discord.join(ann.id, support.id);
  discord.remove(support.id, message.id);
  await discord.waitFor(() => events.length === 4);

  expect(events).toStrictEqual(["one unfurled", "two edited", `✅ by ${ann.id}`, `${message.id} deleted`]);
  expect(heard.at(-1)?.type).toBe(7);
  expect(heard.at(-1)?.system).toBe(true);
});

test("files travel both ways", async () => {
  await using pair = await startPair();
  const { discord, client, heard } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const channel = await sendable(client, support.id);

  discord.say(ann.id, support.id, "see", { attachments: [{ name: "log.txt", content: "boom" }] });
  await discord.waitFor(() => heard.length === 1);
  await channel.send({ content: "and", files: [{ name: "fix.txt", attachment: Buffer.from("patch") }] });

  expect(heard[0]?.attachments.first()).toMatchObject({ name: "log.txt", size: 4 });
  const sent = discord.messages(support.id).at(-1);
  expect(sent?.attachments[0]?.content.toString()).toBe("patch");
  expect(discord.errors).toStrictEqual([]);
});

test("history is read newest first, in pages, and without nonces", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const said = ["a", "b", "c", "d"].map((text) => discord.say(ann.id, support.id, text));
  const channel = await sendable(client, support.id);
  await channel.send({ content: "e", nonce: "n-1", enforceNonce: true });
  const contents = async (options: object): Promise<string[]> =>
    (await channel.messages.fetch({ cache: false, ...options })).map((message) => message.content);

  expect(await contents({ limit: 2 })).toStrictEqual(["e", "d"]);
  expect(await contents({ before: said[2]?.id })).toStrictEqual(["b", "a"]);
  expect(await contents({ after: said[0]?.id, limit: 2 })).toStrictEqual(["c", "b"]);
  expect(await contents({ around: said[1]?.id, limit: 3 })).toStrictEqual(["c", "b", "a"]);
  const raw = await client.rest.get(`/channels/${support.id}/messages`);
  expect(JSON.stringify(raw)).not.toContain("n-1");
  expect(await refusal(channel.messages.fetch({ limit: 101 }))).toBe("50035 NUMBER_TYPE_MAX");
});

test("the same enforced nonce gives the same message, and posts once", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const support = discord.addTextChannel({ name: "support" });
  const channel = await sendable(client, support.id);

  const first = await channel.send({ content: "answer", nonce: "delivery-1", enforceNonce: true });
  const again = await channel.send({ content: "answer", nonce: "delivery-1", enforceNonce: true });
  const other = await channel.send({ content: "answer", nonce: "delivery-1" });

  expect(again.id).toBe(first.id);
  expect(other.id).not.toBe(first.id);
  expect(discord.messages(support.id)).toHaveLength(2);
  expect(first.nonce).toBe("delivery-1");
});

test("without the intent contents arrive empty, but not in direct messages, mentions and own messages", async () => {
  await using pair = await startPair(
    { intents: { messageContent: false } },
    {
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    },
  );
  const { discord, client, heard } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });

  discord.say(ann.id, support.id, "hidden", { attachments: [{ name: "a.txt", content: "a" }] });
  discord.say(ann.id, support.id, `<@${discord.botUserId}> shown`);
  discord.dm(ann.id, "private");
  const own = await (await sendable(client, support.id)).send("own");
  await discord.waitFor(() => heard.length === 4);

  expect(heard.map((message) => message.content)).toStrictEqual([
    "",
    `<@${discord.botUserId}> shown`,
    "private",
    "own",
  ]);
  expect(heard[0]?.attachments.size).toBe(0);
  const page = await own.channel.messages.fetch({ cache: false });
  expect(page.map((message) => message.content)).toContain("");
});

test("direct messages open a channel that the client has not seen before", async () => {
  await using pair = await startPair();
  const { discord, client, heard } = pair;
  const ann = discord.addUser({ name: "ann" });
  const shy = discord.addUser({ name: "shy" });
  discord.closeDms(shy.id);

  discord.dm(ann.id, "psst");
  await discord.waitFor(() => heard.length === 1);
  await heard[0]?.reply("yes?");
  const user = await client.users.fetch(ann.id);
  await user.send("anything else?");

  expect(heard[0]?.guildId).toBeNull();
  expect(discord.dms(ann.id).map((message) => message.content)).toStrictEqual([
    "psst",
    "yes?",
    "anything else?",
  ]);
  expect(await refusal((await client.users.fetch(shy.id)).send("hello"))).toBe("50007");
});

test("what the bot may not do is refused with Discord's codes", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const hidden = discord.addTextChannel({ name: "hidden", botPermissions: 0n });
  const mute = discord.addTextChannel({ name: "mute", botPermissions: bitsOf("VIEW_CHANNEL") });
  const forum = discord.addForum({ name: "help", tags: [] });
  const post = async (channelId: string, body: object): Promise<unknown> =>
    client.rest.post(`/channels/${channelId}/messages`, { body });
  const theirs = discord.say(ann.id, support.id, "mine");
  const gone = discord.say(ann.id, support.id, "gone");
  discord.remove(support.id, gone.id);

  const codes = await Promise.all([
    refusal(post("1234567890123456789", { content: "x" })),
    refusal(post(hidden.id, { content: "x" })),
    refusal(post(mute.id, { content: "x" })),
    refusal(post(forum.id, { content: "x" })),
    refusal(post(support.id, { content: "   " })),
    refusal(post("nonsense", { content: "x" })),
    refusal(client.rest.patch(`/channels/${support.id}/messages/${theirs.id}`, { body: { content: "x" } })),
    refusal(client.rest.get(`/channels/${support.id}/messages/${gone.id}`)),
    refusal(post(support.id, { content: "x", message_reference: { message_id: gone.id } })),
    refusal(client.rest.put(`/channels/${support.id}/messages/${theirs.id}/reactions/smile/@me`)),
    refusal(client.rest.get("/nothing/here")),
    refusal(client.rest.delete(`/channels/${support.id}/typing`)),
  ]);

  expect(codes).toStrictEqual([
    "10003",
    "50001",
    "50013",
    "50008",
    "50006",
    "50035 NUMBER_TYPE_COERCE",
    "50005",
    "10008",
    "50035 MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
    "10014",
    "0",
    "0",
  ]);
  expect(discord.errors).toHaveLength(codes.length);
});

test("a reply to a deleted message can fall back to a plain one", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const question = discord.say(ann.id, support.id, "?");
  discord.remove(support.id, question.id);
  const channel = await sendable(client, support.id);

  const reply = { messageReference: question.id, failIfNotExists: false };
  const sent: Message = await channel.send({ content: "answer", reply });

  expect(sent.reference).toBeNull();
});

test("the newer components replace content, and stay once set", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const support = discord.addTextChannel({ name: "support" });
  const channel = await sendable(client, support.id);
  const text = { type: 10, content: "Hello" } as const;

  const sent = await channel.send({ flags: MessageFlags.IsComponentsV2, components: [text] });
  const withContent = channel.send({ content: "x", flags: MessageFlags.IsComponentsV2, components: [text] });
  const withoutFlag = channel.send({ components: [text] });

  expect(await refusal(withContent)).toBe("50035 MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2");
  expect(await refusal(withoutFlag)).toBe("50035 UNION_TYPE_CHOICES");
  const path = `/channels/${support.id}/messages/${sent.id}` as const;
  expect(await refusal(client.rest.patch(path, { body: { flags: 0 } }))).toBe(
    "50035 MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
  );
  expect(discord.message(support.id, sent.id).components[0]).toMatchObject({ type: 10, id: 1 });
});
