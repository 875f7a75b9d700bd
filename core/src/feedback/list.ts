import { schema } from "@firstline/db";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { cutPage } from "../cut-page.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { isForMembers } from "./for-members.ts";
import { summaryColumns } from "./load.ts";
import type { PostSummary } from "./load.ts";
import type { FeedbackStatus, FeedbackType } from "./status.ts";

export type PostOrder = "top" | "new";

export type ListPostsInput = {
  workspaceId: number;
  order: PostOrder;
  status?: FeedbackStatus | undefined;
  type?: FeedbackType | undefined;
  /** 20 unless told, 100 at most. */
  limit?: number | undefined;
  /** `next` of the page before. */
  cursor?: string | null | undefined;
  /** Also hidden ones, and those of people who opted out. */
  forAgents?: boolean | undefined;
};

const MOST = 100;

/** Posts that stand for themselves, the highest score or the newest first. Throws `InvalidError` for a bad cursor. */
export async function listPosts(
  ctx: Pick<Ctx, "db">,
  input: ListPostsInput,
): Promise<{ posts: PostSummary[]; next: string | null }> {
  const { workspaceId, order } = input;
  const limit = Math.min(Math.max(input.limit ?? 20, 1), MOST);
  const p = schema.feedbackPosts;
  const rows = await ctx.db
    .select(summaryColumns)
    .from(p)
    .where(
      and(
        eq(p.workspaceId, workspaceId),
        isNull(p.mergedIntoId),
        input.forAgents === true ? undefined : isForMembers(),
        input.status && eq(p.status, input.status),
        input.type && eq(p.type, input.type),
        input.cursor ? isAfter(workspaceId, order, fromCursor(input.cursor, order)) : undefined,
      ),
    )
    .orderBy(
      ...(order === "top" ? [desc(p.weightedScore), desc(p.upvotes)] : [desc(p.createdAt)]),
      desc(p.id),
    )
    .limit(limit + 1);
  const { page, nextId } = cutPage(rows, limit);
  return { posts: page, next: nextId === null ? null : toCursor({ order, id: nextId }) };
}

/** Behind a post, wherever it stands by now; a cursor that carried its score would tell what its voters pay. */
function isAfter(workspaceId: number, order: PostOrder, id: number): SQL {
  const p = schema.feedbackPosts;
  return order === "top"
    ? sql`(${p.weightedScore}, ${p.upvotes}, ${p.id}) < (
        select weighted_score, upvotes, id from ${p} last where last.workspace_id = ${workspaceId} and last.id = ${id})`
    : sql`(${p.createdAt}, ${p.id}) < (
        select created_at, id from ${p} last where last.workspace_id = ${workspaceId} and last.id = ${id})`;
}
