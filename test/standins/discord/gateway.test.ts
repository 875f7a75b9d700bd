import { Events, GatewayIntentBits } from "discord.js";
import { expect, test } from "vitest";
import { connect, sendable, startPair } from "./client.fixture.ts";
import { startDiscord } from "./index.ts";

test("a client finds its guild, the channels, the open threads and its application's flags", async () => {
  const discord = await startDiscord({ checksAnswers: true });
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  const forum = discord.addForum({ name: "help", tags: [{ name: "bug" }], requireTag: true });
  const { thread } = discord.createPost(ann.id, forum.id, { title: "It breaks", text: "?", tags: ["bug"] });

  const client = await connect(discord);

  const guild = client.guilds.cache.get(discord.guildId);
  expect(client.user.id).toBe(discord.botUserId);
  expect(guild?.memberCount).toBe(3);
  expect(guild?.channels.cache.get(support.id)?.name).toBe("support");
  expect(guild?.channels.cache.get(thread.id)?.name).toBe("It breaks");
  expect(client.application.flags.has("GatewayMessageContentLimited")).toBe(true);
  expect(discord.connected).toBe(1);
  await client.destroy();
  await discord.stop();
});

test("a wrong token is refused over HTTP, and over the gateway with 4004", async () => {
  const discord = await startDiscord();

  await expect(connect({ ...discord, token: "wrong" })).rejects.toThrow("invalid token");
  const raw = await rawGateway(discord.url);
  raw.send({ op: 2, d: { token: "wrong", intents: 1, properties: {} } });

  expect(await raw.closed).toBe(4004);
  expect(discord.errors.map((error) => error.code)).toStrictEqual([0, 4004]);
  await discord.stop();
});

test("an intent that is not switched on for the application closes the gateway with 4014", async () => {
  const discord = await startDiscord({ intents: { messageContent: false } });

  await expect(connect(discord)).rejects.toThrow("disallowed intents");

  expect(discord.errors.at(-1)).toMatchObject({ where: "gateway", code: 4014 });
  await discord.stop();
});

test("after a cut line the client resumes and hears once what it missed", async () => {
  await using pair = await startPair();
  const { discord, heard } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  discord.say(ann.id, support.id, "before");
  await discord.waitFor(() => heard.length === 1);

  discord.dropGateway();
  await discord.waitFor(() => discord.connected === 0);
  discord.say(ann.id, support.id, "during");
  await discord.waitFor(() => discord.connected === 1);
  discord.say(ann.id, support.id, "after");
  await discord.waitFor(() => heard.length === 3);

  expect(heard.map((message) => message.content)).toStrictEqual(["before", "during", "after"]);
  expect(discord.errors).toStrictEqual([]);
});

test("a session that is gone makes the client identify anew, and what was said meanwhile is lost", async () => {
  await using pair = await startPair();
  const { discord, heard, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });

  discord.dropGateway({ resumable: false });
  discord.say(ann.id, support.id, "during");
  await discord.waitFor(() => discord.connected === 1, 15_000);
  discord.say(ann.id, support.id, "after");
  await discord.waitFor(() => heard.length > 0);

  expect(heard.map((message) => message.content)).toStrictEqual(["after"]);
  const channel = await sendable(client, support.id);
  expect((await channel.messages.fetch()).size).toBe(2);
});

test("asked to reconnect, the client resumes; with an invalid session it may resume at once", async () => {
  await using pair = await startPair();
  const { discord, heard } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });

  discord.reconnectAll();
  await discord.waitFor(() => discord.connected === 0);
  discord.say(ann.id, support.id, "while away");
  await discord.waitFor(() => heard.length === 1);
  discord.invalidateSessions({ resumable: true });
  discord.say(ann.id, support.id, "while invalid");
  await discord.waitFor(() => heard.length === 2);

  expect(heard.map((message) => message.content)).toStrictEqual(["while away", "while invalid"]);
});

test("a line without heartbeat answers is taken for dead and resumed", async () => {
  await using pair = await startPair({ heartbeatMs: 150 });
  const { discord, client } = pair;
  const resumed = new Promise((resolve) => {
    client.once(Events.ShardResume, resolve);
  });

  discord.ignoreHeartbeats(true);
  await discord.waitFor(() => discord.connected === 0);
  discord.ignoreHeartbeats(false);

  await resumed;
  expect(discord.connected).toBe(1);
});

