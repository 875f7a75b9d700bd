import { schema } from "@firstline/db";
import { and, inArray, lt, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { hasNoJob } from "../jobs.ts";
import { enqueueAttempt } from "./enqueue-fix.ts";

const LEFT_ALONE_MS = 120_000;
const BATCH = 100;

/** Attempts that wait without a job get one again; the run itself knows when it has been begun too often. */
export async function sweepFixes(ctx: Pick<Ctx, "db" | "now" | "log">): Promise<void> {
  const a = schema.fixAttempts;
  const waiting = await ctx.db
    .select({ workspaceId: a.workspaceId, attemptId: a.id })
    .from(a)
    .where(
      and(
        inArray(a.status, ["waiting", "running"]),
        lt(a.updatedAt, new Date(ctx.now().getTime() - LEFT_ALONE_MS)),
        hasNoJob(sql`j.task_identifier = 'attempt_fix'
          and (j.key = 'attempt_fix:' || ${a.id} or j.key like 'attempt_fix:again:%"attemptId":' || ${a.id} || '}%')`),
      ),
    )
    .limit(BATCH);
  for (const row of waiting) {
    ctx.log.warn(row, "a fix attempt waited without a job");
    await enqueueAttempt(ctx.db, row);
  }
}
