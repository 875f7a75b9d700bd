import { expect, test } from "vitest";
import { emit } from "../standins/slack/events.ts";
import { messagesOf, slackWorlds, teach } from "./slack-world.ts";

const { db, aWorld } = await slackWorlds();

test("a question in a support channel becomes a ticket that is seen and answered in its thread", async () => {
  const world = await aWorld();
  const { slack, support, people } = world;
  await teach(world);

  const ts = slack.say(people.ada, support, "How do I rotate the API token?");
  const [ticket] = await world.tickets();
  await world.deliver();
  await world.answer(ticket?.id ?? 0);

  expect(ticket).toMatchObject({
    subject: "How do I rotate the API token?",
    channelId: support,
    threadId: ts,
  });
  expect(slack.reactions(support, ts)).toEqual([{ name: "eyes", users: [slack.botUserId] }]);
  const [, answer] = slack.thread(support, ts);
  expect(answer?.text).toContain("Open Settings, then Tokens.");
  expect(JSON.stringify(answer?.sentBlocks)).toContain(
    "Sources: <https://help.example.com/api-tokens#api-tokens|API tokens>",
  );
  expect(slack.errors).toEqual([]);
});

test("the ticket knows the asker by the name that people see in Slack", async () => {
  const world = await aWorld();

  world.slack.say(world.people.ada, world.support, "Where are the logs kept?");
  const [ticket] = await world.tickets();
  await world.answer(ticket?.id ?? 0);

  const card = world.slack.messages(world.agents).at(-1);
  expect(JSON.stringify(card?.sentBlocks)).toContain("Ada, ada@example.com");
});

test("people of another company ask and edit in a channel that is shared with them", async () => {
  const world = await aWorld();
  const dan = world.slack.addUser({ name: "Dan", teamId: "T0PARTNER01" });

  const ts = world.slack.mention(dan, world.support, "How do I lgo in?");
  const [ticket] = await world.tickets();
  world.slack.edit(dan, world.support, ts, "How do I log in?");
  await world.slack.settled();

  expect(ticket).toMatchObject({ channelId: world.support, threadId: ts });
  expect(await messagesOf(db, ticket?.id ?? 0)).toMatchObject([{ content: "How do I log in?" }]);
});

test("three deliveries of every event make one ticket with one message", async () => {
  const world = await aWorld();
  world.slack.redeliver(3);

  const ts = world.slack.mention(world.people.ada, world.support, "how do I log in?");
  const [ticket] = await world.tickets();
  await world.deliver();

  expect(await messagesOf(db, ticket?.id ?? 0)).toMatchObject([{ content: "how do I log in?" }]);
  expect(world.slack.reactions(world.support, ts)).toHaveLength(1);
});

test("a mention is a question anywhere, and other talk in that channel is left alone", async () => {
  const world = await aWorld();
  const general = world.slack.addChannel({ name: "general" });

  world.slack.say(world.people.carl, general, "Who wants pizza?");
  world.slack.mention(world.people.ada, general, "how do I log in?");

  expect(await world.tickets()).toMatchObject([{ channelId: general, subject: "how do I log in?" }]);
});

test("a bare mention in a thread takes the thread's first message as the question of its author", async () => {
  const world = await aWorld();
  const general = world.slack.addChannel({ name: "general" });
  const root = world.slack.say(world.people.ada, general, "The export button is gone since Monday.");

  world.slack.mention(world.people.carl, general, "", { threadTs: root });
  const [ticket] = await world.tickets();

  expect(ticket).toMatchObject({ threadId: root, description: "The export button is gone since Monday." });
  const [message] = await messagesOf(db, ticket?.id ?? 0);
  expect(message?.platformMessageId).toBe(root);
});

test("a bare mention outside of threads is greeted", async () => {
  const world = await aWorld();
  const general = world.slack.addChannel({ name: "general" });

  const ts = world.slack.mention(world.people.ada, general, "");
  await world.tickets(0);
  await world.deliver();

  expect(world.slack.thread(general, ts).at(-1)?.text).toContain("Ask me a question");
});

test("a direct message is a question, and what follows in its thread belongs to it", async () => {
  const world = await aWorld();
  const dm = world.slack.openDm(world.people.ada);

  const ts = world.slack.say(world.people.ada, dm, "How do I log in?");
  const [ticket] = await world.tickets();
  world.slack.say(world.people.ada, dm, "I use the phone app.", { threadTs: ts });
  await world.tickets();

  expect(ticket).toMatchObject({ isDirect: true, channelId: dm, threadId: ts });
  expect(await messagesOf(db, ticket?.id ?? 0)).toMatchObject([
    { content: "How do I log in?" },
    { content: "I use the phone app." },
  ]);
});

test("thanks beside the thread of a direct message are for its last answer, not a greeting", async () => {
  const world = await aWorld();
  const { slack, people } = world;
  await teach(world);
  const dm = slack.openDm(people.ada);
  const ts = slack.say(people.ada, dm, "How do I rotate the API token?");
  const [ticket] = await world.tickets();
  await world.answer(ticket?.id ?? 0);

  slack.say(people.ada, dm, "Thanks, that worked!");
  await slack.waitFor(() => slack.deliveries.every(({ isAcked }) => isAcked));
  await world.deliver();

  expect(await world.tickets()).toMatchObject([{ status: "resolved", resolution: "confirmed" }]);
  expect(slack.thread(dm, ts).at(-1)?.text).toContain("How did we do?");
  expect(slack.messages(dm).map(({ text }) => text)).not.toContainEqual(
    expect.stringContaining("Ask me a question"),
  );
});

