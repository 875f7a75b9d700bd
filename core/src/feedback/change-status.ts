import { schema } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { ConflictError } from "../errors.ts";
import { touchSite } from "../site/request-job.ts";
import { draftChangelogEntry } from "./changelog/draft.ts";
import { isPost } from "./load.ts";
import type { PostSummary } from "./load.ts";
import { lockPost } from "./lock-posts.ts";
import { toComment } from "./post-text.ts";
import { enqueueNews } from "./news/enqueue-news.ts";
import { recordPostEvent } from "./record.ts";
import type { FeedbackStatus } from "./status.ts";

/** Voters hear of a change after this long, so that one that is taken back is not told. */
export const TELL_AFTER_MS = 60_000;

export type ChangePostStatusInput = {
  workspaceId: number;
  postId: number;
  status: FeedbackStatus;
  /** Told to the voters and shown on the post's page. */
  comment?: string | undefined;
  by: { personId: number };
};

/**
 * Takes a post to another status, and tells its voters a minute later. `changed` is false where it has that status already
 * and there is nothing to say. Throws `ConflictError` for a merged post: the one that stands for it has the status.
 */
export async function changePostStatus(
  ctx: Pick<Ctx, "db" | "now">,
  input: ChangePostStatusInput,
): Promise<{ post: PostSummary; changed: boolean }> {
  const { workspaceId, postId, status } = input;
  const comment = toComment(input.comment ?? "");
  return ctx.db.transaction(async (tx) => {
    const before = await lockPost(tx, input);
    if (before.mergedIntoId !== null)
      throw new ConflictError(
        `This post is merged into #${before.mergedIntoId}. Change the status of that one, or take this one out first.`,
      );
    if (before.status === status && comment === "") return { post: before, changed: false };
    const at = ctx.now();
    const change = { oldValue: before.status, newValue: status, comment, actorId: input.by.personId };
    await tx
      .update(schema.feedbackPosts)
      .set({ status, updatedAt: at, ...(before.status === status ? {} : { statusChangedAt: at }) })
      .where(isPost(workspaceId, postId));
    await recordPostEvent(tx, { workspaceId, postId, kind: "status_changed", isPublic: true, ...change }, at);
    if (status === "completed") await draftChangelogEntry(tx, { ...before, workspaceId, comment }, at);
    await touchSite(tx, workspaceId);
    if (before.isPublic) await enqueueNews(tx, input, new Date(at.getTime() + TELL_AFTER_MS));
    return { post: { ...before, status }, changed: true };
  });
}
