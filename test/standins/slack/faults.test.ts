import { afterEach, beforeEach, expect, test } from "vitest";
import { type SlackStandin, startSlack } from "./index.ts";
import { errorOf, newClient } from "./support.ts";

let slack: SlackStandin;
let channel: string;

beforeEach(async () => {
  slack = await startSlack({ retryDelaysMs: [] });
  channel = slack.addChannel({ name: "help" });
});

afterEach(async () => {
  await slack.stop();
});

test("a planned error is answered once and nothing is done", async () => {
  slack.fail("chat.postMessage", "missing_scope", 1, { needed: "chat:write", provided: "users:read" });

  const first = await errorOf(newClient(slack).chat.postMessage({ channel, text: "hello" }));
  const second = await errorOf(newClient(slack).chat.postMessage({ channel, text: "hello" }));

  expect([first, second]).toEqual(["missing_scope", "ok"]);
  expect(slack.messages(channel)).toHaveLength(1);
});

test("a lost response has been performed, so that a blind retry posts twice", async () => {
  slack.loseResponse("chat.postMessage");

  await newClient(slack, 1).chat.postMessage({ channel, text: "hello" });

  expect(slack.messages(channel)).toHaveLength(2);
  expect(slack.calls("chat.postMessage").map(({ ok }) => ok)).toEqual([true, true]);
});

test("a rate limit is HTTP 429 with Retry-After, and the client waits it out", async () => {
  slack.rateLimit("chat.postMessage", { retryAfter: 1 });
  const startedAt = Date.now();

  await newClient(slack, 1).chat.postMessage({ channel, text: "hello" });

  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_000);
  expect(slack.messages(channel)).toHaveLength(1);
});

test("a server error does nothing, and a hanging call is late but done", async () => {
  slack.http500("chat.postMessage");
  slack.hang("chat.postMessage", 150);

  await newClient(slack, 0)
    .chat.postMessage({ channel, text: "failed" })
    .catch(() => undefined);
  const late = newClient(slack).chat.postMessage({ channel, text: "late" });
  await slack.waitFor(() => slack.messages(channel).length === 1);
  const startedAt = Date.now();
  await late;

  expect(Date.now() - startedAt).toBeGreaterThan(100);
  expect(slack.messages(channel).map(({ text }) => text)).toEqual(["late"]);
});

test("with the real posting limit a burst in one channel is slowed down", async () => {
  const strict = await startSlack({ continues: slack, port: 0, limitsPosts: true });
  const client = newClient(strict);

  const outcomes = await Promise.all(
    Array.from({ length: 8 }, async () => errorOf(client.chat.postMessage({ channel, text: "x" }))),
  );
  await strict.stop();

  expect(outcomes.filter((each) => each === "ok")).toHaveLength(6);
});

test("waiting for something that does not come tells what happened instead", async () => {
  await errorOf(newClient(slack).chat.postMessage({ channel: "C0000000000", text: "hello" }));

  const wait = slack.waitFor(() => slack.messages(channel).length > 0, { timeoutMs: 20 });

  await expect(wait).rejects.toThrow(/last calls: chat.postMessage channel_not_found/);
});
