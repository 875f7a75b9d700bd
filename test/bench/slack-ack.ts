import { ensureWorkspace, updateSettings } from "@firstline/core";
import { startSlack } from "../standins/slack/index.ts";
import type { SlackStandin } from "../standins/slack/index.ts";
import { newClient } from "../standins/slack/support.ts";
import type { TestDatabase } from "../support/database.ts";
import { freePort, startChild, startFirstline, untilTrue } from "./child.ts";
import type { Child } from "./child.ts";
import { benchDatabase } from "./database.ts";
import { median, rest, takeTurns, timed } from "./measure.ts";
import type { Work } from "./measure.ts";
import type { Line } from "./report.ts";

const PLAN = { warmUp: 30, rounds: 6, turn: 15, callers: 1 };
const QUIET_MS = 500;
const BUTTON = "ticket_solved:999999999";

type Mode = "socket" | "http";

/** A Slack with somebody in it, and an app in a process of its own that is connected to it. */
type Side = {
  slack: SlackStandin;
  app: Child;
  ada: string;
  support: string;
  elsewhere: string;
  /** A message with a button. */
  withButton: string;
  /** Whether the app goes on working after the acknowledgment and tells the person what came of it. */
  answers: boolean;
};

/** Time to the acknowledgment of what Slack sends, against a Bolt app whose listeners are empty. */
export async function benchSlackAck(): Promise<Line[]> {
  const database = await benchDatabase();
  try {
    const workspace = await ensureWorkspace(database, { slug: "bench", name: "Bench" });
    await updateSettings(
      { ...database, now: () => new Date() },
      { workspaceId: workspace.id, settings: { burstSeconds: 0 } },
    );
    return [...(await benchMode(database, "socket")), ...(await benchMode(database, "http"))];
  } finally {
    await database.stop();
  }
}

async function benchMode(database: TestDatabase, mode: Mode): Promise<Line[]> {
  const own = { DATABASE_URL: database.url, WORKSPACE_SLUG: "bench" };
  const ours = await startSide(mode, true, (env) => startFirstline({ ...env, ...own }, "--role", "bot"));
  const floor = await startSide(mode, false, (env) => startChild("test/bench/bare-slack.ts", [], env));
  try {
    const lines: Line[] = [];
    for (const [what, work] of WORKS) {
      const timings = await takeTurns(PLAN, { ours: work(ours), floor: work(floor) });
      lines.push({
        what: `Slack ${mode}: ${what}`,
        ours: median(timings.ours.latencies),
        floor: median(timings.floor.latencies),
        unit: "ms",
        target: { ratioAtMost: 2 },
      });
    }
    return lines;
  } finally {
    for (const { app, slack } of [ours, floor]) {
      await app.stop();
      await slack.stop();
    }
    // The next mode's Slack is another team: it must not find the workspace taken.
    await database.sql`delete from workspace_connections`;
  }
}

async function startSide(
  mode: Mode,
  answers: boolean,
  start: (env: Record<string, string>) => Child,
): Promise<Side> {
  const slack = await startSlack({ mode });
  const ada = slack.addUser({ name: "Ada" });
  const support = slack.addChannel({ name: "support" });
  const elsewhere = slack.addChannel({ name: "random" });
  const port = await freePort();
  const app = start({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    SLACK_SUPPORT_CHANNELS: support,
    ...(mode === "socket"
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret, SLACK_PORT: String(port) }),
  });
  slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  await untilTrue(app, () => isConnected(slack, mode));
  return { slack, app, ada, support, elsewhere, answers, withButton: await postButton(slack, support) };
}

/** In HTTP mode nothing tells that an app is ready: it has asked Slack for what it needs, and then asked no more. */
async function isConnected(slack: SlackStandin, mode: Mode): Promise<boolean> {
  if (mode === "socket") return slack.connections > 0;
  const last = slack.calls().at(-1);
  return last !== undefined && Date.now() - last.at > QUIET_MS && slack.verifyRequestUrl();
}

async function postButton(slack: SlackStandin, channel: string): Promise<string> {
  const text = { type: "plain_text" as const, text: "Solved" };
  const { ts } = await newClient(slack).chat.postMessage({
    channel,
    text: "A message with a button",
    blocks: [{ type: "actions", elements: [{ type: "button", action_id: BUTTON, text }] }],
  });
  return ts ?? "";
}

const WORKS: [string, (side: Side) => Work][] = [
  ["a question, stored first", ask],
  ["a message elsewhere", sayElsewhere],
  ["a command", (side) => use(side, () => side.slack.slash(side.ada, side.support, "/support", "help"))],
  ["a button", (side) => use(side, () => side.slack.click(side.ada, side.support, side.withButton, BUTTON))],
];

function ask({ slack, ada, support, answers }: Side): Work {
  return async (id) => {
    const text = `How do I rotate the API token of service account ${id}?`;
    const { ts, ms } = await say(slack, ada, support, text);
    if (answers) await slack.waitFor(() => slack.reactions(support, ts).length > 0);
    await rest();
    return ms;
  };
}

function sayElsewhere({ slack, ada, elsewhere }: Side): Work {
  return async () => (await say(slack, ada, elsewhere, "Good morning, everyone, and a nice week!")).ms;
}

async function say(
  slack: SlackStandin,
  user: string,
  channel: string,
  text: string,
): Promise<{ ts: string; ms: number }> {
  const started = performance.now();
  const ts = slack.say(user, channel, text);
  await slack.settled();
  return { ts, ms: performance.now() - started };
}

function use({ slack, ada, answers }: Side, interact: () => Promise<unknown>): Work {
  return async () => {
    const before = slack.ephemerals(ada).length;
    const ms = await timed(interact);
    if (answers) await slack.waitFor(() => slack.ephemerals(ada).length > before);
    await rest();
    return ms;
  };
}
