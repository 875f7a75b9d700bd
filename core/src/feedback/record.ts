import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { announcePostEvent, postNewsOf } from "../webhooks/post-events.ts";
import { followPosts } from "./commands/follow-posts.ts";

export type PostEventKind = (typeof schema.FEEDBACK_EVENTS)[number];

export type PostChange = {
  workspaceId: number;
  postId: number;
  kind: PostEventKind;
  /** Whether the post's public page may show it. */
  isPublic: boolean;
  oldValue?: string | null;
  newValue?: string | null;
  comment?: string;
  /** Null: nobody in particular. */
  actorId: number | null;
};

/** Writes down what happened to a post, in the transaction in which it happens; answers the event's id. */
export async function recordPostEvent(tx: Db, change: PostChange, at: Date): Promise<number> {
  const [row] = await tx
    .insert(schema.feedbackEvents)
    .values({ ...change, comment: change.comment ?? "", createdAt: at })
    .returning({ id: schema.feedbackEvents.id });
  if (change.kind !== "created") await followPosts(tx, change.workspaceId, [change.postId]);
  if (!row) throw new Error("an event of a post was not stored");
  const news = postNewsOf(change);
  if (news) await announcePostEvent(tx, { ...change, ...news }, at);
  return row.id;
}
