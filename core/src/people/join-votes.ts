import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, inArray, sql } from "drizzle-orm";
import { followPosts } from "../feedback/commands/follow-posts.ts";
import { holdMerges, lockPosts } from "../feedback/lock-posts.ts";
import { recountPosts } from "../feedback/recount.ts";
import { touchSite } from "../site/request-job.ts";

const v = schema.votes;

export type VotesInput = { workspaceId: number; keepId: number; goneId: number };

/** Gives the votes of one person to another; where both have voted on a post, the newer vote stays. */
export async function joinVotes(tx: Db, input: VotesInput): Promise<void> {
  const { workspaceId, keepId, goneId } = input;
  await holdMerges(tx, workspaceId);
  const postIds = await listVotedPosts(tx, input);
  if (postIds.length === 0) return;
  await lockPosts(tx, workspaceId, postIds);
  await tx.execute(sql`
    delete from ${v} older using ${v} newer
    where older.workspace_id = ${workspaceId} and older.person_id in (${keepId}, ${goneId})
      and newer.workspace_id = ${workspaceId} and newer.person_id in (${keepId}, ${goneId})
      and newer.post_id = older.post_id and newer.person_id <> older.person_id
      and (newer.created_at, newer.id) > (older.created_at, older.id)`);
  await tx
    .update(v)
    .set({ personId: keepId })
    .where(and(eq(v.workspaceId, workspaceId), eq(v.personId, goneId)));
}

/** Counts everything anew that a person has voted on: call it once they have the company that they keep. */
export async function recountVoted(tx: Db, workspaceId: number, personId: number): Promise<void> {
  const postIds = await listVotedPosts(tx, { workspaceId, keepId: personId, goneId: personId });
  const changed = await recountPosts(tx, workspaceId, postIds);
  await followPosts(tx, workspaceId, changed);
  if (changed.length > 0) await touchSite(tx, workspaceId);
}

/** Posts with a vote of either, and those that stand for them. */
export async function listVotedPosts(tx: Db, { workspaceId, keepId, goneId }: VotesInput): Promise<number[]> {
  const p = schema.feedbackPosts;
  const rows = await tx
    .selectDistinct({ id: p.id, mergedIntoId: p.mergedIntoId })
    .from(v)
    .innerJoin(p, and(eq(p.id, v.postId), eq(p.workspaceId, v.workspaceId)))
    .where(and(eq(v.workspaceId, workspaceId), inArray(v.personId, [keepId, goneId])));
  const ids = rows.flatMap(({ id, mergedIntoId }) => (mergedIntoId === null ? [id] : [id, mergedIntoId]));
  return [...new Set(ids)];
}
