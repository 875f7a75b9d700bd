import { schema } from "@firstline/db";
import { and, eq, inArray, like, lt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NEWS_KEY } from "../delivery/news-key.ts";
import { forgetVisitors } from "../knowledge/visits/visitor.ts";
import { forgetExpired } from "../people/forget-expired.ts";

/** On the embedded database everybody waits for a statement to end: many short ones instead of a long one. */
const PRUNE_BATCH = 2000;
const DAY_MS = 86_400_000;
/** Events and deliveries may still be delivered again for so long. */
const EVENTS_DAYS = 30;
/** Long enough to compare a month with the same one a year before. */
const SEARCHES_DAYS = 400;
/** Nobody reads older news of posts. */
const NEWS_DAYS = 400;

/** Forgets what nobody needs any longer: what guarded against repeats, what was searched for, news that everybody heard. */
export async function pruneEvents(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  const before = (days: number): Date => new Date(ctx.now().getTime() - days * DAY_MS);
  const monthAgo = before(EVENTS_DAYS);
  await prune(ctx, schema.processedEvents, monthAgo);
  await prune(ctx, schema.githubDeliveries, monthAgo);
  await prune(ctx, schema.webhookDeliveries, monthAgo);
  await prune(ctx, schema.billingEvents, monthAgo);
  await prune(ctx, schema.idempotencyKeys, before(1));
  await prune(ctx, schema.searches, before(SEARCHES_DAYS));
  const isSearch = eq(schema.knowledgeMetrics.kind, "search_result");
  await prune(ctx, schema.knowledgeMetrics, before(SEARCHES_DAYS), isSearch);
  await prune(ctx, schema.webNotices, before(NEWS_DAYS));
  const o = schema.outgoingMessages;
  const isToldNews = and(like(o.dedupeKey, `${NEWS_KEY}%`), inArray(o.status, ["sent", "failed"]));
  await prune(ctx, o, before(NEWS_DAYS), isToldNews);
  await forgetExpired(ctx);
  await forgetVisitors(ctx);
  await pruneQueue(ctx, monthAgo);
}

type Aging =
  | typeof schema.processedEvents
  | typeof schema.githubDeliveries
  | typeof schema.webhookDeliveries
  | typeof schema.billingEvents
  | typeof schema.idempotencyKeys
  | typeof schema.searches
  | typeof schema.knowledgeMetrics
  | typeof schema.webNotices
  | typeof schema.outgoingMessages;

async function prune(ctx: Pick<Ctx, "db">, table: Aging, before: Date, where?: SQL): Promise<void> {
  const old = ctx.db
    .select({ id: table.id })
    .from(table)
    .where(and(lt(table.createdAt, before), where))
    .limit(PRUNE_BATCH);
  for (;;) {
    const gone = await ctx.db.delete(table).where(inArray(table.id, old)).returning({ id: table.id });
    if (gone.length < PRUNE_BATCH) return;
  }
}

/**
 * The job queue keeps for ever each job that failed for good and each named queue, of which there is one a ticket and which
 * it locks all at once to find a job. Nobody adds a job to a queue while it goes, and nobody waits long for that.
 */
async function pruneQueue(ctx: Pick<Ctx, "db">, before: Date): Promise<void> {
  await ctx.db.execute(sql`
    select graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs
      where attempts >= max_attempts and locked_at is null and updated_at < ${before.toISOString()}::timestamptz))`);
  await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`set local lock_timeout = '2s'`);
    await tx.execute(sql`lock table graphile_worker._private_job_queues in share row exclusive mode`);
    await tx.execute(sql`
      delete from graphile_worker._private_job_queues q
      where q.locked_at is null
        and not exists (select from graphile_worker._private_jobs j where j.job_queue_id = q.id)`);
  });
}
