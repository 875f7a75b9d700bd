import {
  act,
  answerTicket,
  deliverOutgoing,
  importArticles,
  readTicket,
  receiveMessage,
} from "@firstline/core";
import type { IncomingMessage, Workspace } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, asc, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aMessage, aMessageId, anArticle, aWorkspace, queuedJobs } from "../support/factories.ts";
import { fakePlatform, malformed, overloaded, refused, testCtx } from "../support/fakes.ts";
import type { FakePlatform, TestCtx } from "../support/fakes.ts";

let database: TestDatabase;
let ctx: TestCtx;
let workspace: Workspace;
let slack: FakePlatform;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.stop();
});
beforeEach(async () => {
  ctx = testCtx(database.db);
  workspace = await aWorkspace(ctx);
  slack = fakePlatform();
  await importArticles(ctx, {
    workspaceId: workspace.id,
    origin: "docs",
    documents: [
      anArticle({
        title: "Rotate the API token",
        content: "Open **Settings**, then **Tokens**, and choose **Rotate** to rotate the API token.",
      }),
    ],
  });
});

const message = (input: Partial<IncomingMessage> = {}): IncomingMessage =>
  aMessage({ workspaceId: workspace.id, ...input });

async function ask(input: Partial<IncomingMessage> = {}): Promise<{ ticketId: number; ts: string }> {
  const incoming = message(input);
  const received = await receiveMessage(ctx, incoming);
  if (received.outcome !== "opened") throw new Error(`expected a ticket, got ${received.outcome}`);
  return { ticketId: received.ticketId, ts: incoming.messageId };
}

const answer = (ticketId: number, attempt = 1): Promise<void> =>
  answerTicket(ctx, { workspaceId: workspace.id, ticketId, attempt });

const read = (ticketId: number) => readTicket(ctx, { workspaceId: workspace.id, ticketId });

/** Does everything that waits to be said, as the bot would. */
async function deliver(): Promise<void> {
  for (;;) {
    const o = schema.outgoingMessages;
    const rows = await ctx.db
      .select({ id: o.id })
      .from(o)
      .where(and(eq(o.workspaceId, workspace.id), inArray(o.status, ["pending", "sending"])))
      .orderBy(asc(o.id));
    if (rows.length === 0) return;
    for (const row of rows) {
      await deliverOutgoing(ctx, slack, { workspaceId: workspace.id, outgoingId: row.id, isLastTry: false });
    }
  }
}

const texts = (): string[] => slack.posts.map((post) => post.reply.markdown);
const kinds = async (ticketId: number): Promise<string[]> =>
  (await read(ticketId)).events.map((event) => event.kind);

