import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { NotFoundError } from "../errors.ts";
import type { FeedbackStatus, FeedbackType } from "./status.ts";

const p = schema.feedbackPosts;

export const summaryColumns = {
  id: p.id,
  title: p.title,
  description: p.description,
  type: p.type,
  status: p.status,
  upvotes: p.upvotes,
  downvotes: p.downvotes,
  weightedScore: p.weightedScore,
  createdAt: p.createdAt,
  mergedIntoId: p.mergedIntoId,
  isPublic: p.isPublic,
};

export type PostSummary = {
  id: number;
  title: string;
  /** CommonMark of a stranger. */
  description: string;
  type: FeedbackType;
  status: FeedbackStatus;
  upvotes: number;
  downvotes: number;
  /** For agents only: where few have voted, it tells what their companies pay. */
  weightedScore: number;
  createdAt: Date;
  /** The post that stands for this one. */
  mergedIntoId: number | null;
  /** False: hidden from everybody but agents. */
  isPublic: boolean;
};

/** Posts that everybody may see and that stand for themselves. */
export const isListed = (workspaceId: number) =>
  and(eq(p.workspaceId, workspaceId), eq(p.isPublic, true), isNull(p.mergedIntoId));

export const isPost = (workspaceId: number, postId: number) =>
  and(eq(p.workspaceId, workspaceId), eq(p.id, postId));

export type PostKey = { workspaceId: number; postId: number };

export async function findPost(db: Db, { workspaceId, postId }: PostKey): Promise<PostSummary | null> {
  const [post] = await db.select(summaryColumns).from(p).where(isPost(workspaceId, postId));
  return post ?? null;
}

/** The post itself, merged or not. Throws `NotFoundError`, for another workspace's posts as well. */
export async function requirePost(db: Db, key: PostKey): Promise<PostSummary> {
  const post = await findPost(db, key);
  if (!post) throw new NotFoundError("The post");
  return post;
}

/** Reads posts and keeps others from changing them until the transaction ends; always in the order of their ids. */
export async function lockPosts(tx: Db, workspaceId: number, ids: number[]): Promise<PostSummary[]> {
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

/** Somebody may merge a post while we wait for its lock; more often than this in a row nobody does. */
const MOST_MOVES = 5;

/** The post that stands for this one, locked. Throws `NotFoundError` where it is hidden, unless `forAgents`. */
export async function lockStandingPost(
  tx: Db,
  key: PostKey,
  options: { forAgents: boolean },
): Promise<PostSummary> {
  let { postId } = key;
  for (let move = 0; move < MOST_MOVES; move += 1) {
    const post = await lockPost(tx, { ...key, postId });
    if (post.mergedIntoId === null) {
      if (!post.isPublic && !options.forAgents) break;
      return post;
    }
    postId = post.mergedIntoId;
  }
  throw new NotFoundError("The post");
}

/** A standing post with all that are merged into it. */
export async function listFamily(db: Db, workspaceId: number, standingId: number): Promise<number[]> {
  const rows = await db
    .select({ id: p.id })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), eq(p.mergedIntoId, standingId)));
  return [standingId, ...rows.map((row) => row.id)];
}

/** The post that was made of something. */
export async function findPostBySource(
  db: Db,
  workspaceId: number,
  sourceKey: string,
): Promise<PostSummary | null> {
  const [post] = await db
    .select(summaryColumns)
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), eq(p.sourceKey, sourceKey)));
  return post ?? null;
}
