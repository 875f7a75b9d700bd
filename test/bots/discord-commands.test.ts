import { afterAll, beforeAll, expect, test } from "vitest";
import type { DiscordWorld } from "./discord-world.ts";
import { discordWorld, publishArticle, said, seen } from "./discord-world.ts";

let world: DiscordWorld;

beforeAll(async () => {
  world = await discordWorld();
  await publishArticle(world);
});
afterAll(async () => {
  await world.stop([50_007, 50_013]);
});

/** What the person who acted gets to see. */
async function shown(interaction: Awaited<ReturnType<DiscordWorld["discord"]["click"]>>): Promise<string> {
  const { original, acknowledgment } = await world.discord.settled(interaction);
  expect(acknowledgment?.afterMs).toBeLessThan(1000);
  return original ? seen(original) : "";
}

async function fillForm(userId: string, channelId: string, values: Record<string, string | string[]>) {
  await world.discord.slash(userId, channelId, "support", "new");
  return shown(await world.discord.submitModal(userId, "ticket_form", values));
}

test("commands are registered once and not again when nothing changed", async () => {
  const { discord } = world;

  await world.stopBot();
  await world.startBot();

  expect(discord.commands().map(({ name, type }) => ({ name, type }))).toEqual([
    { name: "support", type: 1 },
    { name: "feedback", type: 1 },
    { name: "Make a ticket", type: 3 },
    { name: "Report a bug", type: 3 },
    { name: "Make a feature request", type: 3 },
  ]);
  expect(discord.calls(/^PUT .*commands$/u)).toHaveLength(1);
});

test("/support help explains itself to the person alone", async () => {
  const { discord, general, member } = world;

  const help = await shown(await discord.slash(member.id, general.id, "support", "help"));

  expect(help).toContain("How to get help here");
  expect(said(discord, general.id)).toEqual([]);
});

test("the form sent in a support channel becomes a message with a thread", async () => {
  const { discord, support, member } = world;

  const answer = await fillForm(member.id, support.id, {
    subject: "Token is gone",
    type: ["bug"],
    description: "I cannot find my API token any more.",
  });

  const [ticket] = await world.tickets();
  expect(answer).toContain(`Ticket #${ticket?.id} is open.`);
  expect(ticket).toMatchObject({ subject: "Token is gone", type: "bug", askerName: "Mia Member" });
  expect(discord.thread(ticket?.threadId ?? "").name).toBe("Token is gone");
  expect(said(discord, support.id)).toEqual([
    "**Mia Member asks: Token is gone**\n\nI cannot find my API token any more.",
  ]);
});

test("a form of nothing that can be seen is refused and posts nothing", async () => {
  const { discord, support, member } = world;
  const before = discord.messages(support.id).length;

  const answer = await fillForm(member.id, support.id, { subject: "Help!", description: "\u200B \u2060" });

  expect(answer).toBe("Fill in the subject and the description.");
  expect(discord.messages(support.id)).toHaveLength(before);
});

test("the form sent in a forum becomes a post with a tag", async () => {
  const { discord, forum } = world;
  const { thread } = discord.createPost(world.member.id, forum.id, { title: "Other", text: "Where is it?" });

  await fillForm(world.member.id, thread.id, {
    subject: "Login fails",
    type: ["bug"],
    description: "Every time.",
  });

  const [ticket] = await world.tickets();
  const post = discord.thread(ticket?.threadId ?? "");
  expect(post).toMatchObject({ name: "Login fails", appliedTags: ["Bug", "Open"] });
  expect(said(discord, post.id)).toEqual(["**Mia Member:** Every time."]);
});

test("the form sent elsewhere goes on in direct messages", async () => {
  const { discord, general } = world;
  const kim = discord.addUser({ name: "kim" });

  const answer = await fillForm(kim.id, general.id, {
    subject: "Quiet question",
    description: "How do I rotate it?",
  });

  const [ticket] = await world.tickets();
  expect(answer).toContain("in our direct messages");
  expect(ticket).toMatchObject({ isDirect: true, type: "general" });
  await world.answer(ticket?.id ?? 0, { markdown: "Press Rotate." });
  expect(discord.dms(kim.id).map(seen).at(-1)).toContain("Press Rotate.");
});

test("a form that cannot be posted in its channel goes on in direct messages", async () => {
  const { discord, support } = world;
  const max = discord.addUser({ name: "max" });
  discord.fail(/^POST \/channels\/\d+\/messages$/u, {
    status: 403,
    code: 50_013,
    message: "Missing Permissions",
  });

  const answer = await fillForm(max.id, support.id, { subject: "No room", description: "Where am I?" });

  expect(answer).toContain("in our direct messages");
  expect(discord.dms(max.id).map(seen).at(-1)).toContain("Where am I?");
});

