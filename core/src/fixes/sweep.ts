import { schema } from "@firstline/db";
import { and, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { hasNoJob } from "../jobs.ts";
import { enqueueAttempt, enqueuePublish } from "./enqueue-fix.ts";

const a = schema.fixAttempts;
const LEFT_ALONE_MS = 120_000;
const BATCH = 100;

/**
 * Attempts that wait without a job get one again; the run itself knows when it has been begun too often. So do fixes that were
 * to become a pull request and neither did nor were given up.
 */
export async function sweepFixes(ctx: Pick<Ctx, "db" | "now" | "log">): Promise<void> {
  const before = new Date(ctx.now().getTime() - LEFT_ALONE_MS);
  await sweepAttempts(ctx, before);
  await sweepPublishing(ctx, before);
}

const hasNoJobOf = (name: "attempt_fix" | "publish_fix"): SQL =>
  hasNoJob(sql`j.task_identifier = ${name}
    and (j.key = ${`${name}:`} || ${a.id} or j.key like ${`${name}:again:%`} || '"attemptId":' || ${a.id} || '}%')`);

async function sweepAttempts(ctx: Pick<Ctx, "db" | "log">, before: Date): Promise<void> {
  const waiting = await ctx.db
    .select({ workspaceId: a.workspaceId, attemptId: a.id })
    .from(a)
    .where(and(inArray(a.status, ["waiting", "running"]), lt(a.updatedAt, before), hasNoJobOf("attempt_fix")))
    .limit(BATCH);
  for (const row of waiting) {
    ctx.log.warn(row, "a fix attempt waited without a job");
    await enqueueAttempt(ctx.db, row);
  }
}

async function sweepPublishing(ctx: Pick<Ctx, "db" | "now" | "log">, before: Date): Promise<void> {
  const waiting = await ctx.db
    .select({ workspaceId: a.workspaceId, attemptId: a.id, issueId: a.issueId })
    .from(a)
    .where(
      and(
        eq(a.status, "suggested"),
        isNull(a.failure),
        lt(a.updatedAt, before),
        sql`exists (select 1 from ticket_events e where e.ticket_id = ${a.ticketId} and e.kind = 'github_fix_finished'
          and e.metadata @> jsonb_build_object('attemptId', ${a.id}, 'willPublish', true))`,
        // What came later took its place.
        sql`not exists (select 1 from fix_attempts later where later.issue_id = ${a.issueId}
          and later.number > ${a.number} and later.status = 'drafted')`,
        hasNoJobOf("publish_fix"),
      ),
    )
    .limit(BATCH);
  for (const row of waiting) {
    ctx.log.warn(row, "a fix waited for its pull request without a job");
    await enqueuePublish(ctx.db, { ...row, at: ctx.now() });
  }
}
