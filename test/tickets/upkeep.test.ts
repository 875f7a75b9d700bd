import { hostname } from "node:os";
import { pid } from "node:process";
import {
  enqueue,
  freeDeadLocks,
  closeQuietTickets,
  MACHINE,
  pruneEvents,
  receiveMessage,
  rememberAgent,
  resolveTicket,
  sendAgentMessage,
  startHeartbeat,
  updateChannelSettings,
} from "@firstline/core";
import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";

const ADA = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };
const DAY = 86_400_000;

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

const inThread = (threadId: string, text: string, input = {}) =>
  receiveMessage(desk.ctx, desk.message({ threadId, text, ...input }));

test("a ticket that an agent answered in its thread closes when nobody comes back", async () => {
  const { ticketId, ts } = await desk.ask();
  await desk.ctx.db.transaction((tx) => rememberAgent(tx, desk.workspace.id, ADA));
  await inThread(ts, "You rotate it under Settings", { author: ADA });

  desk.ctx.clock.advance(4 * DAY);
  await closeQuietTickets(desk.ctx);

  expect((await desk.read(ticketId)).ticket).toMatchObject({ status: "closed", resolution: "assumed" });
});

test("an escalated ticket that an agent answered closes when nobody comes back, and its card with it", async () => {
  const { ticketId } = await desk.ask({ text: "I want to talk to a human please" });
  await desk.answer(ticketId);
  const agent = await desk.ctx.db.transaction((tx) => rememberAgent(tx, desk.workspace.id, ADA));
  const said = { workspaceId: desk.workspace.id, ticketId, agent, text: "Done" };
  await sendAgentMessage(desk.ctx, { ...said, platform: "panel", channelId: "console", messageId: "1" });

  desk.ctx.clock.advance(4 * DAY);
  await closeQuietTickets(desk.ctx);
  await desk.deliver();

  expect((await desk.read(ticketId)).ticket.status).toBe("closed");
  expect(desk.slack.edits.map((edit) => edit.reply.footer)).toContain("Resolved.");
});

test("a ticket whose asker waits for people stays open", async () => {
  const { ticketId, ts } = await desk.ask({ text: "I want to talk to a human please" });
  await desk.answer(ticketId);
  await inThread(ts, "Is anybody there to help me?");

  desk.ctx.clock.advance(30 * DAY);
  await closeQuietTickets(desk.ctx);

  expect((await desk.read(ticketId)).ticket.status).toBe("escalated");
});

test("what the asker wrote to an agent last is not closed as if it were settled", async () => {
  await desk.settings({ resolveThreshold: 1, answerThreshold: 0.05 });
  const { ticketId, ts } = await desk.ask();
  await desk.answer(ticketId);
  await desk.ctx.db.transaction((tx) => rememberAgent(tx, desk.workspace.id, ADA));
  await inThread(ts, "Which version do you have?", { author: ADA });
  await inThread(ts, "It is 2.3, and it still fails");

  desk.ctx.clock.advance(4 * DAY);
  await closeQuietTickets(desk.ctx);

  expect((await desk.read(ticketId)).ticket).toMatchObject({ status: "ai_responding", resolution: null });
});

test("what is solved after a quiet week can still be called not solved in a talk without threads", async () => {
  const mia = { platform: "discord" as const, externalId: "7", name: "Mia" };
  const direct = { platform: "discord" as const, channelId: "D_MIA", isDirect: true, author: mia };
  const { ticketId } = await desk.ask({ ...direct, text: "I want to talk to a human please" });
  await desk.answer(ticketId);
  const by = await desk.ctx.db.transaction((tx) => rememberAgent(tx, desk.workspace.id, ADA));
  desk.ctx.clock.advance(7 * DAY);
  await resolveTicket(desk.ctx, { workspaceId: desk.workspace.id, ticketId, by });

  desk.ctx.clock.advance(10 * 60_000);
  await closeQuietTickets(desk.ctx);
  const later = await receiveMessage(desk.ctx, desk.message({ ...direct, text: "Thanks, that worked!" }));
  desk.ctx.clock.advance(4 * DAY);
  await closeQuietTickets(desk.ctx);

  expect(later).toEqual({ outcome: "added", ticketId });
  expect((await desk.read(ticketId)).ticket.status).toBe("closed");
});

