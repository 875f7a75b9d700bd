import { schema } from "@firstline/db";
import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ARTICLE_COLUMNS } from "./article.ts";
import type { Article } from "./article.ts";

export type ArticleList = "all" | "published" | "beta" | "popular" | "helpful";

export type ListArticlesInput = { workspaceId: number; list: ArticleList; limit?: number; offset?: number };

/**
 * Articles of a workspace: all of them or the published ones in reading order, the beta ones, or the published ones
 * most viewed or best voted first. Internal articles are only among all of them. Contents included.
 */
export async function listArticles(ctx: Pick<Ctx, "db">, input: ListArticlesInput): Promise<Article[]> {
  const { articles, categories } = schema;
  const { where, order } = rulesOf(input.list);
  return ctx.db
    .select(ARTICLE_COLUMNS)
    .from(articles)
    .leftJoin(categories, eq(categories.id, articles.categoryId))
    .where(and(eq(articles.workspaceId, input.workspaceId), ...where))
    .orderBy(...order, asc(articles.id))
    .limit(input.limit ?? 1000)
    .offset(input.offset ?? 0);
}

function rulesOf(list: ArticleList): { where: (SQL | undefined)[]; order: SQL[] } {
  const { articles } = schema;
  const published = and(eq(articles.status, "published"), eq(articles.audience, "everyone"));
  const reading = [asc(articles.displayOrder), asc(articles.title)];
  switch (list) {
    case "all":
      return { where: [], order: reading };
    case "published":
      return { where: [published, eq(articles.isBeta, false)], order: reading };
    case "beta":
      return { where: [published, eq(articles.isBeta, true)], order: reading };
    case "popular":
      return { where: [published, gt(articles.viewCount, 0)], order: [desc(articles.viewCount)] };
    case "helpful":
      return {
        where: [published, gt(articles.helpfulCount, 0)],
        // One vote more on each side, so that 1 of 1 does not beat 99 of 100.
        order: [
          desc(
            sql`(${articles.helpfulCount} + 1.0) / (${articles.helpfulCount} + ${articles.notHelpfulCount} + 2)`,
          ),
        ],
      };
  }
}
