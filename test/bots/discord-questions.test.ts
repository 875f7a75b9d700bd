import { afterAll, beforeAll, expect, test } from "vitest";
import type { DiscordWorld } from "./discord-world.ts";
import { discordWorld, eventually, publishArticle, said } from "./discord-world.ts";

let world: DiscordWorld;

beforeAll(async () => {
  world = await discordWorld();
  await publishArticle(world);
});
afterAll(async () => {
  // A message or post that is deleted before the bot reacts to it is unknown then, and a voice channel takes no thread.
  await world.stop([10_003, 10_008, 50_024]);
});

test("a forum post is answered in its thread with a source, tagged and marked", async () => {
  const { discord, forum, member } = world;
  const { thread, message } = discord.createPost(member.id, forum.id, {
    title: "Rotating tokens",
    text: "How do I rotate the API token?",
  });

  const ticket = await world.ticketIn(thread.id);
  await world.deliver();
  expect(discord.reactions(thread.id, message.id)).toEqual({ "👀": [discord.botUserId] });
  await world.answer(ticket.id, { markdown: "Press **Rotate** in Settings." });

  const [answer] = said(discord, thread.id);
  expect(answer).toContain("Press **Rotate** in Settings.");
  expect(answer).toContain("[Rotate the API token](<https://help.example/rotate-token>)");
  expect(ticket).toMatchObject({ subject: "Rotating tokens", channelId: forum.id });
  expect(discord.thread(thread.id).appliedTags).toEqual(["🙋 Question", "Answered"]);
});

test("a forum post that is deleted leaves its ticket with all that was written in it", async () => {
  const { discord, forum, member } = world;
  const { thread } = discord.createPost(member.id, forum.id, {
    title: "My key",
    text: "How do I rotate the key a1b2c3?",
  });
  const { id } = await world.ticketIn(thread.id);
  discord.say(member.id, thread.id, "It is the key of ada@example.com");
  await eventually(async () => (await world.read(id)).messages.at(1) ?? null);

  discord.deleteThread(thread.id);

  const { ticket, messages } = await eventually(async () => {
    const read = await world.read(id);
    return read.ticket.status === "closed" ? read : null;
  });
  expect([ticket.description, ...messages.map(({ content }) => content)]).toEqual(["", "", ""]);
});

test("what is deleted or edited while the database is away follows when it is back", async () => {
  const { discord, forum, member } = world;
  const [gone, edited] = ["My secret", "My typo"].map((title) =>
    discord.createPost(member.id, forum.id, { title, text: "How do I rotate the key a1b2c3?" }),
  );
  if (!gone || !edited) throw new Error("no posts");
  const [lost, kept] = [await world.ticketIn(gone.thread.id), await world.ticketIn(edited.thread.id)];

  world.trouble.transactions = 1;
  discord.deleteThread(gone.thread.id);
  await eventually(async () => (world.trouble.transactions === 0 ? true : null));
  world.trouble.transactions = 1;
  discord.edit(member.id, edited.thread.id, edited.message.id, "How do I rotate a key?");
  await eventually(async () => (world.trouble.transactions === 0 ? true : null));

  const read = await eventually(async () => {
    const both = [await world.read(lost.id), await world.read(kept.id)];
    const texts = both.map(({ ticket }) => ticket.description);
    return texts.some((text) => text.includes("a1b2c3")) ? null : texts;
  });
  expect(read).toEqual(["", "How do I rotate a key?"]);
});

test("a question in a support channel is answered in a thread that is named after it and has the asker in it", async () => {
  const { discord, support, member } = world;
  const question = discord.say(member.id, support.id, "How can I rotate the API token? It leaked yesterday.");

  const ticket = await world.ticketIn(question.id);
  await world.answer(ticket.id, { markdown: "Press Rotate." });

  const thread = discord.thread(question.id);
  expect(thread.name).toBe("How can I rotate the API token?");
  expect(said(discord, question.id)[0]).toContain("Press Rotate.");
  expect(said(discord, support.id)).toEqual([]);
  expect(discord.calls(`PUT /channels/${question.id}/thread-members/${member.id}`)).toHaveLength(1);
});

