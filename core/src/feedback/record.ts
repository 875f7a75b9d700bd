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

/** Writes down what happened to a post, in the transaction in which it happens, and tells endpoints. */
export async function recordPostEvent(tx: Db, change: PostChange, at: Date): Promise<void> {
  await keepPostEvent(tx, change, at);
  const news = postNewsOf(change);
  if (news) await announcePostEvent(tx, { ...change, ...news }, at);
}

/** Writes down what happened to a post elsewhere: it is no news for anybody. */
export async function keepPostEvent(tx: Db, change: PostChange, at: Date): Promise<void> {
  await tx.insert(schema.feedbackEvents).values({ ...change, comment: change.comment ?? "", createdAt: at });
  if (change.kind !== "created") await followPosts(tx, change.workspaceId, [change.postId]);
}
