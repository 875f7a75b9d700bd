import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import { touchSite } from "../site/request-job.ts";
import { followPosts } from "./commands/follow-posts.ts";
import { listFamily, requirePost } from "./load.ts";
import type { PostSummary } from "./load.ts";
import { recountPosts } from "./recount.ts";
import { countedVotes } from "./tally.ts";
import type { VotePlace } from "./voter.ts";

export type VoteValue = 1 | -1;
type StoredVote = typeof schema.votes.$inferSelect;

/** All votes of a person on a standing post and on those that are merged into it. */
export async function listVotesOf(
  tx: Db,
  workspaceId: number,
  input: { standingId: number; personId: number },
): Promise<StoredVote[]> {
  const v = schema.votes;
  const family = await listFamily(tx, workspaceId, input.standingId);
  return tx
    .select()
    .from(v)
    .where(and(eq(v.workspaceId, workspaceId), inArray(v.postId, family), eq(v.personId, input.personId)));
}

/** The vote by which somebody counts for a standing post. */
export async function findCountedVote(
  tx: Db,
  workspaceId: number,
  input: { standingId: number; personId: number },
): Promise<StoredVote | null> {
  const [vote] = countedVotes(await listVotesOf(tx, workspaceId, input), input.standingId);
  return vote ?? null;
}

export type PutVoteInput = {
  workspaceId: number;
  /** A standing post, locked. */
  standingId: number;
  personId: number;
  value: VoteValue;
  place: VotePlace;
  at: Date;
};

/** Stores a vote and counts the post anew. */
export async function putVote(tx: Db, input: PutVoteInput): Promise<PostSummary> {
  const { workspaceId, standingId, personId, value, place, at } = input;
  const where = place && {
    platform: place.platform,
    channelId: place.channelId,
    threadId: place.threadId,
  };
  const v = schema.votes;
  await tx
    .insert(v)
    .values({ workspaceId, postId: standingId, personId, value, createdAt: at, ...where })
    .onConflictDoUpdate({ target: [v.postId, v.personId], set: { value, ...where } });
  return afterVotes(tx, workspaceId, [standingId]);
}

/** Counts posts anew, has their pages made, and answers the first of them. */
export async function afterVotes(tx: Db, workspaceId: number, postIds: number[]): Promise<PostSummary> {
  const changed = await recountPosts(tx, workspaceId, postIds);
  await followPosts(tx, workspaceId, changed);
  if (changed.length > 0) await touchSite(tx, workspaceId);
  return requirePost(tx, { workspaceId, postId: postIds[0] ?? 0 });
}
