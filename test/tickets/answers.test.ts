import { receiveMessage } from "@firstline/core";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { aMessageId } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

describe("a confident answer", () => {
  test("is posted with its source and resolves the ticket", async () => {
    const { ticketId, ts } = await desk.ask();
    await desk.answer(ticketId);
    await desk.deliver();

    const { ticket, messages } = await desk.read(ticketId);
    expect(ticket).toMatchObject({ status: "resolved", resolution: "assumed", type: "general" });
    expect(desk.slack.posts).toMatchObject([
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
    expect(await desk.kinds(ticketId)).toEqual(["created", "status_changed", "status_changed", "resolved"]);
  });

  test("is given once, however often the job runs", async () => {
    const { ticketId } = await desk.ask();
    await desk.answer(ticketId);
    await desk.answer(ticketId);
    await desk.deliver();

    expect(desk.slack.posts).toHaveLength(1);
    expect(desk.ctx.model.requests).toHaveLength(1);
  });

  test.each(["👍", "hello", ":tada:"])("is neither answered nor reopened by %j", async (text) => {
    const { ticketId, ts } = await desk.ask();
    await desk.answer(ticketId);

    await receiveMessage(desk.ctx, desk.message({ threadId: ts, text }));
    await desk.answer(ticketId);

    expect((await desk.read(ticketId)).ticket).toMatchObject({ status: "resolved", resolution: "assumed" });
    expect(desk.ctx.model.requests).toHaveLength(1);
  });

  test("is confirmed by a thank-you, rated once and reopened by a click", async () => {
    const { ticketId, ts } = await desk.ask();
    await desk.answer(ticketId);
    await desk.deliver();

    await receiveMessage(desk.ctx, desk.message({ threadId: ts, text: "that worked, thanks!" }));
    await desk.deliver();
    expect((await desk.read(ticketId)).ticket).toMatchObject({ status: "resolved", resolution: "confirmed" });
    expect(desk.texts().at(-1)).toContain("How did we do?");

    await desk.click("ticket_rate", `${ticketId}:5`);
    await desk.click("ticket_rate", `${ticketId}:5`);
    expect((await desk.read(ticketId)).ticket.satisfactionRating).toBe(5);
    expect((await desk.kinds(ticketId)).filter((kind) => kind === "rated")).toHaveLength(1);

    await desk.click("ticket_reopen", String(ticketId));
    expect((await desk.read(ticketId)).ticket).toMatchObject({
      status: "escalated",
      resolution: "retracted",
    });
    expect(await desk.kinds(ticketId)).toContain("reopened");
  });
});

describe("a less confident answer", () => {
  test("asks back and leaves the ticket open", async () => {
    await desk.settings({ resolveThreshold: 1, answerThreshold: 0.05 });
    const { ticketId } = await desk.ask();
    desk.ctx.model.next({ clarifyingQuestion: "Do you mean personal or workspace tokens?" });
    await desk.answer(ticketId);
    await desk.deliver();

    expect((await desk.read(ticketId)).ticket.status).toBe("ai_responding");
    expect(desk.texts()[0]).toContain("Do you mean personal or workspace tokens?");
  });

  test("is held back, and the member meanwhile sees the articles that may help", async () => {
    await desk.settings({ resolveThreshold: 1, answerThreshold: 1 });
    const { ticketId } = await desk.ask();
    await desk.answer(ticketId);
    await desk.deliver();

    const told = desk.slack.posts.at(-1)?.reply;
    expect(told?.markdown).toContain("Meanwhile, this may help:");
    expect(told?.sources).toMatchObject([{ title: "Rotate the API token" }]);
  });

  test("to a matter for people is held back, and says so", async () => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next({ needsPerson: "A refund needs a person." });
    await desk.answer(ticketId);
    await desk.deliver();

    expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
    expect(desk.texts().at(-1)).toContain("This needs a person, so I've asked the team.");
  });

  test("is held back, and people take over with a card", async () => {
    const { ticketId, ts } = await desk.ask({ text: "What is the meaning of life?" });
    desk.ctx.model.next({ markdown: "42", citedChunkIds: [], selfConfidence: 0.1 });
    await desk.answer(ticketId);
    await desk.deliver();

    expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
    const [card, told] = desk.slack.posts;
    expect(card).toMatchObject({ target: { channelId: "C_AGENTS", threadId: null } });
    expect(card?.reply.title).toContain("What is the meaning of life?");
    expect(card?.reply.markdown).toContain("> 42");
    expect(told).toMatchObject({ target: { channelId: "C_SUPPORT", threadId: ts } });
    expect(told?.reply.markdown).toContain("I've asked the team");
    expect(told?.reply.markdown).not.toContain("42");
  });
});

test("the asker's sixth message without a resolution goes to people", async () => {
  await desk.settings({ resolveThreshold: 1, answerThreshold: 0.05 });
  const { ticketId, ts } = await desk.ask();
  await desk.answer(ticketId);
  for (let i = 0; i < 5; i += 1) {
    desk.ctx.clock.advance(30_000);
    await receiveMessage(
      desk.ctx,
      desk.message({ threadId: ts, text: `It does not work, attempt number ${i}`, messageId: aMessageId() }),
    );
    await desk.answer(ticketId);
  }

  const { ticket, messages } = await desk.read(ticketId);
  expect(ticket.status).toBe("escalated");
  expect(messages.filter((row) => row.sender === "ai")).toHaveLength(5);
});
