import { expect, test } from "vitest";
import { updateSettings } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import type { SlackStandin } from "../standins/slack/index.ts";
import { messagesOf, slackWorlds, teach } from "./slack-world.ts";
import type { SlackWorld, WorldOptions } from "./slack-world.ts";

const { db, aWorld } = await slackWorlds();

type Message = ReturnType<SlackStandin["messages"]>[number];
type Asked = { world: SlackWorld; ts: string; ticketId: number };

async function ask(text: string, options: WorldOptions & { knows?: boolean } = {}): Promise<Asked> {
  const world = await aWorld(options);
  if (options.knows) await teach(world);
  const ts = world.slack.say(world.people.ada, world.support, text);
  const [ticket] = await world.tickets();
  await world.deliver();
  await world.answer(ticket?.id ?? 0);
  return { world, ts, ticketId: ticket?.id ?? 0 };
}

const answered = (): Promise<Asked> => ask("How do I rotate the API token?", { knows: true });
const escalated = (options: WorldOptions = {}): Promise<Asked> => ask("Why was I charged twice?", options);

function buttonOf(message: Message | undefined, prefix: string): string {
  const ids = [...JSON.stringify(message?.blocks).matchAll(/"action_id":"([^"]+)"/gu)].map(
    ([, id = ""]) => id,
  );
  const found = ids.find((id) => id.startsWith(prefix));
  if (!found) throw new Error(`no button ${prefix} among ${ids.join(", ")}`);
  return found;
}

async function press(
  asked: Asked,
  userId: string,
  channel: string,
  message: Message | undefined,
  prefix: string,
) {
  const before = whispers(asked, userId).length;
  await asked.world.slack.click(userId, channel, message?.ts ?? "", buttonOf(message, prefix));
  await asked.world.slack.waitFor(() => whispers(asked, userId).length > before);
  await asked.world.deliver();
}

const whispers = ({ world }: Asked, userId: string): string[] =>
  world.slack.ephemerals(userId).map(({ text }) => text);

const lastIn = ({ world, ts }: Asked): Message | undefined => world.slack.thread(world.support, ts).at(-1);

async function ticketOf({ ticketId }: Asked) {
  const [ticket] = await db.select().from(schema.tickets).where(eq(schema.tickets.id, ticketId));
  return ticket;
}

test("the asker marks an answer as solved, rates it, and the buttons go away", async () => {
  const asked = await answered();
  const { world, ts } = asked;
  const answer = lastIn(asked);

  await press(asked, world.people.ada, world.support, answer, "ticket_solved:");
  const rating = lastIn(asked);
  await press(asked, world.people.ada, world.support, rating, "ticket_rate:");

  expect(await ticketOf(asked)).toMatchObject({ status: "resolved", satisfactionRating: 1 });
  expect(whispers(asked, world.people.ada)).toEqual([
    "Marked as solved. Thank you!",
    "Thank you for the rating!",
  ]);
  const [, changed] = world.slack.thread(world.support, ts);
  expect(JSON.stringify(changed?.blocks)).not.toContain("ticket_solved");
  expect(world.slack.errors).toEqual([]);
});

test("a stranger's press on somebody's button tells the stranger alone why nothing happened", async () => {
  const asked = await answered();
  const { world } = asked;

  await press(asked, world.people.carl, world.support, lastIn(asked), "ticket_solved:");

  expect(whispers(asked, world.people.carl)).toEqual([
    "Only the person who asked, or an agent, can do this.",
  ]);
  expect(world.slack.ephemerals(world.people.carl)[0]?.threadTs).toBe(asked.ts);
});

test("what the AI can't answer becomes one card for the agents and a word to the asker", async () => {
  const asked = await escalated();
  const { world } = asked;

  const cards = world.slack.messages(world.agents);

  expect(cards).toHaveLength(1);
  const card = JSON.stringify(cards[0]?.sentBlocks);
  expect(card).toContain(`#${asked.ticketId} Why was I charged twice?`);
  expect(card).toContain("Ada, ada@example.com");
  expect(card).toContain(`archives/${world.support}/p${asked.ts.replace(".", "")}`);
  expect(lastIn(asked)?.text).toContain("asked the team");
  expect(world.slack.errors).toEqual([]);
});

test("an agent claims the card, the member hears who it is, and the card shows it", async () => {
  const asked = await escalated();
  const { world } = asked;

  await press(
    asked,
    world.people.bea,
    world.agents,
    world.slack.messages(world.agents)[0],
    "escalation_claim:",
  );

  expect(whispers(asked, world.people.bea)).toEqual([
    "It's yours. Write in the card's thread to answer the member.",
  ]);
  expect(lastIn(asked)?.text).toBe("Bea is looking into this and will answer you here.");
  const [card] = world.slack.messages(world.agents);
  expect(JSON.stringify(card?.blocks)).toContain("Claimed by Bea");
  expect(JSON.stringify(card?.blocks)).not.toContain("escalation_claim:");
});