test("events can be delivered several times, all of them or by name", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  // The client's own message event would not tell: its cache drops what it holds already.
  const names: string[] = [];
  client.on(Events.Raw, (packet: { t: string }) => names.push(packet.t));

  discord.redeliver(3);
  discord.say(ann.id, support.id, "thrice");
  await discord.waitFor(() => names.filter((name) => name === "MESSAGE_CREATE").length === 3);
  names.length = 0;
  discord.redeliver(2, ["CHANNEL_CREATE"]);
  discord.say(ann.id, support.id, "once");
  discord.addTextChannel({ name: "twice" });
  await discord.waitFor(() => names.length === 3);

  expect(names).toStrictEqual(["MESSAGE_CREATE", "CHANNEL_CREATE", "CHANNEL_CREATE"]);
});

test("members come in chunks on request", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const ann = discord.addUser({ name: "ann" });

  const members = await client.guilds.cache.get(discord.guildId)?.members.fetch();
  const one = await client.guilds.cache.get(discord.guildId)?.members.fetch({ user: ann.id, force: true });

  expect(members?.map((member) => member.user.username)).toContain("ann");
  expect(one?.id).toBe(ann.id);
});

test("a bot hears only what its intents ask for and its permissions let it see", async () => {
  await using pair = await startPair(
    {},
    { intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages] },
  );
  const { discord, heard } = pair;
  const ann = discord.addUser({ name: "ann" });
  const secret = discord.addTextChannel({
    name: "secret",
    private: true,
    visibleTo: [ann.id],
    botPermissions: 0n,
  });
  const open = discord.addTextChannel({ name: "open" });

  discord.say(ann.id, secret.id, "not for you");
  discord.dm(ann.id, "no intent for this");
  discord.say(ann.id, open.id, "for you");
  await discord.waitFor(() => heard.length > 0);

  expect(heard.map((message) => message.channelId)).toStrictEqual([open.id]);
});

test("the gateway hangs up on clients that break its rules", async () => {
  const discord = await startDiscord();
  const codes: number[] = [];
  const hello = { token: discord.token, intents: 1, properties: { os: "linux" } };
  const stories: unknown[][] = [
    [{ op: 3, d: { status: "online" } }],
    [{ op: 99 }],
    [
      { op: 2, d: hello },
      { op: 2, d: hello },
    ],
    [{ op: 2, d: { ...hello, intents: 1 << 30 } }],
    [{ op: 2, d: { ...hello, shard: [3, 1] } }],
    [{ op: 2, d: { token: discord.token, intents: 1 } }],
    Array.from({ length: 121 }, () => ({ op: 1, d: null })),
  ];

  for (const story of stories) {
    const raw = await rawGateway(discord.url);
    for (const payload of story) raw.send(payload);
    codes.push(await raw.closed);
  }

  expect(codes).toStrictEqual([4003, 4001, 4005, 4013, 4010, 4002, 4008]);
  await discord.stop();
});

test("the world outlives a restart on the same port", async () => {
  await using pair = await startPair();
  const { discord, client, heard } = pair;
  const ann = discord.addUser({ name: "ann" });
  const support = discord.addTextChannel({ name: "support" });
  discord.say(ann.id, support.id, "old");

  await discord.restart({ keepSessions: true, downMs: 100 });
  await discord.waitFor(() => discord.connected === 1, 15_000);
  discord.say(ann.id, support.id, "new");
  await discord.waitFor(() => heard.some((message) => message.content === "new"));

  const channel = await sendable(client, support.id);
  expect((await channel.messages.fetch()).map((message) => message.content)).toStrictEqual(["new", "old"]);
});

test("a revoked token ends the gateway for good and every call with 401", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const support = discord.addTextChannel({ name: "support" });
  const ended = new Promise<number>((resolve) => {
    client.once(Events.ShardDisconnect, (event) => resolve(event.code));
  });
  client.on(Events.Error, () => undefined);
  client.on(Events.ShardError, () => undefined);

  discord.revokeToken();

  expect(await ended).toBe(4004);
  await expect(client.channels.fetch(support.id, { force: true })).rejects.toMatchObject({ status: 401 });
});

interface RawGateway {
  send(payload: unknown): void;
  readonly closed: Promise<number>;
}

/** A client that can be as rude as a test wants. */
async function rawGateway(url: string): Promise<RawGateway> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/?v=10&encoding=json`);
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener("close", (event) => resolve(event.code));
  });
  await new Promise((resolve) => {
    socket.addEventListener("message", resolve, { once: true });
  });
  return { send: (payload) => socket.send(JSON.stringify(payload)), closed };
}
