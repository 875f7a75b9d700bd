import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { announcePostEvent } from "../webhooks/post-events.ts";
import type { PostSummary } from "./load.ts";
import { lockStandingPost } from "./lock-posts.ts";
import { countChangeOfMind } from "./post-limits.ts";
import { afterVotes, listVotesOf } from "./put-vote.ts";
import { rememberVoter } from "./voter.ts";
import type { Voter } from "./voter.ts";

/** Takes somebody's vote back, also those on posts that are merged into this one. `changed` is false where there was none. */
export async function withdrawVote(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; postId: number; voter: Voter },
): Promise<{ post: PostSummary; changed: boolean }> {
  const { workspaceId } = input;
  return ctx.db.transaction(async (tx) => {
    const person = await rememberVoter(tx, workspaceId, input.voter);
    const post = await lockStandingPost(tx, input, person);
    const votes = await listVotesOf(tx, workspaceId, { standingId: post.id, personId: person.id });
    if (votes.length === 0) return { post, changed: false };
    const v = schema.votes;
    const ids = votes.map((vote) => vote.id);
    await tx.delete(v).where(and(eq(v.workspaceId, workspaceId), inArray(v.id, ids)));
    const touched = new Set([post.id, ...votes.map((vote) => vote.postId)]);
    const counted = await afterVotes(tx, workspaceId, [...touched]);
    const type = "feedback.vote_withdrawn";
    const at = ctx.now();
    await announcePostEvent(tx, { workspaceId, postId: post.id, type }, at);
    await countChangeOfMind(tx, { workspaceId, personId: person.id, at });
    return { post: counted, changed: true };
  });
}
