import {
  deleteMessage,
  editMessage,
  receiveMessage,
  sweepTickets,
  syncChannels,
  UpstreamError,
} from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq, like } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

const inThread = (threadId: string, text: string) =>
  receiveMessage(desk.ctx, desk.message({ threadId, text }));

async function agentChannel(...ids: string[]): Promise<void> {
  const channels = ids.map((externalId) => ({ externalId, role: "agents" as const }));
  await syncChannels(desk.ctx, {
    workspaceId: desk.workspace.id,
    platform: "slack",
    channels: [{ externalId: "C_SUPPORT", role: "support" }, ...channels],
  });
}

/** As if everything about escalations had happened some time ago. */
async function letTimePass(minutes: number): Promise<void> {
  desk.ctx.clock.advance(minutes * 60_000);
  const o = schema.outgoingMessages;
  await desk.ctx.db
    .update(o)
    .set({ createdAt: new Date(desk.ctx.now().getTime() - minutes * 60_000) })
    .where(and(eq(o.workspaceId, desk.workspace.id), like(o.dedupeKey, "card:%")));
}

const cards = () => desk.slack.posts.filter((post) => post.reply.title !== undefined);

test("an agent channel that is named later gets the cards of what waits", async () => {
  await agentChannel();
  const { ticketId } = await desk.ask({ text: "I want to talk to a human please" });
  await desk.answer(ticketId);
  await desk.deliver();
  expect(cards()).toHaveLength(0);

  await agentChannel("C_AGENTS");
  await letTimePass(5);
  await sweepTickets(desk.ctx);
  await sweepTickets(desk.ctx);
  await desk.deliver();

  expect(cards()).toMatchObject([{ target: { channelId: "C_AGENTS" } }]);
});

const WAITING = "Is anybody there to help me?";
const relayed = () =>
  desk.slack.posts
    .filter(({ reply }) => reply.author?.name === "Mia Member")
    .map(({ reply }) => reply.markdown);

test("what the asker wrote before there was an agent channel comes with the card", async () => {
  await agentChannel();
  const { ticketId, ts } = await desk.ask({ text: "I want to talk to a human please" });
  desk.ctx.clock.advance(5_000);
  await desk.answer(ticketId);
  await inThread(ts, WAITING);

  await agentChannel("C_AGENTS");
  await letTimePass(5);
  await sweepTickets(desk.ctx);
  await desk.deliver();
  await inThread(ts, "It is urgent, what can I do?");
  await desk.deliver();

  expect(relayed()).toEqual([WAITING, "It is urgent, what can I do?"]);
});

test("what could not be shown with a card that was refused comes with the next one", async () => {
  const { ticketId, ts } = await desk.ask({ text: "I want to talk to a human please" });
  desk.ctx.clock.advance(5_000);
  await desk.answer(ticketId);
  desk.slack.failNext(new UpstreamError("slack", "I'm not in the channel.", { retryable: false }));
  await desk.deliver();
  await inThread(ts, WAITING);
  await desk.deliver();
  expect(relayed()).toEqual([]);

  await letTimePass(61);
  await sweepTickets(desk.ctx);
  await desk.deliver();

  expect(relayed()).toEqual([WAITING]);
});

test("a card that was refused is posted once the reason is mended", async () => {
  const { ticketId } = await desk.ask({ text: "I want to talk to a human please" });
  await desk.answer(ticketId);
  desk.slack.failNext(new UpstreamError("slack", "I'm not in the channel.", { retryable: false }));
  await desk.deliver();
  expect(cards()).toHaveLength(0);

  await letTimePass(5);
  await sweepTickets(desk.ctx);
  await desk.deliver();
  expect(cards()).toHaveLength(0);
  await letTimePass(61);
  await sweepTickets(desk.ctx);
  await desk.deliver();

  expect(cards()).toHaveLength(1);
});