test("a channel may wait longer than its workspace before it closes what is quiet", async () => {
  const patient = { platform: "slack", channelId: "C_SUPPORT" } as const;
  const { id: workspaceId } = desk.workspace;
  await updateChannelSettings(desk.ctx, { workspaceId, channel: patient, settings: { quietDays: 10 } });
  const slow = await desk.ask();
  const quick = await desk.ask({ channelId: "D_MIA", isDirect: true });
  for (const { ticketId } of [slow, quick]) await desk.answer(ticketId);
  const statuses = () =>
    Promise.all([slow, quick].map(async (one) => (await desk.read(one.ticketId)).ticket.status));

  desk.ctx.clock.advance(4 * DAY);
  await closeQuietTickets(desk.ctx);
  expect(await statuses()).toEqual(["resolved", "closed"]);
  desk.ctx.clock.advance(7 * DAY);
  await closeQuietTickets(desk.ctx);

  expect(await statuses()).toEqual(["closed", "closed"]);
});

test("a reply under the second message of a burst belongs to its ticket", async () => {
  const { ticketId } = await desk.ask();
  const second = desk.message({ text: "It is the token of the workspace" });
  expect(await receiveMessage(desk.ctx, second)).toMatchObject({ outcome: "joined", ticketId });

  const reply = await inThread(second.messageId, "I mean the one in production");

  expect(reply).toEqual({ outcome: "added", ticketId });
});

test("what was asked in private is not named where others read along", async () => {
  await desk.ask({ channelId: "D_MIA", isDirect: true, text: "My salary is wrong on the payslip" });
  desk.ctx.clock.advance(3_600_000);
  await desk.ask({ text: "How do I export my invoices?" });
  desk.ctx.clock.advance(3_600_000);
  const { ticketId } = await desk.ask();

  await desk.answer(ticketId);

  expect(desk.ctx.model.requests.at(-1)?.earlierSubjects).toEqual(["How do I export my invoices?"]);
});

test("identities of old events are forgotten, those of new ones are kept", async () => {
  const e = schema.processedEvents;
  const old = new Date(desk.ctx.now().getTime() - 40 * DAY);
  const event = { workspaceId: desk.workspace.id, platform: "slack" as const };
  const many = Array.from({ length: 2100 }, (_, i) => ({ ...event, eventKey: `old:${i}`, createdAt: old }));
  await desk.ctx.db.insert(e).values([...many, { ...event, eventKey: "new", createdAt: desk.ctx.now() }]);

  await pruneEvents(desk.ctx);

  const left = await desk.ctx.db.select().from(e).where(eq(e.workspaceId, desk.workspace.id));
  expect(left.map((row) => row.eventKey)).toEqual(["new"]);
});

test("searches are kept long enough to compare a month with the same one a year before", async () => {
  const { searches } = schema;
  const search = { workspaceId: desk.workspace.id, place: "site" as const, resultCount: 0 };
  const daysAgo = (days: number): Date => new Date(desk.ctx.now().getTime() - days * DAY);
  await desk.ctx.db.insert(searches).values([
    { ...search, query: "long ago", createdAt: daysAgo(401) },
    { ...search, query: "last year", createdAt: daysAgo(396) },
  ]);

  await pruneEvents(desk.ctx);

  const left = await desk.ctx.db.select().from(searches).where(eq(searches.workspaceId, desk.workspace.id));
  expect(left.map(({ query }) => query)).toEqual(["last year"]);
});

/** Locks this desk's queue in the name of a pool, as a runner does that works on one of its jobs. */
async function lockQueue(poolId: string): Promise<{ holder: () => Promise<unknown> }> {
  const { db } = desk.ctx;
  const queue = `queue:${desk.workspace.id}`;
  await enqueue(db, "publish_site", { workspaceId: desk.workspace.id }, { queue });
  await db.execute(sql`
    update graphile_worker._private_job_queues set locked_at = now(), locked_by = ${poolId}
    where queue_name = ${queue}`);
  return {
    async holder() {
      const [row] = await db.execute(
        sql`select locked_by from graphile_worker._private_job_queues where queue_name = ${queue}`,
      );
      return row?.["locked_by"];
    },
  };
}

test("a process that ends frees the queues that its pools still hold", async () => {
  const heartbeat = await startHeartbeat(desk.ctx, "site");
  heartbeat.addPool("pool-that-ends");
  const queue = await lockQueue("pool-that-ends");

  await heartbeat.stop();

  expect(await queue.holder()).toBeNull();
});

