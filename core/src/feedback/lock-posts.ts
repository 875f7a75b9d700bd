import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, inArray } from "drizzle-orm";
import { NotFoundError } from "../errors.ts";
import { holdName, lockName } from "../lock.ts";
import { listFamily, requirePost, summaryColumns } from "./load.ts";
import type { PostKey, PostSummary } from "./load.ts";

// Nobody waits in a circle, because all lock in one order: a person (`rememberVoter`), the merges, posts by their ids, and
// last the jobs that have keys.

/** Keeps others from merging posts, and from taking them apart, until the transaction ends. Before any post is locked. */
export async function holdMerges(tx: Db, workspaceId: number): Promise<void> {
  await holdName(tx, mergesOf(workspaceId));
}

/** For whoever merges or takes apart: waits until nobody holds the merges, and has them alone until the transaction ends. */
export async function lockMerges(tx: Db, workspaceId: number): Promise<void> {
  await lockName(tx, mergesOf(workspaceId));
}

const mergesOf = (workspaceId: number): string => `merges:${workspaceId}`;

/** Reads posts and keeps others from changing them until the transaction ends; always in the order of their ids. */
export async function lockPosts(tx: Db, workspaceId: number, ids: number[]): Promise<PostSummary[]> {
  const p = schema.feedbackPosts;
  return tx
    .select(summaryColumns)
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), inArray(p.id, ids)))
    .orderBy(asc(p.id))
    .for("update");
}

/** The same for one. Throws `NotFoundError`. */
export async function lockPost(tx: Db, { workspaceId, postId }: PostKey): Promise<PostSummary> {
  const [post] = await lockPosts(tx, workspaceId, [postId]);
  if (!post) throw new NotFoundError("The post");
  return post;
}

/**
 * The post that stands for this one, locked with all that are merged into it: a vote may change the figures of each. Throws
 * `NotFoundError` where it is hidden, unless `forAgents`.
 */
export async function lockStandingPost(
  tx: Db,
  key: PostKey,
  options: { forAgents: boolean },
): Promise<PostSummary> {
  const { workspaceId } = key;
  await holdMerges(tx, workspaceId);
  const { id, mergedIntoId } = await requirePost(tx, key);
  const standingId = mergedIntoId ?? id;
  const family = await lockPosts(tx, workspaceId, await listFamily(tx, workspaceId, standingId));
  const post = family.find((one) => one.id === standingId);
  if (!post || (!post.isPublic && !options.forAgents)) throw new NotFoundError("The post");
  return post;
}
