import type { App } from "@slack/bolt";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type SlackOptions, type SlackStandin, startSlack } from "./index.ts";
import { type Json, toObject } from "./json.ts";
import { errorOf, startSocketApp } from "./support.ts";

const running: { stop(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.stop();
});

async function start(options: SlackOptions = {}): Promise<SlackStandin> {
  const slack = await startSlack({ retryDelaysMs: [20, 50], ...options });
  running.push(slack);
  return slack;
}

async function connect(slack: SlackStandin, addListeners: (app: App) => void): Promise<App> {
  const app = await startSocketApp(slack, addListeners);
  running.push(app);
  return app;
}

test("a message reaches the app and its reply stands in the thread", async () => {
  const slack = await start();
  const ann = slack.addUser({ name: "ann" });
  const channel = slack.addChannel({ name: "help" });
  await connect(slack, (app) => {
    app.message(async ({ message, say }) => {
      if (message.subtype !== undefined || message.bot_id !== undefined) return;
      await say({ text: `You said ${message.text}`, thread_ts: message.ts });
    });
  });

  const ts = slack.say(ann, channel, "hello &amp; welcome");
  const [, reply] = await slack.waitFor(
    () => slack.thread(channel, ts).length === 2 && slack.thread(channel, ts),
  );

  expect(reply).toMatchObject({ user: slack.botUserId, text: "You said hello &amp; welcome", threadTs: ts });
  await slack.settled();
  expect(slack.errors).toEqual([]);
});

test("a mention comes as message and as app_mention under different event ids", async () => {
  const slack = await start();
  const ann = slack.addUser({ name: "ann" });
  const channel = slack.addChannel({ name: "help" });
  const seen: string[] = [];
  await connect(slack, (app) => {
    app.message(async ({ body }) => void seen.push(`message ${body.event_id}`));
    app.event("app_mention", async ({ body, event }) => void seen.push(`${event.type} ${body.event_id}`));
  });

  slack.mention(ann, channel, "help me");
  await slack.settled();

  expect(seen).toHaveLength(2);
  expect(new Set(seen.map((each) => each.split(" ")[1])).size).toBe(2);
});

test("the app hears nothing from channels it is not in, nor of events it lacks the scope for", async () => {
  const slack = await start({ scopes: ["channels:history", "chat:write"] });
  const ann = slack.addUser({ name: "ann" });
  const outside = slack.addChannel({ name: "outside", botIsMember: false });
  const inside = slack.addChannel({ name: "inside" });
  const seen: string[] = [];
  await connect(slack, (app) => {
    app.event(/.*/, async ({ event }) => void seen.push(event.type));
  });

  slack.mention(ann, outside, "nobody listens");
  const ts = slack.mention(ann, inside, "one event only");
  slack.react(ann, inside, ts, "eyes");
  await slack.settled();

  expect(seen).toEqual(["message"]);
});

test("an event that is not acknowledged comes again, and a link address works once", async () => {
  const slack = await start({ ackTimeoutMs: 100 });
  const ann = slack.addUser({ name: "ann" });
  const channel = slack.addChannel({ name: "help" });
  const headers = { authorization: `Bearer ${slack.appToken}` };
  const opened = await fetch(`${slack.apiUrl}apps.connections.open`, { method: "POST", headers });
  const url = String(toObject(await opened.json())["url"]);
  const socket = new WebSocket(url);
  const frames: Json[] = [];
  socket.on("message", (data: Buffer) => {
    const frame = toObject(JSON.parse(data.toString("utf8")));
    frames.push(frame);
    if (frame["retry_attempt"] === 1)
      socket.send(JSON.stringify({ envelope_id: frame["envelope_id"], payload: {} }));
  });
  await slack.waitFor(() => slack.connections === 1);

  slack.say(ann, channel, "are you there?");
  await slack.settled();
  const again = new WebSocket(url);
  const refusal = await once(again, "error");
  socket.close();

  expect(frames).toMatchObject([
    { type: "hello", num_connections: 1 },
    { type: "events_api", accepts_response_payload: false, retry_attempt: 0, retry_reason: "" },
    {
      type: "events_api",
      retry_attempt: 1,
      retry_reason: "timeout",
      payload: { type: "event_callback", event: { user: ann } },
    },
  ]);
  expect(slack.deliveries).toMatchObject([{ attempts: 2, isAcked: true, eventType: "message" }]);
  expect(String(refusal[0])).toContain("408");
});

test("redelivery sends each event several times, some copies under another event id", async () => {
  const slack = await start();
  const ann = slack.addUser({ name: "ann" });
  const channel = slack.addChannel({ name: "help" });
  const ids: string[] = [];
  await connect(slack, (app) => app.message(async ({ body }) => void ids.push(body.event_id)));
  slack.redeliver(3);

  slack.say(ann, channel, "thrice");
  await slack.settled();

  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(2);
});

test("the client comes back after a dropped line, after a refresh and after Slack was away", async () => {
  const slack = await start({ retryDelaysMs: [700, 700, 1_500, 3_000] });
  const ann = slack.addUser({ name: "ann" });
  const channel = slack.addChannel({ name: "help" });
  const seen: (string | undefined)[] = [];
  await connect(slack, (app) => {
    app.message(async ({ message }) => void (message.subtype === undefined && seen.push(message.text)));
  });

  slack.dropSockets();
  slack.say(ann, channel, "after a drop");
  await slack.settled();
  slack.disconnectSockets("refresh_requested");
  await slack.waitFor(() => slack.connections === 0);
  slack.say(ann, channel, "after a refresh");
  await slack.settled();
  await slack.stop();
  const back = await startSlack({ continues: slack });
  running.splice(running.indexOf(slack), 1, back);
  await back.waitFor(() => back.connections === 1, { timeoutMs: 10_000 });
  back.say(ann, channel, "after an outage");
  await back.settled();

  expect(seen).toEqual(["after a drop", "after a refresh", "after an outage"]);
  expect(back.messages(channel)).toHaveLength(3);
});