test("neither another role that starts nor a look for the dead takes from a process what it holds", async () => {
  const { db } = desk.ctx;
  const { processes } = schema;
  const isSite = sql`${processes.poolIds} ? 'pool-of-the-site'`;
  const site = await startHeartbeat(desk.ctx, "site");
  site.addPool("pool-of-the-site");
  const queue = await lockQueue("pool-of-the-site");
  await expect.poll(() => db.select().from(processes).where(isSite)).toHaveLength(1);

  const worker = await startHeartbeat(desk.ctx, "worker");
  expect(await queue.holder()).toBe("pool-of-the-site");

  // The database was so busy that not even the process's own heartbeat came through.
  await db
    .update(processes)
    .set({ heartbeatAt: sql`now() - interval '1 hour'` })
    .where(isSite);
  await freeDeadLocks(desk.ctx);
  expect(await queue.holder()).toBe("pool-of-the-site");

  await worker.stop();
  await site.stop();
});

test("what an earlier process with the same number held is freed at once", async () => {
  const queue = await lockQueue("pool-of-before");
  const earlier = { id: `${MACHINE}:${pid}:before`, role: "site", host: MACHINE, pid };
  await desk.ctx.db.insert(schema.processes).values({ ...earlier, poolIds: ["pool-of-before"] });

  const heartbeat = await startHeartbeat(desk.ctx, "site");

  expect(await queue.holder()).toBeNull();
  await heartbeat.stop();
});

test("a container of the same name, with a process of the same number, keeps what it holds", async () => {
  const queue = await lockQueue("pool-of-a-twin");
  const twin = { id: `${hostname()}:${pid}:twin`, role: "site", host: hostname(), pid };
  await desk.ctx.db.insert(schema.processes).values({ ...twin, poolIds: ["pool-of-a-twin"] });

  const heartbeat = await startHeartbeat(desk.ctx, "site");

  expect(await queue.holder()).toBe("pool-of-a-twin");
  await heartbeat.stop();
  await desk.ctx.db.delete(schema.processes).where(eq(schema.processes.id, twin.id));
});

test("a process looks again when those before it have been silent for long enough", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const heartbeat = await startHeartbeat(desk.ctx, "site");
  const queue = await lockQueue("pool-of-the-last-container");
  const last = { id: "elsewhere:1:last", role: "site", host: "elsewhere", pid: 1 };
  await desk.ctx.db.insert(schema.processes).values({
    ...last,
    poolIds: ["pool-of-the-last-container"],
    heartbeatAt: sql`now() - interval '21 seconds'`,
  });

  vi.advanceTimersByTime(21_000);
  vi.useRealTimers();

  await expect.poll(queue.holder, { timeout: 4_000 }).toBeNull();
  await heartbeat.stop();
});

test("whoever could not beat itself takes nobody else for dead until others have had the time to beat", async () => {
  const { db } = desk.ctx;
  const { processes } = schema;
  vi.useFakeTimers({ toFake: ["Date"] });
  const heartbeat = await startHeartbeat(desk.ctx, "site");
  const queue = await lockQueue("pool-of-another-machine");
  const other = { id: "elsewhere:1:other", role: "worker", host: "elsewhere", pid: 1 };
  const poolIds = ["pool-of-another-machine"];
  await db.insert(processes).values({ ...other, poolIds, heartbeatAt: sql`now() - interval '1 minute'` });
  const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
  const beat = async (poolId: string): Promise<void> => {
    heartbeat.addPool(poolId);
    await expect
      .poll(() =>
        db
          .select()
          .from(processes)
          .where(sql`${processes.poolIds} ? ${poolId}`),
      )
      .toHaveLength(1);
  };

  pass(60_000);
  await freeDeadLocks(desk.ctx);
  await beat("after the database was down");
  await freeDeadLocks(desk.ctx);
  expect(await queue.holder()).toBe("pool-of-another-machine");

  pass(19_000);
  await beat("a beat later");
  pass(2_000);
  await freeDeadLocks(desk.ctx);
  expect(await queue.holder()).toBeNull();

  vi.useRealTimers();
  await heartbeat.stop();
});

test("a process is known by all of its pools of workers at once, so that a kill a moment later frees every job", async () => {
  const role = `role-${desk.workspace.id}`;
  const heartbeat = await startHeartbeat(desk.ctx, role);
  const poolIds = Array.from({ length: 12 }, (_, i) => `pool-${i}`);

  for (const poolId of poolIds) heartbeat.addPool(poolId);

  const stored = async (): Promise<string[]> => {
    const [row] = await desk.ctx.db.select().from(schema.processes).where(eq(schema.processes.role, role));
    return row?.poolIds ?? [];
  };
  await expect.poll(stored, { timeout: 4_000 }).toEqual(poolIds);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await stored()).toEqual(poolIds);
  await heartbeat.stop();
});
