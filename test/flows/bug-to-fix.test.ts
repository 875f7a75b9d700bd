import { afterAll, beforeAll, expect, test } from "vitest";
import { linkAgent, startCodeWorld } from "../support/code-world.ts";
import type { CodeWorld } from "../support/code-world.ts";
import { MAILER_BUG, playMailerFix } from "../support/mailer.ts";

let world: CodeWorld;

beforeAll(async () => {
  world = await startCodeWorld();
  playMailerFix(world.models);
}, 120_000);

afterAll(async () => {
  await world.stop();
});

const PATIENCE = { timeoutMs: 30_000 };

/** A failure says what was waited for, and what the agents read meanwhile. */
async function awaited<Found>(what: string, found: Promise<Found>): Promise<Found> {
  try {
    return await found;
  } catch (cause) {
    const { slack, slackChannels } = world;
    const texts = slack
      .messages(slackChannels.agents)
      .flatMap(({ ts }) => slack.thread(slackChannels.agents, ts));
    const read = texts.map((message) => message.text.slice(0, 400)).join("\n");
    throw new Error(`waited in vain for "${what}"; the agents read:\n${read}`, { cause });
  }
}

test("Slack: a bug becomes an issue, a proven fix, a merge and a release, and the asker confirms it", async (t) => {
  if (world.workbenchProblem !== null) {
    console.log(`skipped: ${world.workbenchProblem}`);
    t.skip(world.workbenchProblem);
  }
  const { slack, slackChannels, github, repo } = world;
  const ann = slack.addUser({ name: "Ann" });
  const ts = slack.say(ann, slackChannels.support, MAILER_BUG);
  const ticket = await world.ticketOf(ts);
  expect(ticket.type).toBe("bug");

  const filed = await saidInSlack(ts, "bug report");
  const [issue] = await github.readIssues(repo);
  const body = String(issue?.["body"]);
  expect(issue).toMatchObject({ number: 1, state: "open" });
  expect(JSON.stringify(issue?.["labels"])).toMatch(/"bug".*"automated"/u);
  expect(filed).toContain(`/${repo}/issues/1`);
  expect(body).toContain("TypeError: Cannot read properties of undefined");
  expect(body).toContain(`https://console.example.test/console/tickets/${ticket.id}`);
  expect(body).not.toContain("Ann");

  const card = await cardOf(ticket.id);
  await press(card.ts, "escalation_claim:");
  await linkAgent(world);
  await press(card.ts, `fix_try:${ticket.id}`);
  await saidToAgents(card.ts, "pull request");
  const [pull] = await github.readPulls(repo);
  expect(pull).toMatchObject({ number: 2, draft: true, head: { ref: `automated-fix/ticket-${ticket.id}` } });
  expect(String(pull?.["title"])).toMatch(/^\[Automated Fix\] /u);
  expect(String(pull?.["body"])).toMatch(/fail[\s\S]*pass/u);
  const head = String(await github.headOf(repo, `automated-fix/ticket-${ticket.id}`));
  expect(await github.readFile(repo, head, "src/address.js")).toContain('text.includes("<")');

  await github.setChecks(repo, head, "success");
  await saidToAgents(card.ts, "have passed");
  await press(card.ts, `fix_reviewed:${ticket.id}`);
  await github.review(repo, 2, "APPROVE", { by: "bea" });
  await github.merge(repo, 2, { by: "bea" });
  await saidInSlack(ts, "has been merged");
  expect(await world.untilStatus(ticket.id, "resolved")).toMatchObject({ resolution: "assumed" });

  await github.release(repo, "v1.4.2");
  const shipped = await saidInSlack(ts, "v1.4.2");
  expect(shipped).toContain("Does it work for you now?");
  await clickInThread(ann, ts, `fix_works:${ticket.id}`);
  await expect.poll(async () => (await world.ticketOf(ts)).resolution, { timeout: 15_000 }).toBe("confirmed");

  expect(await world.eventsOf(ticket.id)).toEqual(
    expect.arrayContaining([
      "created",
      "escalated",
      "github_issue_created",
      "github_fix_requested",
      "github_fix_finished",
      "github_pr_created",
      "github_pr_reviewed",
      "github_pr_merged",
      "github_shipped",
      "resolved",
    ]),
  );
  expect([slack.errors, github.errors]).toEqual([[], []]);
}, 180_000);

