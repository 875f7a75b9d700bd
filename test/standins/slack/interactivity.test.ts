import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type SlackOptions, type SlackStandin, startSlack } from "./index.ts";
import { errorOf, startHttpApp, startSocketApp } from "./support.ts";

const running: { stop(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.stop();
});

async function start(
  mode: "socket" | "http",
  addListeners: (app: App) => void,
  options: SlackOptions = {},
): Promise<SlackStandin> {
  const slack = await startSlack({ mode, retryDelaysMs: [20], ...options });
  running.push(slack);
  const app =
    mode === "socket" ? await startSocketApp(slack, addListeners) : await startHttpApp(slack, addListeners);
  running.push(app);
  return slack;
}

const MODES = ["socket", "http"] as const;

const plain = (text: string) => ({ type: "plain_text" as const, text });
const button = {
  type: "button" as const,
  text: plain("Solved"),
  action_id: "solved",
  value: "t-1",
  style: "primary" as const,
};
const MODAL: ModalView = {
  type: "modal",
  callback_id: "ticket",
  title: plain("New ticket"),
  submit: plain("Send"),
  private_metadata: "from-command",
  notify_on_close: true,
  blocks: [
    {
      type: "input",
      block_id: "subject",
      label: plain("Subject"),
      element: { type: "plain_text_input", action_id: "text", max_length: 20 },
    },
    {
      type: "input",
      block_id: "kind",
      optional: true,
      label: plain("Kind"),
      element: {
        type: "static_select",
        action_id: "choice",
        options: [{ text: plain("Bug"), value: "bug" }],
      },
    },
  ],
};

test.each(MODES)(
  "in %s mode a press on a button carries message, container and a response_url that replaces the message",
  async (mode) => {
    const actions: object[] = [];
    const slack = await start(mode, (app) => {
      app.action("solved", async ({ ack, body, action, respond }) => {
        await ack();
        actions.push({ ...body, action });
        await respond({ text: "Glad to hear it", replace_original: true });
      });
      app.event("app_mention", async ({ say, event }) => {
        const blocks = [{ type: "actions" as const, block_id: "b", elements: [button] }];
        await say({ text: "Did this help?", thread_ts: event.ts, blocks });
      });
    });
    const ann = slack.addUser({ name: "ann" });
    const channel = slack.addChannel({ name: "help" });
    const ts = slack.mention(ann, channel, "help");
    const reply = await slack.waitFor(() => slack.thread(channel, ts)[1]);

    await slack.click(ann, channel, reply.ts, "solved");
    await slack.waitFor(() => reply.text === "Glad to hear it");

    expect(actions).toMatchObject([
      {
        type: "block_actions",
        user: { id: ann, team_id: slack.teamId },
        container: {
          type: "message",
          message_ts: reply.ts,
          channel_id: channel,
          is_ephemeral: false,
          thread_ts: ts,
        },
        channel: { id: channel, name: "help" },
        message: { ts: reply.ts, bot_id: slack.botId, thread_ts: ts },
        action: { action_id: "solved", block_id: "b", value: "t-1", type: "button" },
      },
    ]);
    expect(slack.errors).toEqual([]);
  },
);

test.each(MODES)(
  "in %s mode a command opens a modal whose errors, update and end the app decides",
  async (mode) => {
    const submissions: object[] = [];
    const slack = await start(mode, (app) => {
      app.command("/support", async ({ ack, client, body }) => {
        await ack({ text: "Opening the form" });
        await client.views.open({ trigger_id: body.trigger_id, view: MODAL });
      });
      app.view("ticket", async ({ ack, view }) => {
        submissions.push(view.state.values);
        const subject = view.state.values["subject"]?.["text"]?.value ?? "";
        if (subject === "hi") return ack({ response_action: "errors", errors: { subject: "Say more" } });
        if (subject === "next")
          return ack({ response_action: "update", view: { ...MODAL, title: plain("Again") } });
        return ack();
      });
    });
    const ann = slack.addUser({ name: "ann" });
    const channel = slack.addChannel({ name: "help" });

    const answer = await slack.slash(ann, channel, "/support", "new");
    const [view] = await slack.waitFor(() => slack.views().length === 1 && slack.views());
    const refused = await slack.submitView(view?.id ?? "", { subject: "hi" });
    const updated = await slack.submitView(view?.id ?? "", { text: "next", choice: "bug" });
    const done = await slack.submitView(view?.id ?? "", { text: "It is broken" });

    expect(answer).toEqual({ text: "Opening the form" });
    expect(slack.ephemerals(ann)).toMatchObject([{ text: "Opening the form", channel }]);
    expect(refused.errors).toEqual({ subject: "Say more" });
    expect(updated.view?.view["title"]).toEqual(plain("Again"));
    expect(done).toEqual({ errors: null, view: null });
    expect(submissions[1]).toMatchObject({
      subject: { text: { type: "plain_text_input", value: "next" } },
      kind: { choice: { type: "static_select", selected_option: { value: "bug" } } },
    });
    expect(slack.errors).toEqual([]);
  },
);

