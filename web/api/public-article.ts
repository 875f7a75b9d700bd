import { getArticle, NotFoundError } from "@firstline/core";
import type { Article, Ctx } from "@firstline/core";

/** Whether everybody may read an article. */
export function isPublic({ status, audience }: Article): boolean {
  return status === "published" && audience === "everyone";
}

/** Throws `NotFoundError` for articles that not everybody may read. */
export async function getPublicArticle(
  ctx: Pick<Ctx, "db">,
  which: Parameters<typeof getArticle>[1],
): Promise<Article> {
  const article = await getArticle(ctx, which);
  if (!isPublic(article)) throw new NotFoundError("This article");
  return article;
}