test("whoever's form comes to nothing gets back what they wrote", async () => {
  const { support, member } = world;
  world.trouble.transactions = 1;

  const answer = await fillForm(member.id, support.id, {
    subject: "Lost",
    description: "Hours of **work**.",
  });

  expect(answer).toMatch(/^Something went wrong\. Please try again/u);
  expect(answer).toContain("Hours of **work**.");
});

test("whoever takes no direct messages is told what to do instead", async () => {
  const { discord, general } = world;
  const lee = discord.addUser({ name: "lee" });
  discord.closeDms(lee.id);
  const before = (await world.tickets()).length;

  const answer = await fillForm(lee.id, general.id, { subject: "Hello there", description: "Can you help?" });

  expect(answer).toContain("Allow direct messages, or use this in a support channel.");
  expect(await world.tickets()).toHaveLength(before);
});

test("'Make a ticket' on a message makes its author the asker, once", async () => {
  const { discord, general, agent } = world;
  const sam = discord.addUser({ name: "sam", globalName: "Sam" });
  const message = discord.say(sam.id, general.id, "My invoice shows the wrong address");

  const first = await shown(await discord.messageMenu(agent.id, general.id, message.id, "Make a ticket"));
  const again = await shown(await discord.messageMenu(agent.id, general.id, message.id, "Make a ticket"));

  const ticket = await world.ticketIn(message.id);
  expect(ticket).toMatchObject({ askerName: "Sam", type: "billing" });
  expect(first).toContain(`Ticket #${ticket.id} is open.`);
  expect(first).toContain(`https://discord.com/channels/${discord.guildId}/${general.id}/${message.id}`);
  expect(again).toContain("There is a ticket for this already.");
});

test("'Report a bug' on one's own message makes a bug ticket that goes to people", async () => {
  const { discord, general, member } = world;
  const message = discord.say(member.id, general.id, "The export is empty since Monday.");

  const first = await shown(await discord.messageMenu(member.id, general.id, message.id, "Report a bug"));

  const ticket = (await world.tickets()).find((one) => one.threadId === message.id);
  expect(first).toContain(`Reported as a bug: ticket #${ticket?.id}.`);
  expect(ticket).toMatchObject({ type: "bug", status: "escalated" });
});

test("/support bug opens the form with the type chosen", async () => {
  const { discord, support, member } = world;

  await discord.slash(member.id, support.id, "support", "bug");
  await shown(
    await discord.submitModal(member.id, "ticket_form", { subject: "Empty now", description: "It is." }),
  );

  expect((await world.tickets()).find((ticket) => ticket.subject === "Empty now")).toMatchObject({
    type: "bug",
  });
});

test("'Make a ticket' refuses what a bot said and what stands in the agents' channel", async () => {
  const { discord, general, agents, agent } = world;
  const robot = discord.addUser({ name: "robot", bot: true });
  const noise = discord.say(robot.id, general.id, "Deployment finished");
  const aside = discord.say(agent.id, agents.id, "Who is on duty?");

  expect(await shown(await discord.messageMenu(agent.id, general.id, noise.id, "Make a ticket"))).toContain(
    "what people wrote",
  );
  expect(await shown(await discord.messageMenu(agent.id, agents.id, aside.id, "Make a ticket"))).toContain(
    "the agents' channel",
  );
});

test("/support my lists a person's own tickets with links", async () => {
  const { discord, general } = world;
  const pat = discord.addUser({ name: "pat" });
  expect(await shown(await discord.slash(pat.id, general.id, "support", "my"))).toContain(
    "You have no tickets yet.",
  );
  const { thread } = discord.createPost(pat.id, world.forum.id, { title: "Big *bug*", text: "It is broken" });
  const ticket = await world.ticketIn(thread.id);

  const list = await shown(await discord.slash(pat.id, general.id, "support", "my"));

  const url = `https://discord.com/channels/${discord.guildId}/${thread.id}`;
  expect(list).toContain(String.raw`**#${ticket.id}** [Big \*bug\*](<${url}>) · waiting for an answer`);
});

test("trouble gets a reference that the log has too, and nothing more than one's own words", async () => {
  const { discord, forum, member, logged } = world;
  const { thread } = discord.createPost(member.id, forum.id, { title: "Another", text: "Where is it?" });
  discord.http500(/^POST .*threads$/u, 2);

  const answer = await fillForm(member.id, thread.id, { subject: "Unlucky", description: "Bad moment." });

  const failure = logged.findLast(({ message }) => message === "an interaction failed");
  expect(answer).toMatch(/^Something went wrong\..* [\da-f]{8}\n\n\*\*What you wrote:\*\*\n\nBad moment\.$/u);
  expect(answer).toContain(String(failure?.fields["reference"]));
});