test("edits, deletions, joins and previews come as Slack sends them", async () => {
  const slack = await start();
  const ann = slack.addUser({ name: "ann" });
  const channel = slack.addChannel({ name: "help" });
  const events: object[] = [];
  await connect(slack, (app) => app.event("message", async ({ event }) => void events.push(event)));

  const first = slack.say(ann, channel, "see https://example.com");
  await slack.settled();
  slack.unfurl(channel, first);
  await slack.settled();
  slack.edit(ann, channel, first, "see nothing");
  await slack.settled();
  slack.remove(channel, first);
  await slack.settled();
  slack.join(ann, channel);
  await slack.settled();

  expect(events).toMatchObject([
    { text: "see https://example.com", user: ann, channel, channel_type: "channel", ts: first },
    {
      subtype: "message_changed",
      hidden: true,
      message: { text: "see https://example.com", attachments: [{ id: 1 }] },
    },
    {
      subtype: "message_changed",
      message: { text: "see nothing", edited: { user: ann } },
      previous_message: { ts: first },
    },
    { subtype: "message_deleted", deleted_ts: first },
    { subtype: "channel_join", user: ann },
  ]);
  expect(events[1]).not.toHaveProperty("message.edited");
});

test("deleting the parent of a thread leaves a tombstone", async () => {
  const slack = await start();
  const ann = slack.addUser({ name: "ann" });
  const channel = slack.addChannel({ name: "help" });
  const events: object[] = [];
  await connect(slack, (app) => app.event("message", async ({ event }) => void events.push(event)));
  const parent = slack.say(ann, channel, "a question");
  slack.say(ann, channel, "and one more thing", { threadTs: parent });
  await slack.settled();

  slack.remove(channel, parent);
  await slack.settled();

  expect(events.at(-1)).toMatchObject({
    subtype: "message_changed",
    message: { subtype: "tombstone", reply_count: 1 },
  });
});

test("the bot hears itself and other bots, each under its bot id", async () => {
  const slack = await start();
  const other = slack.addUser({ name: "deploys", isBot: true });
  const channel = slack.addChannel({ name: "help" });
  const events: object[] = [];
  const app = await connect(slack, (app) =>
    app.event("message", async ({ event }) => void events.push(event)),
  );

  slack.say(other, channel, "deployed");
  await slack.settled();
  await app.client.chat.postMessage({ channel, text: "noted" });
  await slack.settled();

  expect(events).toMatchObject([
    { user: other, bot_profile: { name: "deploys" }, text: "deployed" },
    { user: slack.botUserId, bot_id: slack.botId, app_id: slack.appId, text: "noted" },
  ]);
  expect(events[0]).not.toMatchObject({ bot_id: slack.botId });
});

test("an agent shows its state and hears the stop button while it streams", async () => {
  const slack = await start();
  const ann = slack.addUser({ name: "ann" });
  const channel = slack.addChannel({ name: "help" });
  const events: object[] = [];
  const app = await connect(slack, (app) =>
    app.event("agent_session_stopped", async ({ event }) => void events.push(event)),
  );
  const thread_ts = slack.say(ann, channel, "think hard");

  const wrong = await errorOf(
    app.client.agents.sessions.setStatus({ channel_id: channel, thread_ts, status: "asleep" }),
  );
  const set = await app.client.agents.sessions.setStatus({
    channel_id: channel,
    thread_ts,
    status: "processing",
  });
  const recipient = { recipient_user_id: ann, recipient_team_id: slack.teamId };
  const stream = await app.client.chat.startStream({
    channel,
    thread_ts,
    markdown_text: "Well",
    ...recipient,
  });
  slack.stopAgent(ann, channel, thread_ts);
  await slack.settled();

  expect(wrong).toBe("invalid_arguments");
  expect(set).toMatchObject({ ok: true, status: "processing" });
  expect(events).toMatchObject([{ user: ann, thread_ts, streaming_message_ts: [stream.ts] }]);
});

test("a bot that is invited, or joins by itself, hears the channel from then on", async () => {
  const slack = await start();
  const ann = slack.addUser({ name: "ann" });
  const open = slack.addChannel({ name: "open", botIsMember: false });
  const secret = slack.addChannel({ name: "secret", isPrivate: true, botIsMember: false });
  const events: string[] = [];
  const app = await connect(slack, (app) =>
    app.event(
      /.*/,
      async ({ event }) => void events.push("subtype" in event && event.subtype ? event.subtype : event.type),
    ),
  );

  const early = await errorOf(app.client.conversations.history({ channel: open }));
  await app.client.conversations.join({ channel: open });
  const closed = await errorOf(app.client.conversations.join({ channel: secret }));
  await slack.settled();
  slack.inviteBot(secret, ann);
  await slack.settled();

  expect([early, closed]).toEqual(["not_in_channel", "channel_not_found"]);
  expect(events).toEqual(["channel_join", "member_joined_channel", "group_join", "member_joined_channel"]);
});
