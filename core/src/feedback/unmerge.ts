import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { requirePost } from "./load.ts";
import type { PostKey, PostSummary } from "./load.ts";
import { lockMerges, lockPosts } from "./lock-posts.ts";
import { afterMove, setStanding } from "./merge.ts";
import { recordPostEvent } from "./record.ts";

export type UnmergePostInput = PostKey & { by: { personId: number } };

/**
 * Takes a post out of the one that it is merged into, with what was merged into it before; its votes count for it again.
 * Answers the post; nothing happens where it is not merged.
 */
export async function unmergePost(
  ctx: Pick<Ctx, "db" | "now">,
  input: UnmergePostInput,
): Promise<PostSummary> {
  const { workspaceId, postId, by } = input;
  return ctx.db.transaction(async (tx) => {
    await lockMerges(tx, workspaceId);
    const post = await requirePost(tx, input);
    const standingId = post.mergedIntoId;
    if (standingId === null) return post;
    const back = await listFollowers(tx, { workspaceId, postId, standingId });
    await lockPosts(tx, workspaceId, [postId, standingId, ...back]);

    const at = ctx.now();
    for (const id of back) await setStanding(tx, { workspaceId, postId: id, standingId: postId });
    await setStanding(tx, { workspaceId, postId, standingId: null });
    const change = { workspaceId, kind: "unmerged", isPublic: false, actorId: by.personId } as const;
    await recordPostEvent(tx, { ...change, postId, oldValue: String(standingId) }, at);
    await recordPostEvent(tx, { ...change, postId: standingId, oldValue: post.title }, at);
    await hideMerge(tx, { workspaceId, postId, standingId });
    return afterMove(tx, workspaceId, [postId, standingId, ...back]);
  });
}

type Move = PostKey & { standingId: number };

/** Posts that came to the standing post with this one: the last thing that moved them says so. */
async function listFollowers(tx: Db, { workspaceId, postId, standingId }: Move): Promise<number[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select p.id from ${schema.feedbackPosts} p
    cross join lateral (
      select old_value, new_value from ${schema.feedbackEvents} e
      where e.post_id = p.id and e.kind = 'merged' and e.new_value = ${String(standingId)}
      order by e.id desc limit 1
    ) last
    where p.workspace_id = ${workspaceId} and p.merged_into_id = ${standingId}
      and last.old_value = ${String(postId)} and p.id <> ${postId}
    order by p.id`);
  return [...rows].map((row) => Number(row.id));
}

/** The standing post's page no longer tells of a merge that was taken back. */
async function hideMerge(tx: Db, { workspaceId, postId, standingId }: Move): Promise<void> {
  const e = schema.feedbackEvents;
  await tx
    .update(e)
    .set({ isPublic: false })
    .where(
      and(
        eq(e.workspaceId, workspaceId),
        eq(e.postId, standingId),
        eq(e.kind, "merged"),
        eq(e.oldValue, String(postId)),
      ),
    );
}
