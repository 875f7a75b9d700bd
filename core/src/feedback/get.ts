import { schema } from "@firstline/db";
import { and } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { isForMembers } from "./for-members.ts";
import { isPost, requirePost } from "./load.ts";
import type { PostKey, PostSummary } from "./load.ts";

/**
 * A post; one that is merged answers the post that stands for it. Throws `NotFoundError`, for posts that members
 * may not see too unless `forAgents`.
 */
export async function getPost(
  ctx: Pick<Ctx, "db">,
  input: PostKey & { forAgents?: boolean },
): Promise<PostSummary> {
  const asked = await requirePost(ctx.db, input);
  const post =
    asked.mergedIntoId === null ? asked : await requirePost(ctx.db, { ...input, postId: asked.mergedIntoId });
  if (input.forAgents !== true && !(await isSeen(ctx, { ...input, postId: post.id }))) {
    throw new NotFoundError("The post");
  }
  return post;
}

async function isSeen(ctx: Pick<Ctx, "db">, { workspaceId, postId }: PostKey): Promise<boolean> {
  const seen = and(isPost(workspaceId, postId), isForMembers());
  return (await ctx.db.$count(schema.feedbackPosts, seen)) > 0;
}
