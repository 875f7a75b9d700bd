import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, inArray, or } from "drizzle-orm";
import { enqueue } from "../../jobs.ts";
import { cardKeyOf } from "./announce-post.ts";

/** Many votes within this time are one change of the card. */
const FOLLOW_AFTER_SECONDS = 5;

/**
 * Cards in chat follow a change of their posts, and of those that stand for them, a few seconds later; call it in the
 * change's transaction.
 */
export async function followPosts(tx: Db, workspaceId: number, postIds: number[]): Promise<void> {
  if (postIds.length === 0) return;
  const [p, o] = [schema.feedbackPosts, schema.outgoingMessages];
  const family = await tx
    .select({ id: p.id })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), or(inArray(p.id, postIds), inArray(p.mergedIntoId, postIds))));
  const keys = new Map(family.map(({ id }) => [cardKeyOf(id), id]));
  if (keys.size === 0) return;
  const cards = await tx
    .select({ key: o.dedupeKey })
    .from(o)
    .where(and(eq(o.workspaceId, workspaceId), inArray(o.dedupeKey, [...keys.keys()])));
  for (const { key } of cards) {
    const postId = keys.get(key);
    if (postId === undefined) continue;
    const job = { key: `refresh_post_card:${postId}`, delaySeconds: FOLLOW_AFTER_SECONDS, keepsTime: true };
    await enqueue(tx, "refresh_post_card", { workspaceId, postId }, job);
  }
}
