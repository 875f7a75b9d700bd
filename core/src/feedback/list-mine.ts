import { schema } from "@firstline/db";
import { and, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { findPerson } from "../workspaces/people.ts";
import { isForMembers } from "./for-members.ts";
import { summaryColumns } from "./load.ts";
import type { PostSummary } from "./load.ts";
import type { Voter } from "./voter.ts";

export type MyPost = PostSummary & {
  /** How this person has voted; null: not at all. */
  myVote: 1 | -1 | null;
  isMine: boolean;
  isSubscribed: boolean;
};

const MOST = 50;

/** Posts that somebody wrote or voted on, the newest first, at most 50; merged ones as the post that stands for them. */
export async function listMyPosts(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; voter: Voter; limit?: number },
): Promise<MyPost[]> {
  const { workspaceId, voter } = input;
  const person = "personId" in voter ? { id: voter.personId } : await findPerson(ctx.db, workspaceId, voter);
  if (!person) return [];
  const p = schema.feedbackPosts;
  const rows = await ctx.db
    .select({
      ...summaryColumns,
      authorId: p.authorId,
      vote: sql<number | null>`vote.value`,
      unsubscribedAt: sql<Date | null>`vote.unsubscribed_at`,
    })
    .from(p)
    .leftJoin(countedVoteOf(workspaceId, person.id), sql`true`)
    .where(
      and(
        eq(p.workspaceId, workspaceId),
        isNull(p.mergedIntoId),
        // Who opted out still sees what they wrote.
        or(isForMembers(), and(eq(p.isPublic, true), eq(p.authorId, person.id))),
        or(inArray(p.id, standingOf(ctx, workspaceId, person.id)), sql`vote.value is not null`),
      ),
    )
    .orderBy(desc(p.createdAt), desc(p.id))
    .limit(Math.min(input.limit ?? 20, MOST));
  return rows.map(({ authorId, vote, unsubscribedAt, ...post }) => ({
    ...post,
    myVote: vote === null ? null : vote > 0 ? 1 : -1,
    isMine: authorId === person.id,
    isSubscribed: vote !== null && unsubscribedAt === null,
  }));
}

/** The vote by which a person counts for the post of the row, by the rule of `countedVotes`. */
function countedVoteOf(workspaceId: number, personId: number) {
  const p = schema.feedbackPosts;
  return sql`lateral (
    select v.value, v.unsubscribed_at
    from ${schema.votes} v join ${p} cast_on on cast_on.id = v.post_id
    where v.workspace_id = ${workspaceId} and v.person_id = ${personId}
      and (cast_on.id = ${p.id} or cast_on.merged_into_id = ${p.id})
    order by (cast_on.id = ${p.id}) desc, v.created_at desc, v.id desc
    limit 1
  ) vote`;
}

/** The posts that stand for what a person wrote. */
function standingOf(ctx: Pick<Ctx, "db">, workspaceId: number, personId: number) {
  const p = schema.feedbackPosts;
  return ctx.db
    .select({ id: sql<number>`coalesce(${p.mergedIntoId}, ${p.id})` })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), eq(p.authorId, personId)));
}
