import { enqueue, pruneEvents } from "@firstline/core";
import { schema } from "@firstline/db";
import { startWorker } from "@firstline/worker";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";

const DAY = 86_400_000;

const database = await fileDatabase();
const { db } = database;
let desk: Desk;
let of: { workspaceId: number };

beforeEach(async () => {
  desk = await aDesk(db);
  of = { workspaceId: desk.workspace.id };
});

const daysAgo = (days: number): Date => new Date(desk.ctx.now().getTime() - days * DAY);

test("events of the billing service are known for a month, as those of others are", async () => {
  const b = schema.billingEvents;
  const event = { ...of, type: "customer.created", happenedAt: daysAgo(31) };
  await db.insert(b).values([
    { ...event, eventId: "evt_old", createdAt: daysAgo(31) },
    { ...event, eventId: "evt_new", createdAt: daysAgo(29) },
  ]);

  await pruneEvents(desk.ctx);

  const left = await db.select().from(b).where(eq(b.workspaceId, of.workspaceId));
  expect(left.map(({ eventId }) => eventId)).toEqual(["evt_new"]);
});

test("news of posts that everybody heard more than a year ago are forgotten, wherever they were told", async () => {
  const { webNotices: n, outgoingMessages: o } = schema;
  const { ticketId } = await desk.ask();
  const [reader] = await db
    .insert(schema.people)
    .values({ ...of, name: "Ria" })
    .returning({ personId: schema.people.id });
  if (!reader) throw new Error("no person was made");
  const row = { ...of, platform: "slack" as const, operation: "post" as const, payload: {} };
  for (const days of [401, 399]) {
    const createdAt = daysAgo(days);
    const told = { status: "sent" as const, createdAt };
    await db.insert(n).values({ ...of, ...reader, markdown: "m", dedupeKey: `news:${days}`, createdAt });
    await db.insert(o).values([
      { ...row, ...told, dedupeKey: `news:${days}`, deliveryKey: `news:${days}` },
      { ...row, ...told, ticketId, dedupeKey: `answer:${days}`, deliveryKey: `answer:${days}` },
    ]);
  }

  await pruneEvents(desk.ctx);

  const notices = await db.select().from(n).where(eq(n.workspaceId, of.workspaceId));
  expect(notices.map(({ dedupeKey }) => dedupeKey)).toEqual(["news:399"]);
  const said = await db.select().from(o).where(eq(o.workspaceId, of.workspaceId));
  const keys = said.map(({ dedupeKey }) => dedupeKey).filter((key) => /:\d{3}$/u.test(key));
  expect(keys.toSorted()).toEqual(["answer:399", "answer:401", "news:399"]);
});

test("what was searched for is forgotten with the search, while views of an article stay counted", async () => {
  const m = schema.knowledgeMetrics;
  const old = { ...of, day: "2025-01-01", createdAt: daysAgo(401) };
  await db.insert(m).values([
    { ...old, kind: "search_result", query: "my token" },
    { ...old, kind: "article_view", value: 12 },
  ]);

  await pruneEvents(desk.ctx);

  const left = await db.select().from(m).where(eq(m.workspaceId, of.workspaceId));
  expect(left.map(({ kind }) => kind)).toEqual(["article_view"]);
});

test("the job queue keeps no queue of a ticket that waits for nothing, and no old job that failed for good", async () => {
  const names = ["idle", "waiting", "running"].map((name) => `${name}:${of.workspaceId}`);
  for (const queue of names) await enqueue(db, "publish_site", of, { queue, key: queue });
  await db.execute(sql`select graphile_worker.remove_job(${names[0]})`);
  await db.execute(sql`select graphile_worker.remove_job(${names[2]})`);
  await db.execute(sql`
    update graphile_worker._private_job_queues set locked_by = 'pool', locked_at = now() where queue_name = ${names[2]}`);
  for (const days of [31, 29]) {
    const key = `failed:${days}:${of.workspaceId}`;
    await enqueue(db, "publish_site", of, { key, maxAttempts: 1 });
    await db.execute(sql`
      update graphile_worker._private_jobs set attempts = 1, updated_at = ${daysAgo(days).toISOString()}::timestamptz
      where key = ${key}`);
  }

  await pruneEvents(desk.ctx);

  const queues = await db.execute(sql`
    select queue_name from graphile_worker._private_job_queues where queue_name in ${names}`);
  expect([...queues].map((row) => String(row["queue_name"])).toSorted()).toEqual([names[2], names[1]]);
  const failed = await db.execute(sql`
    select key from graphile_worker.jobs where key like ${`failed:%:${of.workspaceId}`}`);
  expect([...failed].map((row) => row["key"])).toEqual([`failed:29:${of.workspaceId}`]);
});

test("what runs once a day is made up for by a worker that was down at that time", async () => {
  const lastRun = async (): Promise<number> => {
    const [row] = await db.execute<{ ago: number }>(sql`
      select extract(epoch from now() - last_execution)::float8 / 3600 as ago
      from graphile_worker._private_known_crontabs where identifier = 'prune_events'`);
    return row?.ago ?? Number.NaN;
  };
  await db.execute(sql`
    insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
    values ('prune_events', now() - interval '9 days', now() - interval '3 days')`);

  const worker = await startWorker(desk.ctx, { databaseUrl: database.url, fixConcurrency: 0 });

  await expect.poll(lastRun, { timeout: 8_000 }).toBeLessThan(24.1);
  await worker.stop();
});