describe("when the operator names another agent channel", () => {
  const inNew = () => cards().filter(({ target }) => target.channelId === "C_NEW");
  const ada = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };

  test("open tickets get their cards there, once, and the old ones say so", async () => {
    const { ticketId, ts } = await desk.ask({ text: "I want to talk to a human please" });
    await desk.answer(ticketId);
    await desk.deliver();
    const [old] = cards();

    await agentChannel("C_NEW");
    await sweepTickets(desk.ctx);
    await sweepTickets(desk.ctx);
    await desk.deliver();

    expect(inNew()).toHaveLength(1);
    const left = desk.slack.edits.findLast((edit) => edit.messageId === old?.messageId)?.reply;
    expect(left?.footer).toContain("now in the new agent channel");
    expect(left?.buttons).toBeUndefined();

    const said = {
      channelId: "C_NEW",
      threadId: inNew()[0]?.messageId ?? "",
      author: ada,
      text: "Which plan?",
    };
    await receiveMessage(desk.ctx, desk.message(said));
    await desk.deliver();
    expect(desk.slack.posts.at(-1)).toMatchObject({
      target: { threadId: ts },
      reply: { markdown: "Which plan?" },
    });
    const card = desk.slack.edits.findLast((edit) => edit.messageId === inNew()[0]?.messageId)?.reply;
    expect(card?.footer).toContain("Claimed by Ada Agent");
  });

  test("what the asker writes before the cards have followed comes under the new one", async () => {
    const { ticketId, ts } = await desk.ask({ text: "I want to talk to a human please" });
    await desk.answer(ticketId);
    await desk.deliver();

    await agentChannel("C_NEW");
    await inThread(ts, WAITING);
    await desk.deliver();
    await sweepTickets(desk.ctx);
    await desk.deliver();

    expect(inNew()).toHaveLength(1);
    const relay = desk.slack.posts.filter(({ reply }) => reply.markdown === WAITING);
    expect(relay).toMatchObject([{ target: { channelId: "C_NEW", threadId: inNew()[0]?.messageId } }]);
  });

  test("cards stay where they are while no other channel is named, and those of finished tickets always", async () => {
    const { ticketId } = await desk.ask({ text: "I want to talk to a human please" });
    await desk.answer(ticketId);
    await desk.deliver();

    await agentChannel();
    await sweepTickets(desk.ctx);
    await desk.click("ticket_solved", String(ticketId));
    await agentChannel("C_NEW");
    await sweepTickets(desk.ctx);
    await desk.deliver();

    expect(cards()).toHaveLength(1);
    expect(cards()[0]?.target.channelId).toBe("C_AGENTS");
  });
});

describe("what stays behind in the former agent channel", () => {
  const takeBack = (messageId: string) =>
    deleteMessage(desk.ctx, {
      workspaceId: desk.workspace.id,
      platform: "slack",
      channelId: "C_SUPPORT",
      messageId,
    });
  const moveAgents = async () => {
    await desk.deliver();
    await agentChannel("C_NEW");
    await sweepTickets(desk.ctx);
    await desk.deliver();
  };
  const leftCard = () => {
    const [old] = cards();
    return desk.slack.edits.findLast((edit) => edit.messageId === old?.messageId)?.reply;
  };

  test("forgets a question that is taken back", async () => {
    const { ticketId, ts } = await desk.ask({ text: "My key sk-123 leaked, may I talk to a human?" });
    await desk.answer(ticketId);
    await moveAgents();

    await takeBack(ts);
    await desk.deliver();

    expect(leftCard()?.title).toBe(`#${ticketId} (deleted by its author)`);
    expect(leftCard()?.footer).toContain("now in the new agent channel");
    const o = schema.outgoingMessages;
    const rows = await desk.ctx.db.select().from(o).where(eq(o.ticketId, ticketId));
    expect(JSON.stringify(rows.map((row) => row.payload))).not.toContain("sk-123");
  });

  test("follows a question that is edited", async () => {
    const { ticketId, ts } = await desk.ask({ text: "My key sk-123 leaked, may I talk to a human?" });
    await desk.answer(ticketId);
    await moveAgents();

    const question = { platform: "slack" as const, channelId: "C_SUPPORT", messageId: ts };
    await editMessage(desk.ctx, { workspaceId: desk.workspace.id, ...question, text: "A key leaked" });
    await desk.deliver();

    expect(leftCard()?.title).toBe(`#${ticketId} A key leaked`);
  });

  test("is taken back there when it stands under the card", async () => {
    const { ticketId, ts } = await desk.ask({ text: "I want to talk to a human please" });
    await desk.answer(ticketId);
    const more = desk.message({ threadId: ts, text: "My password is hunter2, what can I do?" });
    await receiveMessage(desk.ctx, more);
    await desk.deliver();
    const relay = desk.slack.posts.at(-1);
    await moveAgents();

    await takeBack(more.messageId);
    await desk.deliver();

    expect(desk.slack.edits.at(-1)).toMatchObject({
      channelId: "C_AGENTS",
      threadId: relay?.target.threadId,
      messageId: relay?.messageId,
      reply: { markdown: "*(deleted by its author)*" },
    });
  });
});
