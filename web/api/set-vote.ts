import { castVote, withdrawVote } from "@firstline/core";
import type { PostSummary, Voter } from "@firstline/core";
import type { WebCtx } from "./context.ts";

type Vote = { workspaceId: number; postId: number; voter: Voter; value: 1 | 0 | -1 };

/** Gives somebody's one vote to a post; 0 takes it back. `changed` is false where that was so already. */
export function setVote(
  ctx: WebCtx,
  { value, ...which }: Vote,
): Promise<{ post: PostSummary; changed: boolean }> {
  return value === 0 ? withdrawVote(ctx, which) : castVote(ctx, { ...which, value, place: null });
}