test("bots, joins and greetings open nothing", async () => {
  const world = await aWorld();
  const robot = world.slack.addUser({ name: "robot", isBot: true });
  world.slack.workspace.getChannel(world.support).members.add(robot);

  world.slack.say(robot, world.support, "Deploy 4711 failed. Why?");
  world.slack.join(world.slack.addUser({ name: "newbie" }), world.support);
  world.slack.say(world.people.ada, world.support, "Hello everyone!");
  world.slack.say(world.people.ada, world.support, "🎉🎉");

  expect(await world.tickets(0)).toEqual([]);
});

test("a reply that is shown in the channel too is one follow-up and no new ticket", async () => {
  const world = await aWorld();
  const ts = world.slack.say(world.people.ada, world.support, "How do I log in?");
  const [ticket] = await world.tickets();

  world.slack.say(world.people.ada, world.support, "It says wrong password.", {
    threadTs: ts,
    isBroadcast: true,
  });
  await world.tickets();

  expect(await messagesOf(db, ticket?.id ?? 0)).toHaveLength(2);
});

test("a screenshot without words is a message that names the file", async () => {
  const world = await aWorld();

  world.slack.say(world.people.ada, world.support, "", { files: [{ name: "screenshot.png" }] });

  expect(await world.tickets()).toMatchObject([{ description: "(attached: screenshot.png)" }]);
});

test("an edit is taken over, and a link's preview is no edit", async () => {
  const world = await aWorld();
  const ts = world.slack.say(world.people.ada, world.support, "How do I lgo in at <https://x.dev>?");
  const [ticket] = await world.tickets();

  world.slack.unfurl(world.support, ts);
  await world.slack.settled();
  const [unfurled] = await messagesOf(db, ticket?.id ?? 0);
  world.slack.edit(world.people.ada, world.support, ts, "How do I log in at <https://x.dev>?");
  await world.slack.settled();

  expect(unfurled?.editedAt).toBeNull();
  expect(await messagesOf(db, ticket?.id ?? 0)).toMatchObject([
    { content: "How do I log in at https://x.dev?" },
  ]);
});

test("an edit is taken over also when Slack does not tell what stood there before", async () => {
  const world = await aWorld();
  const { slack, support, people } = world;
  const ts = slack.say(people.ada, support, "How do I lgo in?");
  const [ticket] = await world.tickets();

  const message = { type: "message", user: people.ada, text: "How do I log in?", ts };
  const event = { type: "message", subtype: "message_changed", hidden: true, channel: support, message, ts };
  emit(slack.core, event, slack.workspace.getChannel(support));
  await slack.settled();

  expect(await messagesOf(db, ticket?.id ?? 0)).toMatchObject([{ content: "How do I log in?" }]);
});

test("a deleted message leaves the ticket, also when its thread lives on", async () => {
  const world = await aWorld();
  const ts = world.slack.say(world.people.ada, world.support, "My password is hunter2, why can't I log in?");
  const [ticket] = await world.tickets();
  await world.answer(ticket?.id ?? 0);

  world.slack.remove(world.support, ts);
  await world.slack.settled();

  const [message] = await messagesOf(db, ticket?.id ?? 0);
  expect(message).toMatchObject({ content: "" });
  expect(message?.deletedAt).not.toBeNull();
});

test.each([
  ["everybody's mention", "<!channel> <!here> why is <!subteam^S0123456|@helpers> away?"],
  ["HTML and Markdown", "<b>bold</b> # not a title\n\n- [x](javascript:alert(1)) ```"],
  ["40,000 characters", `Why does this fail? ${"very long ".repeat(3998)}`],
  ["zero-width and control characters", "Why\u200B does\u0007 this\u202E fail?"],
])("%s in a question pings nobody and breaks nothing", async (_, text) => {
  const world = await aWorld();

  const ts = world.slack.say(world.people.ada, world.support, text);
  const [ticket] = await world.tickets();
  await world.answer(ticket?.id ?? 0);

  expect(world.slack.thread(world.support, ts).length).toBeGreaterThan(1);
  expect(world.slack.messages(world.agents)).toHaveLength(1);
  expect(world.slack.notifications()).toEqual([]);
  expect(world.slack.errors).toEqual([]);
});

test("a missing answer about a person's name costs the name and not the question", async () => {
  const world = await aWorld();
  world.slack.fail("users.info", "user_not_found");

  world.slack.say(world.people.ada, world.support, "How do I log in?");

  expect(await world.tickets()).toHaveLength(1);
});

test("an answer about a name that takes too long does not hold up the acknowledgment", async () => {
  const world = await aWorld();
  world.slack.hang("users.info", 2500);

  world.slack.say(world.people.ada, world.support, "How do I log in?");
  await world.tickets();

  expect(world.slack.deliveries).toMatchObject([{ attempts: 1, isAcked: true }]);
});

test("a person whose name came too late is known by name and address with the next question", async () => {
  const world = await aWorld();
  const { slack, people, support, agents } = world;
  slack.hang("users.info", 1500);

  slack.say(people.ada, support, "How do I log in?");
  await world.tickets();
  slack.say(people.ada, slack.openDm(people.ada), "And where are the logs kept?");
  const [, second] = await world.tickets(2);
  await world.answer(second?.id ?? 0);

  const card = slack.messages(agents).at(-1);
  expect(JSON.stringify(card?.sentBlocks)).toContain("Ada, ada@example.com");
});
