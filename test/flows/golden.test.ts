import { afterAll, beforeAll, expect, test } from "vitest";
import { findAnswerable, importRealKnowledge } from "../support/knowledge.ts";
import { startWorld } from "../support/world.ts";
import type { World } from "../support/world.ts";

let world: World;
let sure: { question: string; source: string };
let unsure: { question: string; source: string };
const people = { ada: "", carl: "", cleo: "" };

beforeAll(async () => {
  world = await startWorld();
  const { ctx, workspace, slack, discord } = world;
  const questions = await importRealKnowledge(ctx, workspace.id);
  const answerable = await findAnswerable(ctx, workspace.id, questions);
  const [first, second] = answerable;
  if (!first || !second) throw new Error("fewer than two questions have the right source first");
  sure = { question: first.question, source: first.asked.sources[0]?.title ?? "" };
  unsure = { question: second.question, source: second.asked.sources[0]?.title ?? "" };
  await world.settings({
    resolveThreshold: (first.confidence + second.confidence) / 2,
    answerThreshold: second.confidence - 0.001,
  });
  people.ada = slack.addUser({ name: "Ada" });
  people.carl = slack.addUser({ name: "Carl" });
  people.cleo = discord.addUser({ name: "cleo" }).id;
}, 400_000);

afterAll(async () => {
  await world.stop();
});

const NOBODY_KNOWS = "Which color should I paint my kitchen, and what is a good recipe for onion soup?";

test("Slack: a sure answer with its source, thanked for, rated and opened again", async () => {
  const { slack, slackChannels } = world;
  const ts = slack.say(people.ada, slackChannels.support, sure.question);
  const ticket = await world.ticketOf(ts);
  await world.untilStatus(ticket.id, "resolved");
  const answer = await slackReply(ts, sure.source);
  expect(slack.reactions(slackChannels.support, ts).map((reaction) => reaction.name)).toContain("eyes");

  await slack.click(people.ada, slackChannels.support, answer.ts, `ticket_solved:${ticket.id}`);
  const request = await slackReply(ts, "How did we do?");
  await slack.click(people.ada, slackChannels.support, request.ts, `ticket_rate:${ticket.id}:5`);
  await slackReply(ts, "Thanks for the 5 ★");
  expect(await world.untilStatus(ticket.id, "resolved")).toMatchObject({
    resolution: "confirmed",
    satisfactionRating: 5,
  });

  slack.say(
    people.ada,
    slackChannels.support,
    "Sorry, it fails again after a restart. What else can I try?",
    { threadTs: ts },
  );
  await world.untilStatus(ticket.id, "ai_responding", "escalated", "resolved");
  await slack.settled();
  await expect.poll(() => world.eventsOf(ticket.id)).toContain("reopened");
  expect((await world.eventsOf(ticket.id)).slice(0, 6)).toEqual([
    "created",
    "status_changed",
    "status_changed",
    "resolved",
    "resolved",
    "rated",
  ]);
  expect(slack.errors).toEqual([]);
});

test("Slack: a less sure answer asks back", async () => {
  const { slack, slackChannels } = world;
  const ts = slack.say(people.carl, slackChannels.support, unsure.question);
  const ticket = await world.ticketOf(ts);
  await world.untilStatus(ticket.id, "ai_responding");

  const answer = await slackReply(ts, unsure.source);
  expect(JSON.stringify(answer.sentBlocks)).toMatch(/\?/u);
  expect(JSON.stringify(answer.sentBlocks)).toContain(`ticket_ask_person:${ticket.id}`);
  expect(slack.errors).toEqual([]);
});

