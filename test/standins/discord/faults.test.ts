import { expect, test } from "vitest";
import { refusal, sendable, startPair } from "./client.fixture.ts";

const POST = "POST /channels/:id/messages";

test("a rate limit is waited out by the client, and every answer tells what is left", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const support = discord.addTextChannel({ name: "support" });
  const channel = await sendable(client, support.id);
  const headers: (string | null)[] = [];
  client.rest.on("response", (_, response) => headers.push(response.headers.get("x-ratelimit-remaining")));

  discord.rateLimit(POST, { retryAfter: 0.3 });
  const before = Date.now();
  await channel.send("patience");

  expect(Date.now() - before).toBeGreaterThanOrEqual(300);
  expect(discord.calls(POST).map((call) => call.status)).toStrictEqual([429, 200]);
  expect(headers.every((value) => value !== null)).toBe(true);
  expect(discord.errors).toStrictEqual([]);
});

test("with real limits the sixth message within five seconds is refused to a hasty client", async () => {
  await using pair = await startPair({ rateLimits: "real" });
  const { discord } = pair;
  const support = discord.addTextChannel({ name: "support" });
  const post = async (): Promise<Response> =>
    fetch(`${discord.apiUrl}/v10/channels/${support.id}/messages`, {
      method: "POST",
      headers: {
        authorization: `Bot ${discord.token}`,
        "content-type": "application/json",
        "user-agent": "DiscordBot (https://example.com, 1)",
      },
      body: JSON.stringify({ content: "hello" }),
    });

  const answers = await Promise.all(Array.from({ length: 6 }, post));

  expect(answers.map((answer) => answer.status)).toStrictEqual([200, 200, 200, 200, 200, 429]);
  expect(await answers[5]?.json()).toMatchObject({ message: "You are being rate limited.", global: false });
});

test("a lost answer leaves the message there: the nonce makes the second try harmless", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const support = discord.addTextChannel({ name: "support" });
  const channel = await sendable(client, support.id);
  const answer = { content: "answer", nonce: "delivery-7", enforceNonce: true };

  discord.loseResponse(POST);
  await expect(channel.send(answer)).rejects.toThrow();
  const second = await channel.send(answer);

  expect(discord.messages(support.id).map((message) => message.id)).toStrictEqual([second.id]);
  expect(discord.calls(POST).map((call) => [call.status, call.faulted])).toStrictEqual([
    [0, true],
    [200, false],
  ]);
});

test("a reset connection is tried again by the client itself, which posts twice without a nonce", async () => {
  await using pair = await startPair({}, {});
  const { discord, client } = pair;
  const support = discord.addTextChannel({ name: "support" });
  client.rest.options.retries = 3;
  const channel = await sendable(client, support.id);

  discord.loseResponse(POST, 1, "reset");
  await channel.send("answer");

  expect(discord.messages(support.id)).toHaveLength(2);
});

test("errors, outages and silence can be had for any route", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const support = discord.addTextChannel({ name: "support" });
  const channel = await sendable(client, support.id);

  discord.fail(POST, { status: 403, code: 50001, message: "Missing Access" });
  discord.http500(`POST /channels/${support.id}/messages`);
  discord.hang(/^PATCH /);

  expect(await refusal(channel.send("a"))).toBe("50001");
  await expect(channel.send("b")).rejects.toThrow("Internal Server Error");
  const sent = await channel.send("c");
  const signal = AbortSignal.timeout(200);
  const path = `/channels/${support.id}/messages/${sent.id}` as const;
  await expect(client.rest.patch(path, { body: { content: "d" }, signal })).rejects.toThrow("abort");
  expect(discord.messages(support.id).map((message) => message.content)).toStrictEqual(["c"]);
});

test("a permission can be taken away and given back while the bot runs", async () => {
  await using pair = await startPair();
  const { discord, client } = pair;
  const support = discord.addTextChannel({ name: "support" });
  const channel = await sendable(client, support.id);

  discord.removePermission(support.id, "SEND_MESSAGES");
  const without = await refusal(channel.send("a"));
  discord.grantPermission(support.id, "SEND_MESSAGES");
  await channel.send("b");

  expect(without).toBe("50013");
  expect(discord.messages(support.id)).toHaveLength(1);
});

test("what needs no valid request is turned away: version, user agent, content type, broken JSON", async () => {
  await using pair = await startPair();
  const { discord } = pair;
  const support = discord.addTextChannel({ name: "support" });
  const agent = { "user-agent": "DiscordBot (https://example.com, 1)" };
  const authorized = { ...agent, authorization: `Bot ${discord.token}` };
  const post = async (headers: Record<string, string>, body: string, version = "v10"): Promise<unknown> => {
    const url = `${discord.apiUrl}/${version}/channels/${support.id}/messages`;
    return (await fetch(url, { method: "POST", headers, body })).json();
  };
  const json = { "content-type": "application/json" };

  const answers = [
    await post({ ...authorized, ...json }, "{}", "v6"),
    await post({ ...json, authorization: `Bot ${discord.token}` }, "{}"),
    await post({ ...agent, ...json }, "{}"),
    await post({ ...authorized, "content-type": "text/plain" }, "hello"),
    await post({ ...authorized, ...json }, "{"),
  ];

  expect(answers).toMatchObject([
    { code: 50041 },
    { code: 40333 },
    { message: "401: Unauthorized" },
    { code: 50035 },
    { code: 50109 },
  ]);
});