test("Discord: a bug whose issue is closed as not planned tells its asker exactly that", async () => {
  const { discord, discordChannels, github, repo } = world;
  const cleo = discord.addUser({ name: "cleo" }).id;
  const { thread } = discord.createPost(cleo, discordChannels.forum, {
    title: "Bug: letters over 10 MB are cut off",
    text: "Bug: letters over 10 MB are cut off without an error.\n\nSteps:\n1. Send a letter of 11 MB\n2. Open it\n\nExpected: all of it arrives.\nActual: the end is missing, the log says `Error: E_TRUNCATED at writeLetter (src/write.js:10:3)`.\nVersion: mailer 1.4.1 on Debian 12",
  });
  const ticket = await world.ticketOf(thread.id);
  await saidInDiscord(thread.id, "bug report");
  const issues = await github.readIssues(repo);
  const number = Number(issues.find((one) => String(one["title"]).includes("10 MB"))?.["number"]);

  await github.closeIssue(repo, number, "not_planned");
  await saidInDiscord(thread.id, "not planned");

  expect((await world.ticketOf(thread.id)).status).toBe("escalated");
  expect(await world.eventsOf(ticket.id)).toContain("github_issue_closed");
  expect([discord.errors, github.errors]).toEqual([[], []]);
}, 120_000);

const shown = (message: { text: string; sentBlocks: unknown }): string =>
  JSON.stringify([message.text, message.sentBlocks]);

async function saidInSlack(ts: string, text: string): Promise<string> {
  const { slack, slackChannels } = world;
  const find = () =>
    slack
      .thread(slackChannels.support, ts)
      .slice(1)
      .find((one) => shown(one).includes(text));
  return shown(await awaited(text, slack.waitFor(find, PATIENCE)));
}

async function clickInThread(userId: string, ts: string, button: string): Promise<void> {
  const { slack, slackChannels } = world;
  const message = slack.thread(slackChannels.support, ts).find((one) => shown(one).includes(button));
  await slack.click(userId, slackChannels.support, message?.ts ?? "", button);
}

async function cardOf(ticketId: number) {
  const { slack, slackChannels } = world;
  return slack.waitFor(
    () => slack.messages(slackChannels.agents).find((one) => shown(one).includes(`#${ticketId} `)),
    PATIENCE,
  );
}

/** In the thread of a card. */
async function saidToAgents(cardTs: string, text: string): Promise<void> {
  const { slack, slackChannels } = world;
  const find = () =>
    slack
      .thread(slackChannels.agents, cardTs)
      .slice(1)
      .find((one) => shown(one).includes(text));
  await awaited(text, slack.waitFor(find, PATIENCE));
}

/** An agent presses the button on the card or under it whose id begins so, once it is there. */
async function press(cardTs: string, button: string): Promise<void> {
  const { slack, slackChannels } = world;
  const find = () => {
    for (const message of slack.thread(slackChannels.agents, cardTs)) {
      const id = shown(message).match(new RegExp(`${button}[\\d:]*`, "u"))?.[0];
      if (id !== undefined) return { ts: message.ts, id };
    }
    return undefined;
  };
  const found = await awaited(button, slack.waitFor(find, PATIENCE));
  await slack.click(world.agents.slack, slackChannels.agents, found.ts, found.id);
}

async function saidInDiscord(threadId: string, text: string): Promise<void> {
  const { discord } = world;
  const find = () => discord.messages(threadId).find((message) => JSON.stringify(message).includes(text));
  await awaited(text, discord.waitFor(find, PATIENCE.timeoutMs));
}
