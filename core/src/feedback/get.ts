import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { requirePost } from "./load.ts";
import type { PostKey, PostSummary } from "./load.ts";

/**
 * A post; one that is merged answers the post that stands for it. Throws `NotFoundError`, for hidden posts too unless
 * `forAgents`.
 */
export async function getPost(
  ctx: Pick<Ctx, "db">,
  input: PostKey & { forAgents?: boolean },
): Promise<PostSummary> {
  const asked = await requirePost(ctx.db, input);
  const post =
    asked.mergedIntoId === null ? asked : await requirePost(ctx.db, { ...input, postId: asked.mergedIntoId });
  if (!post.isPublic && input.forAgents !== true) throw new NotFoundError("The post");
  return post;
}
