import { schema } from "@firstline/db";
import { and, eq, inArray, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { isListed } from "./load.ts";
import { countedVotes } from "./tally.ts";

export type VoteCount = {
  postId: number;
  upvotes: number;
  downvotes: number;
  /** What the reader's own vote says; null: they have none. */
  mine: 1 | -1 | null;
};

export type ListVoteCountsInput = {
  workspaceId: number;
  postIds: number[];
  /** Who reads it; null: somebody whom we do not know. */
  personId: number | null;
};

/** How posts that everybody may see stand, and how the reader voted on each. Others are left out. */
export async function listVoteCounts(ctx: Pick<Ctx, "db">, input: ListVoteCountsInput): Promise<VoteCount[]> {
  const { workspaceId, postIds, personId } = input;
  if (postIds.length === 0) return [];
  const p = schema.feedbackPosts;
  const posts = await ctx.db
    .select({ postId: p.id, upvotes: p.upvotes, downvotes: p.downvotes })
    .from(p)
    .where(and(isListed(workspaceId), inArray(p.id, postIds)));
  const mine = personId === null ? null : await readOwnVotes(ctx, { workspaceId, postIds, personId });
  return posts.map((post) => ({ ...post, mine: mine?.(post.postId) ?? null }));
}

/** A vote on a post that is merged into another one counts there. */
async function readOwnVotes(
  ctx: Pick<Ctx, "db">,
  { workspaceId, postIds, personId }: { workspaceId: number; postIds: number[]; personId: number },
): Promise<(postId: number) => 1 | -1 | null> {
  const [p, v] = [schema.feedbackPosts, schema.votes];
  const rows = await ctx.db
    .select({ vote: v, mergedIntoId: p.mergedIntoId })
    .from(v)
    .innerJoin(p, and(eq(p.id, v.postId), eq(p.workspaceId, v.workspaceId)))
    .where(
      and(
        eq(v.workspaceId, workspaceId),
        eq(v.personId, personId),
        or(inArray(p.id, postIds), inArray(p.mergedIntoId, postIds)),
      ),
    );
  return (postId) => {
    const family = rows.filter((row) => (row.mergedIntoId ?? row.vote.postId) === postId);
    const [counted] = countedVotes(
      family.map((row) => row.vote),
      postId,
    );
    if (!counted) return null;
    return counted.value > 0 ? 1 : -1;
  };
}
