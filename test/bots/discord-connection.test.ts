import { checkDiscord, startDiscord } from "@firstline/bot/discord";
import { findWorkspace, listTickets, updateSettings } from "@firstline/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { permissions } from "../standins/discord/index.ts";
import type { DiscordWorld } from "./discord-world.ts";
import { discordWorld, eventually } from "./discord-world.ts";

let world: DiscordWorld;

beforeAll(async () => {
  world = await discordWorld();
});
afterAll(async () => {
  // A refused token, and the question whether somebody is a member.
  await world.stop([0, 10_007]);
});

test("what was asked while the bot was away is answered when it is back, once", async () => {
  const { discord, support, forum } = world;
  const people = ["ann", "bob", "cem"].map((name) => discord.addUser({ name }));
  const [ann, bob, cem] = people.map(({ id }) => id);
  const known = discord.say(cem ?? "", support.id, "How do I rotate it?");
  const ticket = await world.ticketIn(known.id);
  await world.answer(ticket.id, { markdown: "Press Rotate." });

  await world.stopBot();
  const missed = discord.say(ann ?? "", support.id, "Where do tokens live, please?");
  const { thread } = discord.createPost(bob ?? "", forum.id, {
    title: "Missed post",
    text: "What is a token?",
  });
  discord.say(cem ?? "", known.id, "That button does nothing");
  await world.startBot();

  await world.ticketIn(missed.id);
  await world.ticketIn(thread.id);
  await discord.waitFor(() => world.logged.find(({ message }) => message.startsWith("took in messages")));
  expect(await world.tickets()).toHaveLength(3);
  expect((await world.read(ticket.id)).messages.map(({ content }) => content)).toContain(
    "That button does nothing",
  );
});

test("questions that one person asked apart stay apart when they are read together later", async () => {
  const { discord, support } = world;
  const user = discord.addUser({ name: "patient" });
  await updateSettings(world.ctx, { workspaceId: world.workspace.id, settings: { burstSeconds: 1 } });
  await world.stopBot();

  const first = discord.say(user.id, support.id, "Where is the first thing?");
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const second = discord.say(user.id, support.id, "Where is the second thing?");
  await world.startBot();

  expect((await world.ticketIn(second.id)).id).not.toBe((await world.ticketIn(first.id)).id);
});

test("what was said in a channel before it was served is left alone", async () => {
  const { discord, config } = world;
  const early = discord.addUser({ name: "early" });
  const late = discord.addTextChannel({ name: "late" });
  discord.say(early.id, late.id, "How did people ask before Firstline?");
  await world.stopBot();

  config.supportChannels.push("late");
  await world.startBot();
  const question = discord.say(early.id, late.id, "And how do they ask now?");

  await world.ticketIn(question.id);
  expect((await world.tickets()).filter(({ channelId }) => channelId === late.id)).toHaveLength(1);
});

test("what could not be stored is taken in a little later", async () => {
  const { discord, support, trouble, logged } = world;
  const user = discord.addUser({ name: "unlucky" });
  const start = logged.length;
  trouble.transactions = 1;

  const message = discord.say(user.id, support.id, "Can the database hear me?");

  // The trouble hits the message itself, or a look for missed ones that still goes on.
  await discord.waitFor(() =>
    logged.slice(start).some((entry) => entry.message.endsWith("was not taken in")),
  );
  expect(await world.ticketIn(message.id)).toMatchObject({ subject: "Can the database hear me?" });
});

test.each([
  ["resumes", true],
  ["starts anew", false],
])("a cut line %s and nothing is lost", async (_, resumable) => {
  const { discord, support } = world;
  const user = discord.addUser({ name: `cut-${String(resumable)}` });

  discord.dropGateway({ resumable });
  const message = discord.say(user.id, support.id, "Is anybody there to help me?");

  await discord.waitFor(() => discord.connected === 1, 15_000);
  expect(await world.ticketIn(message.id)).toMatchObject({ subject: "Is anybody there to help me?" });
});

test("Discord being away for a moment does not end the bot", async () => {
  const { discord, support } = world;
  const user = discord.addUser({ name: "patient" });

  await discord.restart({ downMs: 300 });
  await discord.waitFor(() => discord.connected === 1, 20_000);

  const message = discord.say(user.id, support.id, "Are you back again?");
  expect(await world.ticketIn(message.id)).toMatchObject({ subject: "Are you back again?" });
});

