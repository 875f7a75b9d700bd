import { schema } from "@firstline/db";
import { and, asc, gt, isNull, lt, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { hasNoJob } from "../../jobs.ts";
import { isForMembers } from "../for-members.ts";
import { enqueueNews } from "./enqueue-news.ts";

const LEFT_ALONE_MS = 5 * 60_000;
/** Nobody wonders why they did not hear of what is older. */
const NEWS_MS = 3 * 86_400_000;
const BATCH = 100;

/**
 * Changes of status that voters have not heard of, and that no job is about to tell. What changed while the post was hidden
 * or stood behind another one is no news.
 */
export async function sweepNews(ctx: Pick<Ctx, "db" | "now" | "log">): Promise<void> {
  const p = schema.feedbackPosts;
  const now = ctx.now();
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  const waiting = await ctx.db
    .select({ workspaceId: p.workspaceId, postId: p.id })
    .from(p)
    .where(
      and(
        sql`${p.toldStatus} <> ${p.status}`,
        gt(p.statusChangedAt, ago(NEWS_MS)),
        lt(p.statusChangedAt, ago(LEFT_ALONE_MS)),
        isForMembers(),
        isNull(p.mergedIntoId),
        sql`(select e.kind from feedback_events e where e.post_id = ${p.id}
          and e.kind in ('status_changed', 'shown', 'unmerged') order by e.id desc limit 1) = 'status_changed'`,
        hasNoJob(sql`j.key = 'tell_voters:' || ${p.id}`),
      ),
    )
    .orderBy(asc(p.id))
    .limit(BATCH);
  for (const row of waiting) {
    ctx.log.warn(row, "a change of status was told to nobody");
    await enqueueNews(ctx.db, row, now);
  }
}
