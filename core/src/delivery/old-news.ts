import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { isListed } from "../feedback/load.ts";
import { newsIn } from "./news-key.ts";

/**
 * Whether a row tells of a status that its post has no longer, or of a post that members no longer see: news may wait behind
 * hundreds of others, or for a platform that is down. A newer status has rows of its own.
 */
export async function isOldNews(
  ctx: Pick<Ctx, "db">,
  { workspaceId, dedupeKey }: { workspaceId: number; dedupeKey: string },
): Promise<boolean> {
  const news = newsIn(dedupeKey);
  if (!news) return false;
  const { feedbackPosts: p, feedbackEvents: e } = schema;
  const [holds] = await ctx.db
    .select({ id: p.id })
    .from(p)
    .innerJoin(e, and(eq(e.postId, p.id), eq(e.newValue, p.status)))
    .where(and(isListed(workspaceId), eq(p.id, news.postId), eq(e.id, news.eventId)));
  return holds === undefined;
}