describe("a question", () => {
  test("delivered three times opens one ticket with one job", async () => {
    const incoming = message();

    const outcomes = [];
    for (let i = 0; i < 3; i += 1) outcomes.push((await receiveMessage(ctx, incoming)).outcome);

    expect(outcomes).toEqual(
      ["opened", "repeated", "repeated"].map((_, i) => (i === 0 ? "opened" : expect.any(String))),
    );
    const t = schema.tickets;
    expect(await ctx.db.select().from(t).where(eq(t.workspaceId, workspace.id))).toHaveLength(1);
  });

  test("in several messages within seconds is one ticket, whose answer waits for the last", async () => {
    const { ticketId, ts } = await ask({ text: "Hello, I have a problem with tokens" });
    ctx.clock.advance(2_000);
    const second = await receiveMessage(ctx, message({ text: "how do I rotate one?" }));

    expect(second).toEqual({ outcome: "joined", ticketId });
    const { ticket, messages } = await read(ticketId);
    expect(ticket.threadId).toBe(ts);
    expect(messages).toHaveLength(2);
    const jobs = (await queuedJobs(ctx.db, "answer_ticket")).filter(
      (job) => job.key === `answer:${ticketId}`,
    );
    expect(jobs.map((job) => job.runAt.getTime())).toEqual([ctx.now().getTime() + 4_000]);
  });

  test("after the burst is a ticket of its own", async () => {
    const first = await ask();
    ctx.clock.advance(10_000);
    const second = await ask();

    expect(second.ticketId).not.toBe(first.ticketId);
  });

  test.each(["👍", "thanks!", "hello everyone", ""])("is not what %j is", async (text) => {
    expect(await receiveMessage(ctx, message({ text }))).toEqual({ outcome: "ignored" });
  });

  test("outside a support channel is one only when the bot is called", async () => {
    expect(await receiveMessage(ctx, message({ channelId: "C_OTHER" }))).toEqual({ outcome: "ignored" });
    expect(await receiveMessage(ctx, message({ channelId: "C_OTHER", mentionsUs: true }))).toMatchObject({
      outcome: "opened",
    });
  });

  test("a greeting to the bot is greeted, once", async () => {
    const hello = message({ text: "hi", mentionsUs: true });

    expect((await receiveMessage(ctx, hello)).outcome).toBe("greeted");
    expect((await receiveMessage(ctx, hello)).outcome).toBe("repeated");
    await deliver();
    expect(texts()).toEqual([expect.stringContaining("Ask me a question")]);
  });
});

describe("a confident answer", () => {
  test("is posted with its source and resolves the ticket", async () => {
    const { ticketId, ts } = await ask();
    await answer(ticketId);
    await deliver();

    const { ticket, messages } = await read(ticketId);
    expect(ticket).toMatchObject({ status: "resolved", resolution: "assumed", type: "general" });
    expect(slack.posts).toMatchObject([
      {
        target: { channelId: "C_SUPPORT", threadId: ts },
        reply: {
          markdown: "Open **Settings**, then **Tokens**.",
          sources: [{ title: "Rotate the API token" }],
        },
      },
    ]);
    expect(messages.at(-1)).toMatchObject({
      sender: "ai",
      aiModelUsed: "scripted-1",
      aiTokensUsed: { input: 1200, output: 80, cached: 1000 },
      platformMessageId: "M1",
    });
    expect(await kinds(ticketId)).toEqual(["created", "status_changed", "status_changed", "resolved"]);
  });

  test("is given once, however often the job runs", async () => {
    const { ticketId } = await ask();
    await answer(ticketId);
    await answer(ticketId);
    await deliver();

    expect(slack.posts).toHaveLength(1);
    expect(ctx.model.requests).toHaveLength(1);
  });

  test("is confirmed by a thank-you, rated once and reopened by a click", async () => {
    const { ticketId, ts } = await ask();
    await answer(ticketId);
    await deliver();

    await receiveMessage(ctx, message({ threadId: ts, text: "that worked, thanks!" }));
    await deliver();
    expect((await read(ticketId)).ticket).toMatchObject({ status: "resolved", resolution: "confirmed" });
    expect(texts().at(-1)).toContain("How did we do?");

    const click = (action: "ticket_rate" | "ticket_reopen", value: string) =>
      act(ctx, {
        workspaceId: workspace.id,
        platform: "slack",
        channelId: "C_SUPPORT",
        by: { platform: "slack", externalId: "U_MEMBER", name: "Mia Member" },
        action,
        value,
      });
    await click("ticket_rate", `${ticketId}:5`);
    await click("ticket_rate", `${ticketId}:5`);
    expect((await read(ticketId)).ticket.satisfactionRating).toBe(5);
    expect((await kinds(ticketId)).filter((kind) => kind === "rated")).toHaveLength(1);

    await click("ticket_reopen", String(ticketId));
    expect((await read(ticketId)).ticket).toMatchObject({ status: "escalated", resolution: "retracted" });
    expect(await kinds(ticketId)).toContain("reopened");
  });
});