test("a second server gets a workspace of its own, also in direct messages of its members", async () => {
  const { discord, ctx } = world;
  const before = discord.commands().length;
  const guild = discord.addGuild({ name: "Elsewhere" });
  const channel = discord.addTextChannel({ name: "support", guildId: guild.id });
  const user = discord.addUser({ name: "foreigner", guildId: guild.id });
  await discord.waitFor(() => discord.commands().length === 2 * before);
  const elsewhere = await eventually(() => findWorkspace(ctx, { platform: "discord", externalId: guild.id }));
  const tickets = () => listTickets(ctx, { workspaceId: elsewhere.id, statuses: ["new"] });

  await eventually(async () => {
    discord.say(user.id, channel.id, "How do I rotate the API token?");
    return (await tickets()).length > 0 ? true : null;
  });
  discord.dm(user.id, "And what about my invoice from last week?");

  await eventually(async () => ((await tickets()).some(({ isDirect }) => isDirect) ? true : null));
  expect((await world.tickets()).map(({ askerName }) => askerName)).not.toContain("foreigner");
});

test("a wrong token is refused with what to do", async () => {
  const closed = await discordWorld();
  const start = (token: string) =>
    startDiscord(closed.ctx, { ...closed.config, token }, { slug: "x", name: "X" });

  await expect(start("wrong.token.here")).rejects.toThrow("Copy the token again");
  await closed.stop([0]);
});

test("a switched-off message content intent is refused with what to do", async () => {
  await expect(discordWorld({ intents: { messageContent: false } })).rejects.toThrow(
    "MESSAGE CONTENT INTENT",
  );
});

test("configured channels that do not exist are a warning that names them", async () => {
  const { ctx, config, logged } = world;

  const bot = await startDiscord(
    ctx,
    { ...config, supportChannels: ["#nowhere", "support"] },
    { slug: "home", name: "" },
  );
  await bot.stop();

  expect(logged.find(({ message }) => message.includes("were not found"))?.fields).toEqual({
    channels: ["#nowhere"],
  });
});

test("the doctor is content with a server that is set up well", async () => {
  const checks = await checkDiscord(world.config);
  const wrong = checks.filter(({ ok }) => !ok);

  expect(wrong.map(({ name }) => name)).toEqual([]);
  expect(checks.map(({ name }) => name)).toContain("Discord: message content intent");
});

test("the doctor says when a server has the commands of an older version", async () => {
  const { discord, config } = world;
  const place = `applications/${discord.applicationId}/guilds/${discord.guildId}/commands`;
  await fetch(`${config.apiUrl}/v10/${place}`, {
    method: "PUT",
    headers: {
      authorization: `Bot ${config.token}`,
      "content-type": "application/json",
      "user-agent": "DiscordBot (https://example.test, 1)",
    },
    body: JSON.stringify([{ type: 3, name: "Make a ticket" }]),
  });

  const before = (await checkDiscord(config)).filter(({ ok }) => !ok);
  await world.stopBot();
  await world.startBot();
  const after = (await checkDiscord(config)).filter(({ ok }) => !ok);

  expect(before).toMatchObject([{ hint: expect.stringContaining("Restart the bot") }]);
  expect(after).toEqual([]);
});

test("the doctor names missing permissions, lost channels, a public agent channel and a bad token", async () => {
  const { discord, config } = world;
  const open = discord.addTextChannel({ name: "open-agents" });
  discord.setBotPermissions(open.id, permissions.VIEW_CHANNEL | permissions.SEND_MESSAGES);

  const checks = await checkDiscord({ ...config, supportChannels: ["lost"], agentChannel: "open-agents" });
  const hints = checks.filter(({ ok }) => !ok).map(({ name, hint }) => `${name}: ${hint}`);
  const [bad] = await checkDiscord({ ...config, token: "a.b.c" });

  expect(hints).toEqual([
    expect.stringContaining("channel lost: It was not found."),
    expect.stringMatching(/permissions in #open-agents: .*Send Messages In Threads, Create Public Threads/u),
    expect.stringContaining("#open-agents is private: Everybody can read the agent channel."),
  ]);
  expect(bad).toMatchObject({ ok: false, hint: expect.stringContaining("DISCORD_BOT_TOKEN") });
});

test("a forum is no channel for agents: it takes no cards", async () => {
  const { config, ctx, logged } = world;
  const forum = world.discord.addForum({ name: "cases", tags: [], private: true });
  const wrong = { ...config, agentChannel: forum.id };

  const checks = await checkDiscord(wrong);
  const bot = await startDiscord(ctx, wrong, { slug: "home", name: "" });
  await bot.stop();

  expect(checks.filter(({ ok }) => !ok)).toMatchObject([
    { hint: expect.stringContaining("a forum takes no cards") },
  ]);
  expect(logged.findLast(({ message }) => message.includes("is no forum"))?.fields).toEqual({
    channels: [forum.id],
  });
});

test("a revoked token is said plainly and stops nothing else", async () => {
  const { discord, general, logged } = world;
  discord.revokeToken();

  await discord.waitFor(() => logged.find(({ message }) => message.includes("refuses DISCORD_BOT_TOKEN")));
  const target = { platform: "discord", channelId: general.id, threadId: null } as const;
  const post = () => world.platform().post(target, { markdown: "x" }, "revoked");

  await expect(post()).rejects.toThrow("no longer accepts the bot token");
  await expect(post()).rejects.toMatchObject({ retryable: false });
});
