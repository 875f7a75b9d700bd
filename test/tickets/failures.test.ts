import { answerTicket, jobs, UpstreamError } from "@firstline/core";
import type { Classification } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { PLAIN_QUESTION, queuedJobs } from "../support/factories.ts";
import { malformed, overloaded, refused } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

/** Lets the model sort every question like that; answers how often it was asked to. */
function sortedAs(value: Classification | null): () => number {
  let times = 0;
  desk.ctx.model.classify = async () => {
    times += 1;
    const tokens = { inputTokens: 1000, outputTokens: 10, cachedInputTokens: 0 };
    return { value, usage: { model: "scripted-1", ...tokens, costUsd: 0.001 } };
  };
  return () => times;
}

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

describe("a model that asks again and again to wait", () => {
  const limited = (retryAfterSeconds: number): UpstreamError =>
    new UpstreamError("anthropic", "Claude asks us to slow down.", { retryable: true, retryAfterSeconds });

  /** Runs the question's waiting job when it is due; answers how long it waited, or null when none waits. */
  async function runWaiting(ticketId: number): Promise<number | null> {
    const rows = await database.db.execute<{ payload: unknown; run_at: string }>(
      sql`select payload, run_at::text from graphile_worker._private_jobs where key = ${`answer:${ticketId}`}`,
    );
    const [job] = [...rows];
    if (!job || (await desk.read(ticketId)).ticket.status !== "analyzing") return null;
    const waited = new Date(job.run_at).getTime() - desk.ctx.now().getTime();
    desk.ctx.clock.advance(waited);
    await answerTicket(desk.ctx, { ...jobs.answer_ticket.parse(job.payload), attempt: 1 });
    return waited / 1000;
  }

  async function waitsUntilPeople(ticketId: number): Promise<number[]> {
    const waits: number[] = [];
    await desk.answer(ticketId);
    for (let wait = await runWaiting(ticketId); wait !== null; wait = await runWaiting(ticketId))
      waits.push(wait);
    return waits;
  }

  test.each([
    ["for no time at all", 0, [5, 10, 20, 40, 80, 160]],
    ["for half a minute", 30, [30, 60, 120, 240]],
  ])("%s is asked less and less often, and then people take over", async (_, seconds, expected) => {
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(...Array.from({ length: 50 }, () => limited(seconds)));

    expect(await waitsUntilPeople(ticketId)).toEqual(expected);
    expect(desk.ctx.model.requests).toHaveLength(expected.length + 1);
    expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
  });

  test.each([
    ["as a question", PLAIN_QUESTION],
    ["of no use", null],
  ])("has sorted the question once, %s", async (_, value) => {
    const sorted = sortedAs(value);
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(...Array.from({ length: 50 }, () => limited(0)));

    await waitsUntilPeople(ticketId);

    expect(sorted()).toBe(1);
  });

  test("sorts the question again when the asker has changed it", async () => {
    const sorted = sortedAs(PLAIN_QUESTION);
    const { ticketId } = await desk.ask();
    desk.ctx.model.next(limited(0));
    await desk.answer(ticketId);
    await database.db
      .update(schema.ticketMessages)
      .set({ content: "I want a refund for the API token." })
      .where(eq(schema.ticketMessages.ticketId, ticketId));

    await runWaiting(ticketId);

    expect(sorted()).toBe(2);
  });
});

describe("who asks for a person in words that only a model understands", () => {
  const text = "Could one of you folks take over the token rotation with me?";

  test.each([
    ["declines to answer", [refused]],
    ["is out of form twice", [malformed, malformed]],
    ["rejects the key", [new UpstreamError("anthropic", "The key is wrong.", { retryable: false })]],
    ["is overloaded", [overloaded()]],
    ["asks to wait", [new UpstreamError("anthropic", "Wait.", { retryable: true, retryAfterSeconds: 60 })]],
  ])("gets one, also when the model %s", async (_, turns) => {
    sortedAs({ ...PLAIN_QUESTION, wantsPerson: true });
    const { ticketId } = await desk.ask({ text });
    desk.ctx.model.next(...turns);

    await desk.answer(ticketId);

    const escalations = await database.db
      .select()
      .from(schema.escalations)
      .where(eq(schema.escalations.ticketId, ticketId));
    expect(escalations).toMatchObject([{ type: "user_requested", reason: "The asker asks for a person." }]);
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
