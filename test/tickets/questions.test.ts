import { receiveMessage } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { queuedJobs } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

describe("a question", () => {
  test("delivered three times opens one ticket with one job", async () => {
    const incoming = desk.message();

    const outcomes = [];
    for (let i = 0; i < 3; i += 1) outcomes.push((await receiveMessage(desk.ctx, incoming)).outcome);

    expect(outcomes[0]).toBe("opened");
    const t = schema.tickets;
    expect(await desk.ctx.db.select().from(t).where(eq(t.workspaceId, desk.workspace.id))).toHaveLength(1);
  });

  test("in several messages within seconds is one ticket, whose answer waits for the last", async () => {
    const { ticketId, ts } = await desk.ask({ text: "Hello, I have a problem with tokens" });
    desk.ctx.clock.advance(2_000);
    const second = await receiveMessage(desk.ctx, desk.message({ text: "how do I rotate one?" }));

    expect(second).toEqual({ outcome: "joined", ticketId });
    const { ticket, messages } = await desk.read(ticketId);
    expect(ticket.threadId).toBe(ts);
    expect(messages).toHaveLength(2);
    const jobs = (await queuedJobs(desk.ctx.db, "answer_ticket")).filter(
      (job) => job.key === `answer:${ticketId}`,
    );
    expect(jobs.map((job) => job.runAt.getTime())).toEqual([desk.ctx.now().getTime() + 4_000]);
  });

  test("after the burst is a ticket of its own", async () => {
    const first = await desk.ask();
    desk.ctx.clock.advance(10_000);
    const second = await desk.ask();

    expect(second.ticketId).not.toBe(first.ticketId);
  });

  test.each(["👍", "thanks!", "hello everyone", ""])("is not what %j is", async (text) => {
    expect(await receiveMessage(desk.ctx, desk.message({ text }))).toEqual({ outcome: "ignored" });
  });

  test("outside a support channel is one only when the bot is called", async () => {
    expect(await receiveMessage(desk.ctx, desk.message({ channelId: "C_OTHER" }))).toEqual({
      outcome: "ignored",
    });
    expect(
      await receiveMessage(desk.ctx, desk.message({ channelId: "C_OTHER", mentionsUs: true })),
    ).toMatchObject({
      outcome: "opened",
    });
  });

  test("a greeting to the bot is greeted, once", async () => {
    const hello = desk.message({ text: "hi", mentionsUs: true });

    expect((await receiveMessage(desk.ctx, hello)).outcome).toBe("greeted");
    expect((await receiveMessage(desk.ctx, hello)).outcome).toBe("repeated");
    await desk.deliver();
    expect(desk.texts()).toEqual([expect.stringContaining("Ask me a question")]);
  });
});

describe("a direct message on Discord, which has no threads", () => {
  const direct = (text: string) =>
    desk.message({ platform: "discord", channelId: "D1", isDirect: true, text });

  test("belongs to the ticket that is open, and to the one resolved a moment ago", async () => {
    const first = await receiveMessage(desk.ctx, direct("How do I rotate the API token?"));
    const ticketId = first.outcome === "opened" ? first.ticketId : 0;
    desk.ctx.clock.advance(60_000);
    expect(await receiveMessage(desk.ctx, direct("It is for a service account."))).toEqual({
      outcome: "added",
      ticketId,
    });
    await desk.answer(ticketId);
    desk.ctx.clock.advance(60_000);

    expect(await receiveMessage(desk.ctx, direct("That does not work for me."))).toEqual({
      outcome: "added",
      ticketId,
    });
    expect(await desk.kinds(ticketId)).toContain("reopened");
  });

  test("is a new question when the last one was resolved long ago, unless it says thanks", async () => {
    const first = await receiveMessage(desk.ctx, direct("How do I rotate the API token?"));
    const ticketId = first.outcome === "opened" ? first.ticketId : 0;
    await desk.answer(ticketId);
    desk.ctx.clock.advance(3_600_000);

    expect(await receiveMessage(desk.ctx, direct("thanks, that worked"))).toEqual({
      outcome: "added",
      ticketId,
    });
    expect((await desk.read(ticketId)).ticket.resolution).toBe("confirmed");
    desk.ctx.clock.advance(3_600_000);
    expect((await receiveMessage(desk.ctx, direct("How do I delete a token?"))).outcome).toBe("opened");
  });
});
