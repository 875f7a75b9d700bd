import { expect, test } from "vitest";
import { serveFromNow, setBurst, slackAway, wait } from "./slack-away.ts";

const { aWorld, awayDuring, contentsOf, says, start, ticketsOf } = await slackAway();

test("what was asked while the bot was away becomes tickets when it is back, once", async () => {
  const world = await aWorld({ retryDelaysMs: [1_500, 1_500] });
  const { slack, support, people } = world;
  const robot = slack.addUser({ name: "robot", isBot: true });

  await awayDuring(world, () => {
    slack.say(people.ada, support, "How do I log in?");
    slack.say(people.ada, support, "And where do I see my invoices?");
    slack.say(people.carl, support, "Is there a dark theme?");
    slack.say(robot, support, "Deploy 4711 failed. Why?");
    slack.join(slack.addUser({ name: "newbie" }), support);
  });
  await expect.poll(says("took in messages that had been missed"), wait).toBe(true);
  await slack.settled();

  const tickets = await ticketsOf(world);
  expect(tickets.map(({ subject }) => subject)).toEqual(["How do I log in?", "Is there a dark theme?"]);
  expect(await contentsOf(tickets[0]?.id ?? 0)).toEqual([
    "How do I log in?",
    "And where do I see my invoices?",
  ]);
  expect(slack.deliveries.some(({ attempts, isAcked }) => attempts > 1 && isAcked)).toBe(true);
  expect(slack.errors).toEqual([]);
});

test("questions that one person asked apart from each other are not one question because they come late", async () => {
  const world = await aWorld();
  await setBurst(world, 0.001);

  await awayDuring(world, async () => {
    world.slack.say(world.people.ada, world.support, "How do I log in?");
    await new Promise((resolve) => setTimeout(resolve, 50));
    world.slack.say(world.people.ada, world.support, "Is there a dark theme?");
  });

  await expect.poll(() => ticketsOf(world), wait).toHaveLength(2);
});

test("replies in the threads of a ticket, of a direct message and of a card are found again", async () => {
  const world = await aWorld();
  const { slack, support, agents, people } = world;
  const dm = slack.openDm(people.carl);
  const ts = slack.say(people.ada, support, "Which color should I paint my kitchen?");
  const direct = slack.say(people.carl, dm, "What is a good soup?");
  const tickets = await world.tickets(2);
  const inChannel = tickets.find(({ isDirect }) => !isDirect);
  const inDirect = tickets.find(({ isDirect }) => isDirect);
  await world.answer(inChannel?.id ?? 0);
  const card = slack.messages(agents).at(-1)?.ts ?? "";

  await awayDuring(world, () => {
    slack.say(people.ada, support, "It is a small kitchen.", { threadTs: ts });
    slack.say(people.bea, agents, "White makes it look bigger.", { threadTs: card });
    slack.say(people.carl, dm, "Without onions.", { threadTs: direct });
    slack.say(people.carl, dm, "And what about bread?");
  });

  const kitchen = () => contentsOf(inChannel?.id ?? 0);
  await expect.poll(kitchen, wait).toContain("It is a small kitchen.");
  await expect.poll(kitchen, wait).toContain("White makes it look bigger.");
  const soup = () => contentsOf(inDirect?.id ?? 0);
  await expect.poll(soup, wait).toEqual(["What is a good soup?", "And what about bread?", "Without onions."]);
  expect(slack.errors).toEqual([]);
});

test("replies in old threads are found far back in the channel, and one by one where they are rare", async () => {
  const world = await aWorld();
  const { slack, support, people } = world;
  const lonely = slack.say(people.carl, support, "What is the meaning of the beta mark?");
  for (let index = 0; index < 20; index += 1) slack.say(people.bea, support, "Good morning!");
  const ask = (text: string) =>
    slack.say(slack.addUser({ name: text }), support, `${text} question, please?`);
  const dense = ["First", "Second", "Third"].map(ask);
  await world.tickets(4);
  for (let index = 0; index < 15; index += 1) slack.say(people.bea, support, "Good evening!");
  await slack.settled();
  await serveFromNow(world);

  await awayDuring(world, () => {
    for (const threadTs of [lonely, ...dense]) slack.say(people.carl, support, "Any news?", { threadTs });
  });

  for (const { id } of await ticketsOf(world)) {
    await expect.poll(() => contentsOf(id), wait).toContain("Any news?");
  }
  expect(slack.calls("conversations.replies").length).toBeLessThanOrEqual(4);
});

test("sixty messages on several pages are taken in in the order in which they were said", async () => {
  const world = await aWorld();
  const { slack, support } = world;
  const askers = Array.from({ length: 60 }, (_, index) => slack.addUser({ name: `asker-${index}` }));

  const said: string[] = [];
  await awayDuring(world, () => {
    for (const asker of askers) said.push(slack.say(asker, support, "How do I log in?"));
  });
  await expect.poll(() => ticketsOf(world), { timeout: 30_000 }).toHaveLength(60);

  expect((await ticketsOf(world)).map(({ threadId }) => threadId)).toEqual(said);
  const pages = slack.calls("conversations.history").filter(({ args }) => args["channel"] === support);
  expect(pages.every(({ args }) => args["limit"] === 15)).toBe(true);
  expect(pages.length).toBeGreaterThanOrEqual(4);
});

test("what was said before a channel was served is left alone", async () => {
  const world = await aWorld();
  const { slack, support, people } = world;
  await world.bot.stop();
  slack.say(people.ada, support, "How did people ask before?");
  await serveFromNow(world);

  slack.say(people.carl, support, "And how do they ask now?");
  await start(world);

  await expect.poll(() => ticketsOf(world), wait).toMatchObject([{ subject: "And how do they ask now?" }]);
});
