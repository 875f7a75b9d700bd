import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { ARTICLE_COLUMNS } from "./article.ts";
import type { Article } from "./article.ts";

/** One article of the workspace by id or slug, whatever its status. Throws `NotFoundError`. */
export async function getArticle(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number } & ({ articleId: number } | { slug: string }),
): Promise<Article> {
  const { articles, categories } = schema;
  const which = "slug" in input ? eq(articles.slug, input.slug) : eq(articles.id, input.articleId);
  const [row] = await ctx.db
    .select(ARTICLE_COLUMNS)
    .from(articles)
    .leftJoin(categories, eq(categories.id, articles.categoryId))
    .where(and(eq(articles.workspaceId, input.workspaceId), which));
  if (!row) throw new NotFoundError("This article");
  return row;
}
