import { UpstreamError } from "@firstline/core";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { queuedJobs } from "../support/factories.ts";
import { malformed, overloaded, refused } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

describe("a model that fails", () => {
  test("is tried again by the queue, and the ticket waits", async () => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(overloaded());

    await expect(desk.answer(ticketId)).rejects.toThrow("overloaded");
    expect((await desk.read(ticketId)).ticket.status).toBe("analyzing");
    await desk.answer(ticketId, 2);
    expect((await desk.read(ticketId)).ticket.status).toBe("resolved");
  });

  test("at the last try gives the ticket to people and says why", async () => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(overloaded());
    await desk.answer(ticketId, 5);
    await desk.deliver();

    expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
    const reason = desk.slack.posts[0]?.reply.fields?.find((field) => field.label === "Why it is here");
    expect(reason?.value).toBe("The AI could not answer: Claude is overloaded.");
  });

  test.each([
    ["refuses", [refused]],
    ["is out of form twice", [malformed, malformed]],
  ] as const)("because it %s gives the ticket to people", async (_, turns) => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(...turns);
    await desk.answer(ticketId);

    expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
  });

  test("is forgiven one answer out of form", async () => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(malformed);
    await desk.answer(ticketId);

    expect((await desk.read(ticketId)).ticket.status).toBe("resolved");
  });
});

describe("an error that nobody foresaw", () => {
  test("is tried again, and then the ticket goes to people without its text", async () => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(new Error("sk-secret"), new Error("sk-secret"));

    await expect(desk.answer(ticketId, 4)).rejects.toThrow();
    await desk.answer(ticketId, 5);
    await desk.deliver();

    expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
    expect(JSON.stringify(desk.slack.posts)).not.toContain("sk-secret");
  });

  test("in the search does not keep the ticket from people either", async () => {
    const { ticketId } = await desk.ask();
    desk.ctx.embedder.embed = async () => {
      throw overloaded();
    };

    await desk.answer(ticketId, 5);

    expect((await desk.read(ticketId)).ticket.status).not.toBe("analyzing");
  });
});

describe("a model that asks to wait", () => {
  const slowDown = (retryAfterSeconds: number): UpstreamError =>
    new UpstreamError("anthropic", "Claude asks us to slow down.", { retryable: true, retryAfterSeconds });

  test("is asked again then, without using up a try", async () => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(slowDown(45));

    await desk.answer(ticketId, 5);

    expect((await desk.read(ticketId)).ticket.status).toBe("analyzing");
    const jobs = await queuedJobs(desk.ctx.db, "answer_ticket");
    const job = jobs.find((each) => each.key === `answer:${ticketId}`);
    expect(job?.runAt.getTime()).toBe(desk.ctx.now().getTime() + 45_000);
    await desk.answer(ticketId);
    expect((await desk.read(ticketId)).ticket.status).toBe("resolved");
  });

  test("for longer than anybody waits for an answer leaves the ticket to people", async () => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(slowDown(3600));

    await desk.answer(ticketId);

    expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
  });
});

describe("a delivery", () => {
  test("whose answer is lost is found again, not posted twice", async () => {
    const { ticketId } = await desk.ask();
    await desk.answer(ticketId);
    desk.slack.loseResponses(1);

    await expect(desk.deliver()).rejects.toThrow("connection was lost");
    await desk.deliver();

    expect(desk.slack.posts).toHaveLength(1);
    expect((await desk.read(ticketId)).messages.at(-1)?.platformMessageId).toBe("M1");
  });
});