describe("a less confident answer", () => {
  test("asks back and leaves the ticket open", async () => {
    await ctx.db
      .update(schema.workspaces)
      .set({ settings: { resolveThreshold: 1, answerThreshold: 0.05 } })
      .where(eq(schema.workspaces.id, workspace.id));
    const { ticketId } = await ask();
    ctx.model.next({ clarifyingQuestion: "Do you mean personal or workspace tokens?" });
    await answer(ticketId);
    await deliver();

    expect((await read(ticketId)).ticket.status).toBe("ai_responding");
    expect(texts()[0]).toContain("Do you mean personal or workspace tokens?");
  });

  test("is held back, and people take over with a card", async () => {
    const { ticketId, ts } = await ask({ text: "What is the meaning of life?" });
    ctx.model.next({ markdown: "42", citedChunkIds: [], selfConfidence: 0.1 });
    await answer(ticketId);
    await deliver();

    expect((await read(ticketId)).ticket.status).toBe("escalated");
    const [card, told] = slack.posts;
    expect(card).toMatchObject({ target: { channelId: "C_AGENTS", threadId: null } });
    expect(card?.reply.title).toContain("What is the meaning of life?");
    expect(card?.reply.markdown).toContain("> 42");
    expect(told).toMatchObject({ target: { channelId: "C_SUPPORT", threadId: ts } });
    expect(told?.reply.markdown).toContain("I've asked the team");
    expect(told?.reply.markdown).not.toContain("42");
  });
});

describe("people", () => {
  const agent = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };

  async function escalated(): Promise<{ ticketId: number; ts: string; cardTs: string }> {
    const opened = await ask({ text: "I want to talk to a human please" });
    await answer(opened.ticketId);
    await deliver();
    const card = slack.posts.find((post) => post.target.channelId === "C_AGENTS");
    return { ...opened, cardTs: card?.messageId ?? "" };
  }

  test("are told at once when the asker wants a person", async () => {
    const { ticketId } = await escalated();

    expect(ctx.model.requests).toHaveLength(0);
    expect(await kinds(ticketId)).toContain("escalated");
  });

  test("claim the ticket, and the member hears who will answer", async () => {
    const { ticketId, cardTs } = await escalated();
    const [escalation] = await ctx.db
      .select()
      .from(schema.escalations)
      .where(eq(schema.escalations.ticketId, ticketId));
    const claim = (by: typeof agent) =>
      act(ctx, {
        workspaceId: workspace.id,
        platform: "slack",
        channelId: "C_AGENTS",
        by,
        action: "escalation_claim",
        value: String(escalation?.id),
      });

    await claim(agent);
    await claim(agent);
    await deliver();

    expect(texts().filter((text) => text.includes("**Ada Agent** is looking into this"))).toHaveLength(1);
    expect(slack.edits.at(-1)).toMatchObject({ messageId: cardTs });
    expect(slack.edits.at(-1)?.reply.footer).toContain("Claimed by Ada Agent");
    await expect(claim({ ...agent, externalId: "U_BOB", name: "Bob" })).rejects.toThrow("Somebody else");
  });

  test("cannot be played by a member who forges a click outside the agent channel", async () => {
    await escalated();
    const forged = act(ctx, {
      workspaceId: workspace.id,
      platform: "slack",
      channelId: "C_SUPPORT",
      by: { platform: "slack", externalId: "U_MEMBER", name: "Mia" },
      action: "escalation_claim",
      value: "1",
    });

    await expect(forged).rejects.toThrow("agent channel");
  });

  test("answer in the card's thread, and follow-ups come back there", async () => {
    const { ticketId, ts, cardTs } = await escalated();

    const said = message({
      channelId: "C_AGENTS",
      threadId: cardTs,
      author: agent,
      text: "Hi Mia, <!channel> done!",
    });
    await receiveMessage(ctx, said);
    await receiveMessage(ctx, said);
    await receiveMessage(ctx, message({ threadId: ts, text: "It still fails, why?" }));
    await answer(ticketId);
    await deliver();

    const toMember = slack.posts.filter((post) => post.reply.author?.name === "Ada Agent");
    expect(toMember).toMatchObject([
      { target: { threadId: ts }, reply: { markdown: "Hi Mia, channel done!" } },
    ]);
    const toAgents = slack.posts.filter((post) => post.reply.author?.name === "Mia Member");
    expect(toAgents).toMatchObject([{ target: { channelId: "C_AGENTS", threadId: cardTs } }]);
    expect(ctx.model.requests).toHaveLength(0);
    expect((await read(ticketId)).ticket).toMatchObject({ handler: "human", status: "escalated" });
  });

  test("keep notes among themselves", async () => {
    const { ticketId, cardTs } = await escalated();

    await receiveMessage(
      ctx,
      message({ channelId: "C_AGENTS", threadId: cardTs, author: agent, text: "// check logs" }),
    );
    await deliver();

    expect(texts().join("\n")).not.toContain("check logs");
    expect((await read(ticketId)).messages.at(-1)).toMatchObject({
      visibility: "note",
      content: "check logs",
    });
  });
});

