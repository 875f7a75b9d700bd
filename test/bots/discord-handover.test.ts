import { erasePerson, findMember } from "@firstline/core";
import type { AnswerDraft } from "@firstline/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DiscordWorld } from "./discord-world.ts";
import { discordWorld, eventually, publishArticle, said, seen } from "./discord-world.ts";

let world: DiscordWorld;

beforeAll(async () => {
  world = await discordWorld();
  await publishArticle(world);
});
afterAll(async () => {
  // A click that comes again is refused, and so is a change in an archived thread until it is opened.
  await world.stop([40_060, 50_083]);
});

/** A forum post that has been answered, by somebody new each time. */
async function anAnsweredPost(name: string, draft: Partial<AnswerDraft> = {}) {
  const { discord, forum } = world;
  const asker = discord.addUser({ name, globalName: name });
  const { thread } = discord.createPost(asker.id, forum.id, {
    title: `Trouble of ${name}`,
    text: "How do I rotate the API token?",
  });
  const ticket = await world.ticketIn(thread.id);
  await world.answer(ticket.id, { markdown: "Press Rotate.", ...draft });
  return { asker, thread, ticket };
}

/** Clicks the button that reads so; answers what the person alone gets to see. */
async function click(userId: string, channelId: string, label: string): Promise<string> {
  const { discord } = world;
  for (const message of discord.messages(channelId).toReversed()) {
    const customId = buttonIn(message.components, label);
    if (customId === null) continue;
    const interaction = await discord.settled(await discord.click(userId, channelId, message.id, customId));
    return interaction.original ? seen(interaction.original) : "";
  }
  throw new Error(`there is no button ${label}`);
}

function buttonIn(components: readonly Record<string, unknown>[], label: string): string | null {
  for (const { custom_id: id, label: shown, components: inner } of components) {
    if (shown === label && typeof id === "string") return id;
    const found = Array.isArray(inner) ? buttonIn(inner, label) : null;
    if (found !== null) return found;
  }
  return null;
}

test("'This solved it' resolves, marks the post, takes the buttons away and asks for a rating", async () => {
  const { discord } = world;
  const { asker, thread, ticket } = await anAnsweredPost("Rae");

  expect(await click(asker.id, thread.id, "This solved it")).toBe("Marked as solved. Thank you!");
  await world.deliver();

  expect(discord.thread(thread.id).appliedTags).toEqual(["🙋 Question", "Solved"]);
  expect(discord.reactions(thread.id, thread.id)["✅"]).toEqual([discord.botUserId]);
  expect(said(discord, thread.id)[0]).not.toContain("[This solved it]");
  expect(said(discord, thread.id)[1]).toContain("How did we do?");

  await click(asker.id, thread.id, "5 ★★★★★");
  await world.deliver();
  expect((await world.read(ticket.id)).ticket).toMatchObject({ status: "resolved", satisfactionRating: 5 });
  expect(said(discord, thread.id)[1]).toBe("Thanks for the 5 ★!");
});

test("a reading that the asker chooses by button is answered like a message", async () => {
  const { discord } = world;
  const { asker, thread, ticket } = await anAnsweredPost("Uma", {
    clarifyingQuestion: "Which token?",
    readings: ["Personal token", "Workspace token"],
  });

  expect(await click(asker.id, thread.id, "Workspace token")).toBe("I'll look for: Workspace token");
  await world.answer(ticket.id, { markdown: "Press Rotate." });

  const { messages } = await world.read(ticket.id);
  expect(messages.filter(({ sender }) => sender === "user").at(-1)?.content).toBe("Workspace token");
  expect(said(discord, thread.id)[0]).not.toContain("[Workspace token]");
});

test("only the asker and agents may use the buttons under an answer", async () => {
  const { discord } = world;
  const { thread } = await anAnsweredPost("Sol");
  const stranger = discord.addUser({ name: "stranger" });

  expect(await click(stranger.id, thread.id, "This solved it")).toBe(
    "Only the person who asked, or an agent, can do this.",
  );
});

test("'Ask a person' brings a card to the agents, whose thread and the member's are joined", async () => {
  const { discord, agents, agent } = world;
  const { asker, thread, ticket } = await anAnsweredPost("Tam");

  await click(asker.id, thread.id, "Ask a person");
  await world.deliver();

  const [card] = discord.messages(agents.id).filter(({ components }) => components.length > 0);
  if (!card) throw new Error("no card");
  expect(seen(card)).toContain(`### #${ticket.id} Trouble of Tam`);
  expect(seen(card)).toContain("[Open thread]");
  expect(discord.thread(card.id).name).toBe(`#${ticket.id} Trouble of Tam`);
  expect(discord.reactions(thread.id, thread.id)["🙋"]).toEqual([discord.botUserId]);

  expect(await click(agent.id, agents.id, "Claim")).toBe(
    "It's yours. Write in the card's thread to answer the member.",
  );
  await world.deliver();
  expect(said(discord, thread.id).at(-1)).toContain("**Ada Agent** is looking into this");

  discord.say(agent.id, card.id, "Which plan are you on?");
  await eventually(async () => {
    await world.deliver();
    return said(discord, thread.id).at(-1) === "**Ada Agent:** Which plan are you on?" ? true : null;
  });

  discord.say(asker.id, thread.id, "The team plan");
  await eventually(async () => {
    await world.deliver();
    return said(discord, card.id).at(-1) === "**Tam:** The team plan" ? true : null;
  });

  await click(agent.id, agents.id, "Resolve");
  await world.deliver();
  expect((await world.read(ticket.id)).ticket.status).toBe("resolved");
  expect(seen(discord.message(agents.id, card.id))).toContain("Resolved.");

  discord.say(agent.id, card.id, "One more thing");
  await discord.waitFor(() => said(discord, card.id).at(-1)?.startsWith("This ticket is finished"));
});

