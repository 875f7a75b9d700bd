import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, InvalidError, NotFoundError } from "../errors.ts";
import { touchSite } from "../site/request-job.ts";
import { isPost, listFamily, requirePost } from "./load.ts";
import type { PostSummary } from "./load.ts";
import { lockMerges, lockPosts } from "./lock-posts.ts";
import { recordPostEvent } from "./record.ts";
import { recountPosts } from "./recount.ts";

export type MergePostsInput = {
  workspaceId: number;
  fromId: number;
  /** A merged post stands for the one that it is merged into. */
  intoId: number;
  by: { personId: number };
};

/**
 * Lets one post stand for another, and for all that were merged into that one. Votes stay where they were cast, so that it
 * can be undone; each person counts once. Answers the post that stands for both; harmless to repeat. Throws `InvalidError`
 * for a post and itself, `ConflictError` for a post that is merged into a third one.
 */
export async function mergePosts(ctx: Pick<Ctx, "db" | "now">, input: MergePostsInput): Promise<PostSummary> {
  const { workspaceId, by } = input;
  return ctx.db.transaction(async (tx) => {
    const { from, into } = await lockBoth(tx, input);
    if (from.mergedIntoId === into.id) return into;
    if (from.id === into.id) throw new InvalidError("A post cannot be merged into itself.");
    if (from.mergedIntoId !== null)
      throw new ConflictError(
        `This post is merged into #${from.mergedIntoId}. Take it out of that one first.`,
      );

    const at = ctx.now();
    const moved = [from.id, ...(await moveFamily(tx, { workspaceId, from, into, by }, at))];
    await setStanding(tx, { workspaceId, postId: from.id, standingId: into.id });
    const change = { workspaceId, kind: "merged", actorId: by.personId } as const;
    await recordPostEvent(tx, { ...change, postId: from.id, isPublic: false, newValue: String(into.id) }, at);
    await recordPostEvent(
      tx,
      {
        ...change,
        postId: into.id,
        isPublic: from.isPublic,
        oldValue: String(from.id),
        newValue: from.title,
      },
      at,
    );
    return afterMove(tx, workspaceId, [into.id, ...moved]);
  });
}

/** What stood behind the merged post now stands behind the new one; each remembers where it was, should it go back. */
async function moveFamily(
  tx: Db,
  input: { workspaceId: number; from: PostSummary; into: PostSummary; by: { personId: number } },
  at: Date,
): Promise<number[]> {
  const { workspaceId, from, into, by } = input;
  const p = schema.feedbackPosts;
  const moved = await tx
    .update(p)
    .set({ mergedIntoId: into.id })
    .where(and(eq(p.workspaceId, workspaceId), eq(p.mergedIntoId, from.id)))
    .returning({ id: p.id });
  for (const { id } of moved) {
    const values = { oldValue: String(from.id), newValue: String(into.id) };
    await recordPostEvent(
      tx,
      { workspaceId, postId: id, kind: "merged", isPublic: false, actorId: by.personId, ...values },
      at,
    );
  }
  return moved.map((row) => row.id);
}

/** Two agents may merge two posts into each other at once: the second one sees what the first has done. */
async function lockBoth(tx: Db, input: MergePostsInput): Promise<{ from: PostSummary; into: PostSummary }> {
  const { workspaceId, fromId } = input;
  await lockMerges(tx, workspaceId);
  const asked = await requirePost(tx, { workspaceId, postId: input.intoId });
  const standingId = asked.mergedIntoId ?? asked.id;
  const moving = await listFamily(tx, workspaceId, fromId);
  const posts = await lockPosts(tx, workspaceId, [...moving, standingId]);
  const [from, into] = [fromId, standingId].map((id) => posts.find((post) => post.id === id));
  if (!from || !into) throw new NotFoundError("The post");
  return { from, into };
}

export async function setStanding(
  tx: Db,
  input: { workspaceId: number; postId: number; standingId: number | null },
): Promise<void> {
  await tx
    .update(schema.feedbackPosts)
    .set({ mergedIntoId: input.standingId })
    .where(isPost(input.workspaceId, input.postId));
}

/** Counts posts anew and has their pages made; answers the first. */
export async function afterMove(tx: Db, workspaceId: number, ids: number[]): Promise<PostSummary> {
  await recountPosts(tx, workspaceId, ids);
  await touchSite(tx, workspaceId);
  return requirePost(tx, { workspaceId, postId: ids[0] ?? 0 });
}
