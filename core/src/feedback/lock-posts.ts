import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, inArray, or } from "drizzle-orm";
import { NotFoundError } from "../errors.ts";
import { holdName, lockName } from "../lock.ts";
import { isAgent } from "../tickets/permission.ts";
import type { Person } from "../workspaces/people.ts";
import { isForMembers } from "./for-members.ts";
import { isPost, listFamily, requirePost, summaryColumns } from "./load.ts";
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
 * `NotFoundError` where its reader may not see it; agents, and null for an import, see all.
 */
export async function lockStandingPost(tx: Db, key: PostKey, reader: Person | null): Promise<PostSummary> {
  const { workspaceId } = key;
  await holdMerges(tx, workspaceId);
  const { id, mergedIntoId } = await requirePost(tx, key);
  const standingId = mergedIntoId ?? id;
  const family = await lockPosts(tx, workspaceId, await listFamily(tx, workspaceId, standingId));
  const post = family.find((one) => one.id === standingId);
  const seesAll = reader === null || isAgent(reader);
  if (!post || !(seesAll || (await isSeen(tx, { workspaceId, postId: standingId }, reader.id))))
    throw new NotFoundError("The post");
  return post;
}

/** Who opted out still sees what they wrote. */
async function isSeen(tx: Db, { workspaceId, postId }: PostKey, personId: number): Promise<boolean> {
  const p = schema.feedbackPosts;
  const isOwn = and(eq(p.isPublic, true), eq(p.authorId, personId));
  return (await tx.$count(p, and(isPost(workspaceId, postId), or(isForMembers(), isOwn)))) > 0;
}
