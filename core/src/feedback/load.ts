import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNull } from "drizzle-orm";
import { NotFoundError } from "../errors.ts";
import { isForMembers } from "./for-members.ts";
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
  and(eq(p.workspaceId, workspaceId), isForMembers(), isNull(p.mergedIntoId));

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
