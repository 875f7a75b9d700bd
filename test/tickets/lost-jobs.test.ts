import { receiveMessage, rememberAgent, sweepTickets } from "@firstline/core";
import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { queuedJobs } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const ADA = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

const inThread = (threadId: string, text: string, input = {}) =>
  receiveMessage(desk.ctx, desk.message({ threadId, text, ...input }));

test("a follow-up whose job gave up goes to people", async () => {
  await desk.settings({ resolveThreshold: 1, answerThreshold: 0.05 });
  const { ticketId, ts } = await desk.ask();
  await desk.answer(ticketId);
  await inThread(ts, "And how do I do that on Windows?");
  await desk.ctx.db.execute(
    sql`update graphile_worker._private_jobs set attempts = max_attempts where key = ${`answer:${ticketId}`}`,
  );

  desk.ctx.clock.advance(5 * 60_000);
  await sweepTickets(desk.ctx);

  expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
});

test("a follow-up whose job was lost is answered all the same", async () => {
  await desk.settings({ resolveThreshold: 1, answerThreshold: 0.05 });
  const { ticketId, ts } = await desk.ask();
  await desk.answer(ticketId);
  await inThread(ts, "And how do I do that on Windows?");
  const key = `answer:${ticketId}`;
  await desk.ctx.db.execute(sql`select graphile_worker.remove_job(${key})`);

  desk.ctx.clock.advance(5 * 60_000);
  await sweepTickets(desk.ctx);

  expect((await queuedJobs(desk.ctx.db, "answer_ticket")).map((job) => job.key)).toContain(key);
});

test.each([
  ["And how do I do that on Windows?", true],
  ["hello", false],
])("in the panel, which has no reactions, %j waits for an answer: %s", async (text, waits) => {
  await desk.settings({ resolveThreshold: 1, answerThreshold: 0.05 });
  const author = { platform: "panel" as const, externalId: "visitor", name: "Vic" };
  const panel = { platform: "panel" as const, channelId: "panel", isDirect: true, author };
  const { ticketId, ts } = await desk.ask(panel);
  await desk.answer(ticketId);
  await inThread(ts, text, panel);
  const key = `answer:${ticketId}`;
  await desk.ctx.db.execute(sql`select graphile_worker.remove_job(${key})`);
  expect((await desk.read(ticketId)).ticket.status).toBe("ai_responding");

  desk.ctx.clock.advance(5 * 60_000);
  await sweepTickets(desk.ctx);

  const keys = (await queuedJobs(desk.ctx.db, "answer_ticket")).map((job) => job.key);
  expect(keys.includes(key)).toBe(waits);
});

test("an analysis that people have made needless ends, though its job was lost", async () => {
  const { ticketId, ts } = await desk.ask();
  desk.ctx.model.next(new Error("the process was killed"));
  await expect(desk.answer(ticketId)).rejects.toThrow("the process was killed");
  await desk.ctx.db.transaction((tx) => rememberAgent(tx, desk.workspace.id, ADA));
  await inThread(ts, "Let me look into it", { author: ADA });
  const key = `answer:${ticketId}`;
  await desk.ctx.db.execute(sql`select graphile_worker.remove_job(${key})`);
  expect((await desk.read(ticketId)).ticket.status).toBe("analyzing");

  desk.ctx.clock.advance(5 * 60_000);
  await sweepTickets(desk.ctx);
  expect((await queuedJobs(desk.ctx.db, "answer_ticket")).map((job) => job.key)).toContain(key);
  await desk.answer(ticketId);

  expect((await desk.read(ticketId)).ticket.status).toBe("new");
});

test("a follow-up that was meant for somebody else is left alone", async () => {
  await desk.settings({ resolveThreshold: 1, answerThreshold: 0.05 });
  const { ticketId, ts } = await desk.ask();
  await desk.answer(ticketId);
  await desk.ctx.db.execute(
    sql`delete from graphile_worker._private_jobs where key = ${`answer:${ticketId}`}`,
  );
  await inThread(ts, "@Carl what do you think about that?", { mentionsOthers: true });

  desk.ctx.clock.advance(5 * 60_000);
  await sweepTickets(desk.ctx);

  expect((await desk.read(ticketId)).ticket.status).toBe("ai_responding");
});
