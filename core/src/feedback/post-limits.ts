import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, count, eq, gt } from "drizzle-orm";
import { LimitError } from "../errors.ts";
import { countTry, hasTried, subjectOf } from "../people/link-tries.ts";

/** What one member may post in 24 hours and vote in a minute: more than people do, less than a program would. */
export const POSTS_A_DAY = 10;
export const VOTES_A_MINUTE = 30;
/** Votes taken back or turned around in ten minutes, after which no more are cast: each is told on, and counted anew. */
const CHANGES_OF_MIND = 30;

type Who = { workspaceId: number; personId: number; at: Date };

export async function requireRoomForPost(tx: Db, { workspaceId, personId, at }: Who): Promise<void> {
  const p = schema.feedbackPosts;
  const [row] = await tx
    .select({ posts: count() })
    .from(p)
    .where(
      and(
        eq(p.workspaceId, workspaceId),
        eq(p.authorId, personId),
        gt(p.createdAt, new Date(at.getTime() - 24 * 60 * 60_000)),
      ),
    );
  if ((row?.posts ?? 0) >= POSTS_A_DAY)
    throw new LimitError(
      `That is ${POSTS_A_DAY} posts in a day. Please come back tomorrow, or vote for what is there already.`,
    );
}

export async function requireRoomForVote(tx: Db, { workspaceId, personId, at }: Who): Promise<void> {
  const v = schema.votes;
  const [row] = await tx
    .select({ votes: count() })
    .from(v)
    .where(
      and(
        eq(v.workspaceId, workspaceId),
        eq(v.personId, personId),
        gt(v.createdAt, new Date(at.getTime() - 60_000)),
      ),
    );
  if ((row?.votes ?? 0) >= VOTES_A_MINUTE)
    throw new LimitError("That is a lot of votes at once. Please wait a minute.");
}

const changesOf = ({ workspaceId, personId }: Omit<Who, "at">): string[] => [
  subjectOf(workspaceId, `votes of person ${personId}`),
];

/** Taking a vote back is never refused; casting one after many of these is. */
export async function requireCalm(tx: Db, who: Who): Promise<void> {
  if (await hasTried(tx, who.workspaceId, { subjects: changesOf(who), times: CHANGES_OF_MIND, now: who.at }))
    throw new LimitError("You have changed your votes many times. Please wait ten minutes.");
}

/** Counts a vote that was taken back or turned around. Its row is locked: nothing may be waited for after this. */
export async function countChangeOfMind(tx: Db, who: Who): Promise<void> {
  await countTry(tx, who.workspaceId, changesOf(who), who.at);
}