test.each(MODES)("in %s mode shortcuts, a closed view and an opened Home reach the app", async (mode) => {
  const seen: string[] = [];
  const slack = await start(mode, (app) => {
    app.shortcut("make_ticket", async ({ ack, shortcut, client }) => {
      await ack();
      seen.push(
        shortcut.type === "message_action" ? `${shortcut.type} ${shortcut.message.text}` : shortcut.type,
      );
      await client.views.open({ trigger_id: shortcut.trigger_id, view: MODAL });
    });
    app.view({ callback_id: "ticket", type: "view_closed" }, async ({ ack }) => {
      await ack();
      seen.push("closed");
    });
    app.event("app_home_opened", async ({ event, client }) => {
      seen.push(`home ${event.tab}`);
      await client.views.publish({
        user_id: event.user,
        view: { type: "home", blocks: [{ type: "divider" }] },
      });
    });
  });
  const ann = slack.addUser({ name: "ann" });
  const channel = slack.addChannel({ name: "help" });
  const ts = slack.say(ann, channel, "broken");

  await slack.messageShortcut(ann, channel, ts, "make_ticket");
  const view = await slack.waitFor(() => slack.views()[0]);
  await slack.closeView(view.id);
  await slack.globalShortcut(ann, "make_ticket");
  slack.openAppHome(ann, "home");
  await slack.waitFor(() => slack.home(ann));
  await slack.waitFor(() => slack.views().length === 2);

  expect(seen).toEqual(["message_action broken", "closed", "shortcut", "home home"]);
  expect(slack.home(ann)?.view).toMatchObject({ type: "home", blocks: [{ type: "divider" }] });
});
test("a trigger works once and only for a short time", async () => {
  let uses = 0;
  const addListener = (app: App): void =>
    app.shortcut("open", async ({ ack, shortcut, client }) => {
      await ack();
      uses += 1;
      const open = async (): Promise<string> =>
        errorOf(client.views.open({ trigger_id: shortcut.trigger_id, view: MODAL }));
      if (uses === 2) await sleep(250);
      await open();
      if (uses === 1) await open();
    });
  const slack = await start("socket", addListener, { triggerLifetimeMs: 200 });
  const ann = slack.addUser({ name: "ann" });

  await slack.globalShortcut(ann, "open");
  await slack.waitFor(() => slack.calls("views.open").length === 2);
  await slack.globalShortcut(ann, "open");
  await slack.waitFor(() => slack.calls("views.open").length === 3);

  const outcomes = slack.calls("views.open").map(({ error }) => error ?? "ok");
  expect(outcomes).toEqual(["ok", "exchanged_trigger_id", "expired_trigger_id"]);
});

test("the client does not submit what Slack's own client would not", async () => {
  const slack = await start("socket", (app) => {
    app.command("/support", async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: MODAL });
    });
  });
  const ann = slack.addUser({ name: "ann" });
  await slack.slash(ann, slack.addChannel({ name: "help" }), "/support");
  const view = await slack.waitFor(() => slack.views()[0]);

  const empty = slack.submitView(view.id, {});
  const long = slack.submitView(view.id, { subject: "x".repeat(21) });

  await expect(empty).rejects.toThrow("subject: is required");
  await expect(long).rejects.toThrow("subject: takes at most 20 characters");
});

test("a response_url works five times", async () => {
  const slack = await start("socket", (app) => {
    app.command("/support", async ({ ack, body }) => {
      await ack();
      for (let use = 0; use < 6; use += 1) {
        await fetch(body.response_url, {
          method: "POST",
          body: JSON.stringify({ text: `use ${use}` }),
        });
      }
    });
  });
  const ann = slack.addUser({ name: "ann" });

  await slack.slash(ann, slack.addChannel({ name: "help" }), "/support");
  await slack.waitFor(() => slack.calls("response_url").length === 6);

  expect(slack.calls("response_url").map(({ ok }) => ok)).toEqual([true, true, true, true, true, false]);
  expect(slack.errors).toMatchObject([{ where: "response_url", error: "used_url" }]);
  expect(slack.ephemerals(ann)).toHaveLength(5);
});

test("an interaction that nobody acknowledges fails for the person", async () => {
  const slack = await start("socket", () => undefined, { ackTimeoutMs: 50 });
  const ann = slack.addUser({ name: "ann" });

  const command = slack.slash(ann, slack.addChannel({ name: "help" }), "/nothing");

  await expect(command).rejects.toThrow("the app did not acknowledge /nothing in time");
});
