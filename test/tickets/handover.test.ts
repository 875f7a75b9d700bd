import { receiveMessage, rememberAgent, sendAgentMessage } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

const agent = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };

async function escalated(): Promise<{ ticketId: number; ts: string; cardTs: string }> {
  const opened = await desk.ask({ text: "I want to talk to a human please" });
  await desk.answer(opened.ticketId);
  await desk.deliver();
  const card = desk.slack.posts.find((post) => post.target.channelId === "C_AGENTS");
  return { ...opened, cardTs: card?.messageId ?? "" };
}

describe("people", () => {
  test("are told at once when the asker wants a person", async () => {
    const { ticketId } = await escalated();

    expect(desk.ctx.model.requests).toHaveLength(0);
    expect(await desk.kinds(ticketId)).toContain("escalated");
  });

  test("claim the ticket, and the member hears who will answer", async () => {
    const { ticketId, cardTs } = await escalated();
    const [escalation] = await desk.ctx.db
      .select()
      .from(schema.escalations)
      .where(eq(schema.escalations.ticketId, ticketId));
    const claim = (by: typeof agent) =>
      desk.click("escalation_claim", String(escalation?.id), { channelId: "C_AGENTS", by });

    await claim(agent);
    await claim(agent);
    await desk.deliver();

    expect(desk.texts().filter((text) => text.includes("**Ada Agent** is looking into this"))).toHaveLength(
      1,
    );
    expect(desk.slack.edits.at(-1)).toMatchObject({ messageId: cardTs });
    expect(desk.slack.edits.at(-1)?.reply.footer).toContain("Claimed by Ada Agent");
    await expect(claim({ ...agent, externalId: "U_BOB", name: "Bob" })).rejects.toThrow("Somebody else");
  });

  test("cannot be played by a member who forges a click outside the agent channel", async () => {
    await escalated();
    const forged = desk.click("escalation_claim", "1");

    await expect(forged).rejects.toThrow("agent channel");
  });
});

describe("agents", () => {
  test("answer in the card's thread, and follow-ups come back there", async () => {
    const { ticketId, ts, cardTs } = await escalated();

    const said = desk.message({
      channelId: "C_AGENTS",
      threadId: cardTs,
      author: agent,
      text: "Hi Mia, <!channel> done!",
    });
    await receiveMessage(desk.ctx, said);
    await receiveMessage(desk.ctx, said);
    await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "It still fails, why?" }));
    await desk.answer(ticketId);
    await desk.deliver();

    const toMember = desk.slack.posts.filter((post) => post.reply.author?.name === "Ada Agent");
    expect(toMember).toMatchObject([
      { target: { threadId: ts }, reply: { markdown: "Hi Mia, channel done!" } },
    ]);
    const toAgents = desk.slack.posts.filter((post) => post.reply.author?.name === "Mia Member");
    expect(toAgents).toMatchObject([{ target: { channelId: "C_AGENTS", threadId: cardTs } }]);
    expect(desk.ctx.model.requests).toHaveLength(0);
    expect((await desk.read(ticketId)).ticket).toMatchObject({ handler: "human", status: "escalated" });
  });

  test("answer in the member's own thread, and the card shows who has the ticket", async () => {
    const { ticketId, ts, cardTs } = await escalated();
    await desk.ctx.db.transaction((tx) => rememberAgent(tx, desk.workspace.id, agent));

    await receiveMessage(desk.ctx, desk.message({ threadId: ts, author: agent, text: "Which one is it?" }));
    await desk.deliver();

    const card = desk.slack.edits.findLast(({ messageId }) => messageId === cardTs)?.reply;
    expect(card?.footer).toContain("Claimed by Ada Agent");
    const { ticket, events } = await desk.read(ticketId);
    expect(ticket).toMatchObject({ handler: "human", status: "escalated" });
    expect(events.filter(({ kind }) => kind === "assigned")).toHaveLength(1);
  });

  test("keep notes among themselves", async () => {
    const { ticketId, cardTs } = await escalated();

    await receiveMessage(
      desk.ctx,
      desk.message({ channelId: "C_AGENTS", threadId: cardTs, author: agent, text: "// check logs" }),
    );
    await desk.deliver();

    expect(desk.texts().join("\n")).not.toContain("check logs");
    expect((await desk.read(ticketId)).messages.at(-1)).toMatchObject({
      visibility: "note",
      content: "check logs",
    });
  });
});

describe("agents who take a ticket over before there is a card", () => {
  test("hear what the asker says to an answer from the console, under a card of its own", async () => {
    const { ticketId, ts } = await desk.ask();
    const { id: workspaceId } = desk.workspace;
    const ada = await desk.ctx.db.transaction((tx) => rememberAgent(tx, workspaceId, agent));
    const place = { platform: "panel", channelId: "console", messageId: "1" } as const;
    await sendAgentMessage(desk.ctx, { workspaceId, ticketId, agent: ada, text: "Which one?", ...place });

    const followUp = desk.message({ threadId: ts, text: "The one of the workspace" });
    await receiveMessage(desk.ctx, followUp);
    await receiveMessage(desk.ctx, followUp);
    await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "It still fails, why?" }));
    await desk.deliver();

    const toAgents = desk.slack.posts.filter((post) => post.target.channelId === "C_AGENTS");
    expect(toAgents.map(({ reply }) => reply.markdown)).toEqual([
      "> How do I rotate the API token?",
      "The one of the workspace",
      "It still fails, why?",
    ]);
    expect(toAgents[0]?.reply.fields).toContainEqual({ label: "Assigned to", value: "Ada Agent" });
  });

  test("who write in the member's own thread read there what comes back", async () => {
    const { ticketId, ts } = await desk.ask();
    await desk.ctx.db.transaction((tx) => rememberAgent(tx, desk.workspace.id, agent));
    await receiveMessage(desk.ctx, desk.message({ threadId: ts, author: agent, text: "Which one?" }));

    await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "The one of the workspace" }));
    await desk.deliver();

    expect(desk.texts()).toEqual([]);
    expect(await desk.kinds(ticketId)).not.toContain("escalated");
  });
});