test("what an agent writes under the card reaches the member under the agent's name, and back", async () => {
  const asked = await escalated();
  const { world, ts, ticketId } = asked;
  const card = world.slack.messages(world.agents)[0]?.ts ?? "";

  world.slack.say(world.people.bea, world.agents, "// looks like a duplicate invoice", { threadTs: card });
  await world.slack.settled();
  world.slack.say(world.people.bea, world.agents, "I've sent the money *back*.", { threadTs: card });
  await world.slack.settled();
  await world.deliver();
  const reply = lastIn(asked);
  world.slack.say(world.people.ada, world.support, "It arrived, but where is the invoice?", { threadTs: ts });
  await world.slack.settled();
  await world.deliver();

  expect(reply).toMatchObject({ username: "Bea", text: "I've sent the money back." });
  const relayed = world.slack.thread(world.agents, card).at(-1);
  expect(relayed).toMatchObject({ username: "Ada", text: "It arrived, but where is the invoice?" });
  expect(world.slack.thread(world.support, ts).filter(({ text }) => text.includes("duplicate"))).toEqual([]);
  expect(await messagesOf(db, ticketId)).toContainEqual(expect.objectContaining({ visibility: "note" }));
  expect(world.slack.errors).toEqual([]);
});

test("an agent whose file stays among agents is told so", async () => {
  const asked = await escalated();
  const { world, ts } = asked;
  const card = world.slack.messages(world.agents)[0]?.ts ?? "";
  const files = [{ name: "steps.png", content: "png" }];

  world.slack.say(world.people.bea, world.agents, "Like in the picture.", { threadTs: card, files });
  await world.slack.settled();
  await world.deliver();

  expect(world.slack.thread(world.support, ts).at(-1)?.text).toBe(
    "Like in the picture. (attached: steps.png)",
  );
  expect(whispers(asked, world.people.bea)).toEqual([
    "Files stay in this channel: a member gets at most their names. Say where they can be opened, or paste what they show.",
  ]);
});

test("without the right to post under other names, the agent's name stands before the words", async () => {
  const scopes = ["channels:history", "channels:read", "chat:write", "groups:history", "groups:read"];
  const asked = await escalated({ scopes: [...scopes, "reactions:write", "users:read"] });
  const { world } = asked;
  const card = world.slack.messages(world.agents)[0]?.ts ?? "";

  world.slack.say(world.people.bea, world.agents, "I've sent it back.", { threadTs: card });
  await world.slack.settled();
  await world.deliver();

  expect(lastIn(asked)?.text).toBe("Bea: I've sent it back.");
  expect(world.slack.errors).toEqual([]);
});

test("an agent who writes to a finished ticket is told that nobody would read it", async () => {
  const asked = await escalated();
  const { world } = asked;
  const card = world.slack.messages(world.agents)[0];
  await press(asked, world.people.bea, world.agents, card, "escalation_resolve:");

  world.slack.say(world.people.bea, world.agents, "One more thing.", { threadTs: card?.ts ?? "" });
  await world.slack.settled();

  expect(whispers(asked, world.people.bea).at(-1)).toContain("This ticket is finished");
  expect(world.slack.deliveries.every(({ isAcked }) => isAcked)).toBe(true);
});

test("the asker asks for a person by button and reopens what was closed too soon", async () => {
  const asked = await answered();
  const { world } = asked;

  await press(asked, world.people.ada, world.support, lastIn(asked), "ticket_reopen:");

  expect(await ticketOf(asked)).toMatchObject({ status: "escalated" });
  expect(world.slack.messages(world.agents)).toHaveLength(1);
});

test("the asker chooses by button what was meant, and the choice is answered", async () => {
  const world = await aWorld();
  await teach(world);
  await updateSettings(world.ctx, {
    workspaceId: world.workspaceId,
    settings: { resolveThreshold: 1, answerThreshold: 0.01 },
  });
  const ts = world.slack.say(world.people.ada, world.support, "How do I rotate the API token?");
  const [ticket] = await world.tickets();
  const asked: Asked = { world, ts, ticketId: ticket?.id ?? 0 };
  world.ctx.model.next({ clarifyingQuestion: "Which one?", readings: ["Personal token", "Workspace token"] });
  await world.answer(asked.ticketId);
  const clarifying = lastIn(asked);

  await press(asked, world.people.ada, world.support, clarifying, `ticket_choose:${asked.ticketId}:`);
  await world.answer(asked.ticketId);

  expect(whispers(asked, world.people.ada).at(-1)).toBe("I'll look for: Personal token");
  expect(world.ctx.model.requests.at(-1)?.question).toBe("Personal token");
  expect(world.slack.thread(world.support, ts)).toHaveLength(3);
});
