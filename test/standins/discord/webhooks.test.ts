import { ChannelType, PermissionFlagsBits } from "discord.js";
import type { Client, TextChannel } from "discord.js";
import { expect, test } from "vitest";
import { refusal, sendable, startPair } from "./client.fixture.ts";

test("a webhook posts under another name, in threads too, and only where the bot may have one", async () => {
  await using pair = await startPair();
  const { discord, client, heard } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const thread = discord.startThread(ann.id, support.id, { name: "topic" });
  const channel = await textChannel(client, support.id);

  expect(await refusal(channel.createWebhook({ name: "Relay" }))).toBe("50013");
  discord.grantPermission(support.id, "MANAGE_WEBHOOKS");
  const webhook = await channel.createWebhook({ name: "Relay" });
  const sent = await webhook.send({ content: "Hello", username: "Ada", threadId: thread.id });
  await webhook.editMessage(sent.id, { content: "Hello again", threadId: thread.id });
  await discord.waitFor(() => heard.some((message) => message.webhookId === webhook.id));

  expect(heard.at(-1)?.author.username).toBe("Ada");
  expect(discord.thread(thread.id).messages.at(-1)).toMatchObject({ content: "Hello again" });
  expect(await refusal(webhook.send({ content: "x", username: "Discord Support" }))).toBe(
    "50035 USERNAME_INVALID_CONTAINS",
  );
});

test("pins take their own permission and leave a message behind", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const support = discord.addTextChannel({ name: "support" });
  const message = await (await sendable(client, support.id)).send("Read me");

  expect(await refusal(message.pin())).toBe("50013");
  discord.grantPermission(support.id, "PIN_MESSAGES");
  await message.pin();

  expect(discord.message(support.id, message.id).pinned).toBe(true);
  expect(discord.messages(support.id).at(-1)?.type).toBe(6);
  expect((await message.channel.messages.fetchPins()).items).toHaveLength(1);
});

test("the bot finds out what it may do: its application, its guild, its rights in a channel", async () => {
  await using pair = await startPair({ intents: { messageContent: true, members: false } }, { intents: [1] });
  const { discord, client } = pair;
  const hidden = discord.addTextChannel({ name: "hidden", botPermissions: 0n });
  const open = discord.addTextChannel({ name: "open" });
  const guild = await client.guilds.fetch({ guild: discord.guildId, force: true });
  const me = await guild.members.fetchMe({ force: true });

  const application = await client.application.fetch();
  const channels = await guild.channels.fetch();

  expect(application.flags.has("GatewayMessageContentLimited")).toBe(true);
  expect(application.flags.has("GatewayGuildMembersLimited")).toBe(false);
  expect(channels.size).toBe(2);
  expect(channels.get(hidden.id)?.permissionsFor(me).has(PermissionFlagsBits.ViewChannel)).toBe(false);
  expect(channels.get(open.id)?.permissionsFor(me).has(PermissionFlagsBits.ManageThreads)).toBe(true);
  expect(await refusal(client.rest.get(`/guilds/${guild.id}/members?limit=10`))).toBe("50001");
  expect(await refusal(client.rest.get("/users/1"))).toBe("10013");
});

async function textChannel(client: Client<true>, id: string): Promise<TextChannel> {
  const channel = await client.channels.fetch(id);
  if (channel?.type !== ChannelType.GuildText) throw new Error(`${id} is not a text channel`);
  return channel;
}
