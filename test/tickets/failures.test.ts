import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { malformed, overloaded, refused } from "../support/fakes.ts";

let database: TestDatabase;
let desk: Desk;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.stop();
});
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
