import { schema } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { enqueue } from "../jobs.ts";
import { touchSite } from "../site/request-job.ts";
import { isPost, requirePost } from "./load.ts";
import type { PostKey, PostSummary } from "./load.ts";
import { lockPost } from "./lock-posts.ts";
import { postTerms } from "./post-terms.ts";
import { toComment, toDescription, toTitle } from "./post-text.ts";
import { recordPostEvent } from "./record.ts";
import type { FeedbackType } from "./status.ts";

export type EditPostInput = PostKey & {
  changes: {
    title?: string | undefined;
    description?: string | undefined;
    type?: FeedbackType | undefined;
    /** What agents want to remember; never public. */
    adminNotes?: string | undefined;
  };
  by: { personId: number };
};

/** Changes what a post says. Throws `InvalidError` for texts that cannot be used. */
export async function editPost(ctx: Pick<Ctx, "db" | "now">, input: EditPostInput): Promise<PostSummary> {
  const { workspaceId, postId, changes } = input;
  return ctx.db.transaction(async (tx) => {
    const before = await lockPost(tx, input);
    const title = changes.title === undefined ? before.title : toTitle(changes.title);
    const description =
      changes.description === undefined ? before.description : toDescription(changes.description);
    const type = changes.type ?? before.type;
    const notes =
      changes.adminNotes === undefined ? {} : { adminNotes: toComment(changes.adminNotes, "The note") };
    const isReworded = title !== before.title || description !== before.description;
    const at = ctx.now();
    await tx
      .update(schema.feedbackPosts)
      .set({
        title,
        description,
        type,
        ...notes,
        updatedAt: at,
        ...(isReworded
          ? { terms: postTerms(`${title}\n${description}`), embedding: null, embeddingModel: null }
          : {}),
      })
      .where(isPost(workspaceId, postId));
    if (!isReworded && type === before.type) return requirePost(tx, input);
    const change = { kind: "edited", isPublic: false, actorId: input.by.personId } as const;
    await recordPostEvent(
      tx,
      { workspaceId, postId, ...change, oldValue: before.title, newValue: title },
      at,
    );
    await touchSite(tx, workspaceId);
    if (isReworded) await enqueue(tx, "embed_posts", { workspaceId }, { key: `embed_posts:${workspaceId}` });
    return requirePost(tx, input);
  });
}
