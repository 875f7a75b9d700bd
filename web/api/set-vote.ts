import { castVote, withdrawVote } from "@firstline/core";
import type { Ctx, PostSummary, Voter } from "@firstline/core";

type Vote = { workspaceId: number; postId: number; voter: Voter; value: 1 | 0 | -1 };

/** Gives somebody's one vote to a post; 0 takes it back. `changed` is false where that was so already. */
export function setVote(
  ctx: Pick<Ctx, "db" | "now">,
  { value, ...which }: Vote,
): Promise<{ post: PostSummary; changed: boolean }> {
  return value === 0 ? withdrawVote(ctx, which) : castVote(ctx, { ...which, value, place: null });
}
