import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, InvalidError } from "../errors.ts";
import { announcePostEvent } from "../webhooks/post-events.ts";
import { getSettings } from "../workspaces/settings.ts";
import type { PostSummary } from "./load.ts";
import { lockStandingPost } from "./lock-posts.ts";
import { countChangeOfMind, requireCalm, requireRoomForVote } from "./post-limits.ts";
import { findCountedVote, putVote } from "./put-vote.ts";
import type { VoteValue } from "./put-vote.ts";
import { isClosed } from "./status.ts";
import { rememberVoter } from "./voter.ts";
import type { VotePlace, Voter } from "./voter.ts";

export type CastVoteInput = {
  workspaceId: number;
  postId: number;
  voter: Voter;
  value: VoteValue;
  place: VotePlace;
};

/**
 * Gives somebody's one vote to a post; a merged one hands it to the post that stands for it. `changed` is false where it
 * was there already. Throws `NotFoundError` for hidden posts, `ConflictError` for closed ones, `InvalidError` for a vote
 * against where those are switched off, and `LimitError`.
 */
export async function castVote(
  ctx: Pick<Ctx, "db" | "now">,
  input: CastVoteInput,
): Promise<{ post: PostSummary; changed: boolean }> {
  const { workspaceId, value, place } = input;
  return ctx.db.transaction(async (tx) => {
    if (value === -1) await requireDownVotes(tx, workspaceId);
    const person = await rememberVoter(tx, workspaceId, input.voter);
    const post = await lockStandingPost(tx, input, person);
    const on = { standingId: post.id, personId: person.id };
    const counted = await findCountedVote(tx, workspaceId, on);
    if (counted?.value === value) {
      if (counted.channelId === null && place !== null) await keepPlace(tx, counted, place);
      return { post, changed: false };
    }
    if (isClosed(post.status)) throw new ConflictError(CLOSED[post.status === "completed" ? "done" : "no"]);
    const at = ctx.now();
    const who = { workspaceId, personId: person.id, at };
    await requireCalm(tx, who);
    if (counted === null) await requireRoomForVote(tx, who);
    const voted = await putVote(tx, { workspaceId, ...on, value, place, at });
    await announcePostEvent(tx, { workspaceId, postId: post.id, type: "feedback.voted" }, at);
    if (counted !== null) await countChangeOfMind(tx, who);
    return { post: voted, changed: true };
  });
}

const CLOSED = {
  done: "This is done already, so votes are closed.",
  no: "The team has decided against this, so votes are closed.",
} as const;

async function requireDownVotes(tx: Db, workspaceId: number): Promise<void> {
  const { feedback } = await getSettings({ db: tx }, workspaceId);
  if (!feedback.downVotes) throw new InvalidError("Votes against a post are switched off here.");
}

/** A vote from the web learns where its voter can be told, once they vote in chat as well. */
async function keepPlace(
  tx: Db,
  vote: { id: number; workspaceId: number },
  place: NonNullable<VotePlace>,
): Promise<void> {
  const v = schema.votes;
  const { platform, channelId, threadId } = place;
  await tx
    .update(v)
    .set({ platform, channelId, threadId })
    .where(and(eq(v.workspaceId, vote.workspaceId), eq(v.id, vote.id)));
}
