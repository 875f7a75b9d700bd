import { schema } from "@firstline/db";
import { and, asc, eq, gt } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { touchSite } from "../site/request-job.ts";
import { lockPosts } from "./lock-posts.ts";
import { recountPosts } from "./recount.ts";

/** Posts in one transaction: on the embedded database all others wait for it. */
const BATCH = 200;

/**
 * Job `recount_scores`: counts all posts of a workspace anew, after companies, their revenue or the weights have changed.
 * Harmless to repeat.
 */
export async function recountScores(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number },
): Promise<{ changed: number }> {
  const { workspaceId } = input;
  const p = schema.feedbackPosts;
  let changed = 0;
  for (let last = 0; ;) {
    const posts = await ctx.db
      .select({ id: p.id })
      .from(p)
      .where(and(eq(p.workspaceId, workspaceId), gt(p.id, last)))
      .orderBy(asc(p.id))
      .limit(BATCH);
    changed += await recountSome(
      ctx,
      workspaceId,
      posts.map(({ id }) => id),
    );
    const end = posts.at(-1);
    if (!end || posts.length < BATCH) return { changed };
    last = end.id;
  }
}

async function recountSome(ctx: Pick<Ctx, "db">, workspaceId: number, ids: number[]): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    // Locked first: what was counted while somebody votes would take their vote away again.
    await lockPosts(tx, workspaceId, ids);
    const changed = await recountPosts(tx, workspaceId, ids);
    if (changed.length > 0) await touchSite(tx, workspaceId);
    return changed.length;
  });
}