test("what the asker writes in the thread joins the ticket, with its edits and deletions", async () => {
  const { discord, support, member } = world;
  const question = discord.say(member.id, support.id, "Where do I find the token page, please?");
  const ticket = await world.ticketIn(question.id);
  await world.answer(ticket.id, { markdown: "Under Settings." });
  const texts = async () => (await world.read(ticket.id)).messages.map(({ content }) => content);

  const more = discord.say(member.id, question.id, "I see no Settings there");
  const other = discord.say(member.id, question.id, "Never mind this line");
  discord.edit(member.id, question.id, more.id, "I see no Settings in the menu");
  discord.unfurl(question.id, more.id);
  discord.remove(question.id, other.id);

  await eventually(async () => ((await texts()).includes("I see no Settings in the menu") ? true : null));
  await eventually(async () => ((await texts()).includes("Never mind this line") ? null : true));
  const { events } = await world.read(ticket.id);
  expect(events.filter(({ kind }) => kind === "comment_edited")).toHaveLength(1);
  expect(events.filter(({ kind }) => kind === "comment_deleted")).toHaveLength(1);
});

test("a file whose address Discord signs anew is no edit of the question", async () => {
  const { discord, support } = world;
  const pat = discord.addUser({ name: "pat", globalName: "Pat" });
  const text = "Why is the Rotate button gray on my screen?";
  const attachments = [{ name: "screen.png", content: "png" }];
  const question = discord.say(pat.id, support.id, text, { attachments });
  const ticket = await world.ticketIn(question.id);
  const changes = async () =>
    (await world.read(ticket.id)).events.filter(({ kind }) => kind === "comment_edited");

  await world.answer(ticket.id, { markdown: "You need the role Admin." });
  discord.unfurl(support.id, question.id);
  const more = discord.say(pat.id, question.id, "I have that role.");
  discord.edit(pat.id, question.id, more.id, "I have that role already.");
  discord.edit(pat.id, support.id, question.id, `${text} It worked before.`);

  await eventually(async () => {
    const { ticket: asked, messages } = await world.read(ticket.id);
    const isReplyNew = messages.some(({ content }) => content.includes("already"));
    return isReplyNew && asked.description.includes("before") ? true : null;
  });
  expect(await changes()).toHaveLength(2);
});

test("a thread that a member opens in a support channel asks with its first message", async () => {
  const { discord, support, member } = world;
  const thread = discord.startThread(member.id, support.id, { name: "Token trouble" });

  discord.say(member.id, thread.id, "It says that my token is expired.");

  expect(await world.ticketIn(thread.id)).toMatchObject({ subject: "Token trouble", channelId: support.id });
});

test("a direct message is a question, and the conversation goes on without threads", async () => {
  const { discord, member } = world;
  const question = discord.dm(member.id, "How do I rotate the API token?");
  const ticket = await world.ticketIn(question.channelId);
  await world.answer(ticket.id, { markdown: "Press Rotate." });

  discord.dm(member.id, "And where is that button?");

  const { messages } = await eventually(async () => {
    const read = await world.read(ticket.id);
    return read.messages.length === 3 ? read : null;
  });
  expect(messages.map(({ sender }) => sender)).toEqual(["user", "ai", "user"]);
  expect(said(discord, question.channelId)[0]).toContain("Press Rotate.");
  expect(ticket.isDirect).toBe(true);
});

test("in a direct message nobody is sent to a thread", async () => {
  const { discord } = world;
  const joe = discord.addUser({ name: "joe", globalName: "Joe" });
  const question = discord.dm(joe.id, "I want a refund for my last invoice, please.");
  const ticket = await world.ticketIn(question.channelId);

  await world.answer(ticket.id, { markdown: "Press Refund." });

  const [sentence] = said(discord, question.channelId);
  expect(sentence).toContain("A person will answer you here.");
  expect(sentence).not.toContain("thread");
});

test("a mention anywhere asks, and the mention itself is not part of the question", async () => {
  const { discord, general, member } = world;
  const question = discord.say(
    member.id,
    general.id,
    `<@${discord.botUserId}> how do I rotate the API token?`,
  );

  expect(await world.ticketIn(question.id)).toMatchObject({ description: "how do I rotate the API token?" });
});

test("a thread that a mention opened is named in words", async () => {
  const { discord, general, agent } = world;
  const lee = discord.addUser({ name: "lee", globalName: "Lee" });
  const question = discord.say(
    lee.id,
    general.id,
    `<@${discord.botUserId}> where did <@${agent.id}> put the <:party:123456789012345678> page?`,
  );

  const ticket = await world.ticketIn(question.id);
  await world.answer(ticket.id, { markdown: "Under Settings." });

  expect(discord.thread(question.id).name).toBe("where did @Ada Agent put the :party: page?");
});

