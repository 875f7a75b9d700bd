import { schema } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { touchSite } from "../site/request-job.ts";
import { isPost } from "./load.ts";
import type { PostKey, PostSummary } from "./load.ts";
import { lockPost } from "./lock-posts.ts";
import { recordPostEvent } from "./record.ts";

/** Hides a post from everybody but agents, or shows it again. Nothing happens where it is so already. */
export async function setPostVisible(
  ctx: Pick<Ctx, "db" | "now">,
  input: PostKey & { isPublic: boolean; by: { personId: number } },
): Promise<PostSummary> {
  const { workspaceId, postId, isPublic, by } = input;
  return ctx.db.transaction(async (tx) => {
    const before = await lockPost(tx, input);
    if (before.isPublic === isPublic) return before;
    const at = ctx.now();
    await tx.update(schema.feedbackPosts).set({ isPublic, updatedAt: at }).where(isPost(workspaceId, postId));
    const kind = isPublic ? "shown" : "hidden";
    await recordPostEvent(tx, { workspaceId, postId, kind, isPublic: false, actorId: by.personId }, at);
    await touchSite(tx, workspaceId);
    return { ...before, isPublic };
  });
}
