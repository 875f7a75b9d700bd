import type { Ctx } from "../../context.ts";
import { castVote } from "../cast-vote.ts";
import { namePost, votesOf } from "../post-words.ts";
import type { Voter } from "../voter.ts";
import { withdrawVote } from "../withdraw-vote.ts";
import { whereNews } from "./replies.ts";
import { votePlaceOf } from "./vote-place.ts";
import type { PostOrigin } from "./vote-place.ts";

type Key = { workspaceId: number; postId: number; voter: Voter };

/** Casts a vote and says what came of it, in plain words. Throws what `castVote` throws. */
export async function castVoteAloud(
  ctx: Pick<Ctx, "db" | "now">,
  input: Key & { value: 1 | -1; origin: PostOrigin },
): Promise<string> {
  const place = await votePlaceOf(ctx, input);
  const { post, changed } = await castVote(ctx, { ...input, place });
  const side = input.value === 1 ? "for" : "against";
  if (!changed) return `You have voted ${side} ${namePost(post)} already.`;
  return `You voted ${side} ${namePost(post)}: ${votesOf(post)}. ${whereNews(place)}`;
}

/** Takes a vote back and says so. */
export async function withdrawVoteAloud(ctx: Pick<Ctx, "db" | "now">, input: Key): Promise<string> {
  const { post, changed } = await withdrawVote(ctx, input);
  return changed ? `Your vote on ${namePost(post)} is taken back.` : `You have no vote on ${namePost(post)}.`;
}