test("beside a voice channel, where no thread can be, the answer replies to the question", async () => {
  const { discord, member } = world;
  const lounge = discord.addVoiceChannel({ name: "Lounge" });
  const question = discord.say(
    member.id,
    lounge.id,
    `<@${discord.botUserId}> how do I rotate the API token?`,
  );
  const ticket = await world.ticketIn(question.id);

  await world.answer(ticket.id, { markdown: "Press Rotate." });
  const target = { platform: "discord", channelId: lounge.id, threadId: question.id } as const;
  const posted = await world.platform().post(target, { markdown: "And then **Save**." }, "told");

  const [answer = "", more] = said(discord, lounge.id);
  expect(answer).toContain("Press Rotate.");
  expect(more).toContain("And then **Save**.");
  expect(discord.message(lounge.id, posted.messageId).reference).toMatchObject({ messageId: question.id });
  expect(await world.platform().findPosted(target, "told")).toEqual(posted);
});

test("a bare mention in a reply makes the other person's message the question", async () => {
  const { discord, general, agent } = world;
  const kim = discord.addUser({ name: "kim", globalName: "Kim" });
  const question = discord.say(kim.id, general.id, "Does anybody know how tokens are rotated?");
  discord.say(agent.id, general.id, `<@${discord.botUserId}>`, { replyTo: question.id });

  const ticket = await world.ticketIn(question.id);

  expect(ticket).toMatchObject({
    askerName: "Kim",
    subject: "Does anybody know how tokens are rotated?",
  });
});

test("a bare mention in a thread makes the message that the thread hangs on the question", async () => {
  const { discord, general, agent } = world;
  const ida = discord.addUser({ name: "ida", globalName: "Ida" });
  const question = discord.say(ida.id, general.id, "Is there a limit to how many tokens I may have?");
  const thread = discord.startThread(agent.id, general.id, { name: "Tokens", messageId: question.id });
  discord.say(agent.id, thread.id, `<@${discord.botUserId}>`);

  const ticket = await world.ticketIn(thread.id);
  await world.answer(ticket.id, { markdown: "Press **Rotate** in Settings." });

  expect(ticket).toMatchObject({ askerName: "Ida", channelId: general.id });
  expect(said(discord, thread.id)[0]).toContain("Press **Rotate** in Settings.");
});

test("a bare mention is greeted, and a greeting elsewhere left alone", async () => {
  const { discord, general, support, member } = world;
  discord.say(member.id, support.id, "hello everybody");
  discord.say(member.id, general.id, `hi <@${discord.botUserId}>`);

  await eventually(async () => {
    await world.deliver();
    return said(discord, general.id).length > 0 ? true : null;
  });

  expect(said(discord, general.id)[0]).toContain("Ask me a question");
  expect(said(discord, support.id)).toEqual([]);
});

test("bots, joins and other channels make no tickets", async () => {
  const { discord, general, support } = world;
  const lee = discord.addUser({ name: "lee" });
  const robot = discord.addUser({ name: "robot", bot: true });
  const before = (await world.tickets()).length;

  discord.say(robot.id, support.id, "How do I rotate the API token?");
  discord.join(lee.id, support.id);
  discord.say(lee.id, general.id, "How do I rotate the API token?");
  const last = discord.say(lee.id, support.id, "What does the token page look like?");
  await world.ticketIn(last.id);

  expect((await world.tickets()).length).toBe(before + 1);
});

test("every event delivered three times makes one ticket and one reply", async () => {
  const { discord, support } = world;
  const zoe = discord.addUser({ name: "zoe" });
  discord.redeliver(3);
  const question = discord.say(zoe.id, support.id, "Is the token rotated for everybody?");
  const ticket = await world.ticketIn(question.id);
  discord.say(zoe.id, support.id, "Or for me alone?");
  discord.redeliver(1);

  await eventually(async () => ((await world.read(ticket.id)).messages.length > 1 ? true : null));
  await world.answer(ticket.id, { markdown: "For everybody." });

  const { messages } = await world.read(ticket.id);
  expect(messages.filter(({ sender }) => sender === "user")).toHaveLength(2);
  expect(said(discord, question.id)).toHaveLength(1);
});

test("text that names everybody is taken in and never repeated as a ping", async () => {
  const { discord, forum } = world;
  const pest = discord.addUser({ name: "pest" });
  const { thread } = discord.createPost(pest.id, forum.id, {
    title: "@everyone look",
    text: "@everyone @here <@&1> how do I rotate my token",
  });
  const ticket = await world.ticketIn(thread.id);

  await world.answer(ticket.id, { markdown: `@everyone <@${pest.id}> press Rotate.` });

  expect(said(discord, thread.id).join("\n")).not.toMatch(/@(?:everyone|here)/u);
  expect(discord.notifications(thread.id).every(({ messageId }) => messageId === thread.id)).toBe(true);
});