test("Slack: what nobody has written down goes to people, and an agent answers from the card", async () => {
  const { slack, slackChannels } = world;
  const ts = slack.say(people.ada, slackChannels.support, NOBODY_KNOWS);
  const ticket = await world.ticketOf(ts);
  await world.untilStatus(ticket.id, "escalated");
  await slackReply(ts, "I've asked the team");
  const card = await slack.waitFor(
    () =>
      slack
        .messages(slackChannels.agents)
        .find((message) => JSON.stringify(message.sentBlocks).includes(`#${ticket.id} Which color`)),
    { timeoutMs: 15_000 },
  );

  const claim = JSON.stringify(card.sentBlocks).match(/escalation_claim:\d+/u)?.[0] ?? "";
  await slack.click(world.agents.slack, slackChannels.agents, card.ts, claim);
  await slackReply(ts, "is looking into this");
  slack.say(world.agents.slack, slackChannels.agents, "Blue, and the soup needs time.", {
    threadTs: card.ts,
  });
  await slackReply(ts, "Blue, and the soup needs time.");
  slack.say(people.ada, slackChannels.support, "How much time?", { threadTs: ts });
  await slack.waitFor(
    () =>
      slack.thread(slackChannels.agents, card.ts).some((message) => message.text.includes("How much time?")),
    { timeoutMs: 15_000 },
  );
  await slack.click(world.agents.slack, slackChannels.agents, card.ts, claim.replace("claim", "resolve"));

  expect(await world.untilStatus(ticket.id, "resolved")).toMatchObject({
    resolution: "confirmed",
    handler: "human",
  });
  expect(await world.eventsOf(ticket.id)).toEqual([
    "created",
    "status_changed",
    "escalated",
    "assigned",
    "comment_added",
    "comment_added",
    "resolved",
  ]);
  expect(slack.errors).toEqual([]);
});

test("Discord: a forum post is answered with its source, solved, rated and opened again", async () => {
  const { discord, discordChannels } = world;
  const { thread } = discord.createPost(people.cleo, discordChannels.forum, {
    title: sure.question.slice(0, 90),
    text: sure.question,
  });
  const ticket = await world.ticketOf(thread.id);
  await world.untilStatus(ticket.id, "resolved", "ai_responding");
  const answer = await discordReply(thread.id, sure.source);

  await discord.click(people.cleo, thread.id, answer.id, `ticket_solved:${ticket.id}`);
  const request = await discordReply(thread.id, "How did we do?");
  await discord.click(people.cleo, thread.id, request.id, `ticket_rate:${ticket.id}:4`);
  await expect.poll(async () => (await world.ticketOf(thread.id)).satisfactionRating).toBe(4);
  await expect.poll(() => discord.thread(thread.id).appliedTags).toContain("solved");

  discord.say(people.cleo, thread.id, "It broke again today, what now?");
  await expect.poll(() => world.eventsOf(ticket.id)).toContain("reopened");
  expect(discord.errors).toEqual([]);
});

test("Discord: a question nobody has written down is answered by an agent under the card", async () => {
  const { discord, discordChannels } = world;
  const { thread } = discord.createPost(people.cleo, discordChannels.forum, {
    title: "Kitchen",
    text: NOBODY_KNOWS,
  });
  const ticket = await world.ticketOf(thread.id);
  await world.untilStatus(ticket.id, "escalated");
  await discordReply(thread.id, "I've asked the team");
  const card = await discord.waitFor(() =>
    discord
      .messages(discordChannels.agents)
      .find((message) => JSON.stringify(message).includes(`#${ticket.id} Kitchen`)),
  );
  await expect.poll(() => isThread(card.id)).toBe(true);

  discord.say(world.agents.discord, card.id, "Green.");
  await discordReply(thread.id, "Green.");
  expect(await world.ticketOf(thread.id)).toMatchObject({ handler: "human", status: "escalated" });
  expect(await world.eventsOf(ticket.id)).toEqual([
    "created",
    "status_changed",
    "escalated",
    "comment_added",
    "assigned",
  ]);
  expect(discord.errors).toEqual([]);
});

function isThread(id: string): boolean {
  try {
    return world.discord.thread(id).messages.length >= 0;
  } catch {
    return false;
  }
}

async function slackReply(ts: string, text: string) {
  const { slack, slackChannels } = world;
  return slack.waitFor(
    () =>
      slack
        .thread(slackChannels.support, ts)
        .slice(1)
        .find((message) => JSON.stringify([message.text, message.sentBlocks]).includes(text)),
    { timeoutMs: 15_000 },
  );
}

async function discordReply(threadId: string, text: string) {
  const { discord } = world;
  return discord.waitFor(() =>
    discord
      .messages(threadId)
      .find((message) => message.authorId === discord.botUserId && JSON.stringify(message).includes(text)),
  );
}
