import type { App } from "@slack/bolt";
import { afterEach, expect, test } from "vitest";
import { type SlackOptions, type SlackStandin, startSlack } from "./index.ts";
import { startHttpApp } from "./support.ts";

const running: { stop(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.stop();
});

async function start(addListeners: (app: App) => void, options: SlackOptions = {}): Promise<SlackStandin> {
  const slack = await startSlack({ mode: "http", retryDelaysMs: [20, 20], ...options });
  running.push(slack);
  running.push(await startHttpApp(slack, addListeners));
  return slack;
}

test("the request URL is verified by a challenge", async () => {
  const slack = await start(() => undefined);

  const isVerified = await slack.verifyRequestUrl();
  slack.setRequestUrl("http://127.0.0.1:9/slack/events");
  const isNowhere = await slack.verifyRequestUrl();

  expect([isVerified, isNowhere]).toEqual([true, false]);
});

test("a failed event is posted again with its number and reason", async () => {
  const tries: (number | string | undefined)[][] = [];
  const slack = await start((app) => {
    app.use(async ({ context, next }) => {
      tries.push([context.retryNum, context.retryReason]);
      await next();
    });
  });
  const ann = slack.addUser({ name: "ann" });
  const right = slack.requestUrl ?? "";
  slack.setRequestUrl(`${right}/wrong`);

  slack.say(ann, slack.addChannel({ name: "help" }), "hello");
  await slack.waitFor(() => slack.deliveries[0]?.attempts === 1);
  slack.setRequestUrl(right);
  await slack.settled();

  expect(tries).toEqual([[1, "http_error"]]);
  expect(slack.deliveries).toMatchObject([{ attempts: 2, isAcked: true }]);
});

test("a forged signature and a replayed request are refused by the app", async () => {
  let events = 0;
  const slack = await start((app) => app.event(/.*/, async () => void (events += 1)));
  const body = JSON.stringify({ type: "event_callback", event: { type: "app_mention" } });
  const post = async (headers: Record<string, string>): Promise<number> => {
    const type = { "content-type": "application/json" };
    const response = await fetch(slack.requestUrl ?? "", {
      method: "POST",
      body,
      headers: { ...type, ...headers },
    });
    return response.status;
  };

  const forged = await post(slack.sign(body, { secret: "wrong" }));
  const replayed = await post(slack.sign(body, { timestamp: Math.floor(Date.now() / 1000) - 600 }));
  const good = await post(slack.sign(body));

  expect([forged, replayed, good]).toEqual([401, 401, 200]);
  expect(events).toBe(1);
});

test("files are handed over only for the bot's token", async () => {
  const slack = await start(() => undefined);
  const ann = slack.addUser({ name: "ann" });
  const channel = slack.addChannel({ name: "help" });
  slack.say(ann, channel, "see the log", { files: [{ name: "app.log", content: "boom" }] });
  const [message] = slack.messages(channel);
  const url = String(message?.files[0]?.["url_private"]);

  const allowed = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } });
  const stranger = await fetch(url);

  expect(message).toMatchObject({ subtype: "file_share", files: [{ name: "app.log", size: 4 }] });
  expect(await allowed.text()).toBe("boom");
  expect(await stranger.text()).toContain("Sign in");
});