test("a click that is delivered three times is acknowledged once and acts once", async () => {
  const { discord } = world;
  const { asker, thread, ticket } = await anAnsweredPost("Uma");

  discord.redeliver(3, ["INTERACTION_CREATE"]);
  await click(asker.id, thread.id, "This solved it");
  discord.redeliver(1);

  const { events } = await world.read(ticket.id);
  expect(events.filter(({ kind }) => kind === "resolved")).toHaveLength(1);
});

test("an archived post is opened for a change and archived again", async () => {
  const { discord } = world;
  const { asker, thread } = await anAnsweredPost("Val");
  await click(asker.id, thread.id, "This solved it");
  discord.archiveThread(thread.id);

  await world.deliver();

  expect(discord.thread(thread.id).appliedTags).toContain("Solved");
  expect(discord.reactions(thread.id, thread.id)["✅"]).toEqual([discord.botUserId]);
  expect(said(discord, thread.id)[0]).not.toContain("[This solved it]");
});

test("what an agent writes at Discord's greatest length is not shortened for the member", async () => {
  const { discord, agents, agent } = world;
  const { asker, thread } = await anAnsweredPost("Wim");
  await click(asker.id, thread.id, "Ask a person");
  await world.deliver();
  const card = discord.messages(agents.id).findLast(({ components }) => components.length > 0);
  const words = Array.from({ length: 571 }, (_, index) => `word${index + 10}`.slice(0, 6)).join(" ");
  expect(words.length).toBeGreaterThan(3990);

  discord.say(agent.id, card?.id ?? "", words);
  const shown = await eventually(async () => {
    await world.deliver();
    const answers = said(discord, thread.id).filter((text) => text.startsWith("**Ada Agent:**"));
    return answers.length > 0 ? answers : null;
  });

  const text = shown.map((answer) => answer.replace("**Ada Agent:** ", "")).join(" ");
  expect(text).toBe(words);
});

test("an agent's reply to the card itself counts as a word in its thread", async () => {
  const { discord, agents, agent } = world;
  const { asker, thread } = await anAnsweredPost("Xia");
  await click(asker.id, thread.id, "Ask a person");
  await world.deliver();
  const card = discord.messages(agents.id).findLast(({ components }) => components.length > 0);
  if (!card) throw new Error("no card");

  discord.say(agent.id, agents.id, "// looks like a known one", { replyTo: card.id });
  discord.say(agent.id, agents.id, "Which plan are you on?", { replyTo: card.id });

  await eventually(async () => {
    await world.deliver();
    return said(discord, thread.id).at(-1) === "**Ada Agent:** Which plan are you on?" ? true : null;
  });
  expect(said(discord, thread.id).join("\n")).not.toContain("known one");

  await click(agent.id, agents.id, "Resolve");
  await world.deliver();
  discord.say(agent.id, agents.id, "One more thing", { replyTo: card.id });
  await discord.waitFor(() => said(discord, agents.id).at(-1)?.startsWith("This ticket is finished"));
});

test("a reply to a card that was written while the bot was away reaches the member", async () => {
  const { discord, agents, agent } = world;
  const { asker, thread } = await anAnsweredPost("Yan");
  await click(asker.id, thread.id, "Ask a person");
  await world.deliver();
  const card = discord.messages(agents.id).findLast(({ components }) => components.length > 0);

  await world.stopBot();
  discord.say(agent.id, agents.id, "Try again now", { replyTo: card?.id ?? "" });
  await world.startBot();
  const answer = await eventually(async () => {
    await world.deliver();
    return said(discord, thread.id).find((text) => text.startsWith("**Ada Agent:**")) ?? null;
  });

  expect(answer).toBe("**Ada Agent:** Try again now");
});

test("what was posted for a member is replaced once they are erased, and they can ask again", async () => {
  const { ctx, workspace, discord, forum, agents, agent } = world;
  const { asker, thread, ticket } = await anAnsweredPost("Zed");
  await click(asker.id, thread.id, "Ask a person");
  await world.deliver();
  const card = discord.messages(agents.id).findLast(({ components }) => components.length > 0);
  discord.say(asker.id, thread.id, "My plan is the zebra one");
  discord.say(agent.id, card?.id ?? "", "Hello Zed, zebras press Rotate");
  await eventually(async () => {
    await world.deliver();
    const talk = [...said(discord, thread.id), ...said(discord, card?.id ?? "")].join("\n");
    return talk.includes("**Ada Agent:** Hello Zed") && talk.includes("zebra one") ? true : null;
  });
  const { id: workspaceId } = workspace;
  const { id: personId } = await findMember(ctx, { workspaceId, member: `discord:${asker.id}` });

  await erasePerson(ctx, { workspaceId, personId, by: null });
  await world.deliver();

  expect(said(discord, thread.id).join("\n")).not.toMatch(/zed|zebra|rotate/iu);
  expect(said(discord, card?.id ?? "")).toEqual(["*(deleted)*"]);
  expect(seen(discord.message(agents.id, card?.id ?? ""))).toBe(`### #${ticket.id}\n*(deleted)*`);
  const again = discord.createPost(asker.id, forum.id, { title: "Zed again", text: "How do I rotate it?" });
  expect((await world.ticketIn(again.thread.id)).id).not.toBe(ticket.id);
});