describe("a model that fails", () => {
  test("is tried again by the queue, and the ticket waits", async () => {
    const { ticketId } = await ask();
    ctx.model.next(overloaded());

    await expect(answer(ticketId)).rejects.toThrow("overloaded");
    expect((await read(ticketId)).ticket.status).toBe("analyzing");
    await answer(ticketId, 2);
    expect((await read(ticketId)).ticket.status).toBe("resolved");
  });

  test("at the last try gives the ticket to people and says why", async () => {
    const { ticketId } = await ask();
    ctx.model.next(overloaded());
    await answer(ticketId, 5);
    await deliver();

    expect((await read(ticketId)).ticket.status).toBe("escalated");
    const reason = slack.posts[0]?.reply.fields?.find((field) => field.label === "Why it is here");
    expect(reason?.value).toBe("The AI could not answer: Claude is overloaded.");
  });

  test.each([
    ["refuses", [refused]],
    ["is out of form twice", [malformed, malformed]],
  ] as const)("because it %s gives the ticket to people", async (_, turns) => {
    const { ticketId } = await ask();
    ctx.model.next(...turns);
    await answer(ticketId);

    expect((await read(ticketId)).ticket.status).toBe("escalated");
  });

  test("is forgiven one answer out of form", async () => {
    const { ticketId } = await ask();
    ctx.model.next(malformed);
    await answer(ticketId);

    expect((await read(ticketId)).ticket.status).toBe("resolved");
  });
});

describe("a delivery", () => {
  test("whose answer is lost is found again, not posted twice", async () => {
    const { ticketId } = await ask();
    await answer(ticketId);
    slack.loseResponses(1);

    await expect(deliver()).rejects.toThrow("connection was lost");
    await deliver();

    expect(slack.posts).toHaveLength(1);
    expect((await read(ticketId)).messages.at(-1)?.platformMessageId).toBe("M1");
  });
});

test("the asker's sixth message without a resolution goes to people", async () => {
  await ctx.db
    .update(schema.workspaces)
    .set({ settings: { resolveThreshold: 1, answerThreshold: 0.05 } })
    .where(eq(schema.workspaces.id, workspace.id));
  const { ticketId, ts } = await ask();
  await answer(ticketId);
  for (let i = 0; i < 5; i += 1) {
    ctx.clock.advance(30_000);
    await receiveMessage(
      ctx,
      message({ threadId: ts, text: `It does not work, attempt number ${i}`, messageId: aMessageId() }),
    );
    await answer(ticketId);
  }

  const { ticket, messages } = await read(ticketId);
  expect(ticket.status).toBe("escalated");
  expect(messages.filter((row) => row.sender === "ai")).toHaveLength(5);
});
