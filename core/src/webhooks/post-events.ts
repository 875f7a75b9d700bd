import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { announceEvent } from "./announce.ts";
import type { WebhookEvent } from "./events.ts";

export type PostNews = {
  workspaceId: number;
  postId: number;
  type: Extract<WebhookEvent, `feedback.${string}`>;
  change?: { from: string | null; to: string | null };
};

/** Tells endpoints what happened to a post, in the transaction in which it happens. Whose vote it was is not told. */
export async function announcePostEvent(tx: Db, news: PostNews, at: Date): Promise<void> {
  const { workspaceId, postId, type, change } = news;
  const p = schema.feedbackPosts;
  await announceEvent(tx, {
    workspaceId,
    type,
    at,
    data: async (tx) => {
      const [post] = await tx
        .select({
          id: p.id,
          title: p.title,
          type: p.type,
          status: p.status,
          upvotes: p.upvotes,
          downvotes: p.downvotes,
          mergedIntoId: p.mergedIntoId,
          isPublic: p.isPublic,
        })
        .from(p)
        .where(and(eq(p.workspaceId, workspaceId), eq(p.id, postId)));
      return { post: post ?? { id: postId }, ...(change ? { change } : {}) };
    },
  });
}

type PostEvent = { kind: string; oldValue?: string | null; newValue?: string | null };

/** What an entry in a post's history is to the outside; null where it is nothing. */
export function postNewsOf({
  kind,
  oldValue,
  newValue,
}: PostEvent): Pick<PostNews, "type" | "change"> | null {
  switch (kind) {
    case "created":
      return { type: "feedback.created" };
    case "status_changed":
      return { type: "feedback.status_changed", change: { from: oldValue ?? null, to: newValue ?? null } };
    case "merged":
      // The post that others were merged into has an entry, too; it names the other one.
      return oldValue ? null : { type: "feedback.merged" };
    default:
      return null;
  }
}
