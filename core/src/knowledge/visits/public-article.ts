import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { NotFoundError } from "../../errors.ts";

/** Keeps others from changing an article that everybody may read; throws `NotFoundError` for any other. */
export async function lockPublicArticle(tx: Db, workspaceId: number, articleId: number): Promise<void> {
  const { articles } = schema;
  const [row] = await tx
    .select({ id: articles.id })
    .from(articles)
    .where(
      and(
        eq(articles.workspaceId, workspaceId),
        eq(articles.id, articleId),
        eq(articles.status, "published"),
        eq(articles.audience, "everyone"),
      ),
    )
    .for("update");
  if (!row) throw new NotFoundError("This article");
}
