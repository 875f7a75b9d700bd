import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { lockPublicArticle } from "./public-article.ts";
import { dayOf, hashVisitor } from "./visitor.ts";
import type { VisitorSigns } from "./visitor.ts";

export type RecordArticleViewInput = { workspaceId: number; articleId: number; visitor: VisitorSigns };

/**
 * Counts that somebody read an article: once a visitor and day, and programs not at all. Answers whether it was counted.
 * Throws `NotFoundError` for an article that is not there for everybody.
 */
export async function recordArticleView(
  ctx: Pick<Ctx, "db" | "now">,
  input: RecordArticleViewInput,
): Promise<boolean> {
  const { workspaceId, articleId, visitor } = input;
  const day = dayOf(ctx.now());
  return ctx.db.transaction(async (tx) => {
    await lockPublicArticle(tx, workspaceId, articleId);
    if (isProgram(visitor.agent)) return false;
    const visitorHash = await hashVisitor(ctx, tx, input);
    const seen = await tx
      .insert(schema.articleViews)
      .values({ workspaceId, articleId, day, visitorHash })
      .onConflictDoNothing()
      .returning({ articleId: schema.articleViews.articleId });
    if (seen.length === 0) return false;
    await tx
      .update(schema.articles)
      .set({ viewCount: sql`${schema.articles.viewCount} + 1` })
      .where(and(eq(schema.articles.workspaceId, workspaceId), eq(schema.articles.id, articleId)));
    await countView(tx, { workspaceId, articleId, day });
    return true;
  });
}

/** One row an article and day; the article's lock keeps two from making it. */
async function countView(
  tx: Db,
  row: { workspaceId: number; articleId: number; day: string },
): Promise<void> {
  const metrics = schema.knowledgeMetrics;
  const counted = await tx
    .update(metrics)
    .set({ value: sql`${metrics.value} + 1` })
    .where(
      and(
        eq(metrics.workspaceId, row.workspaceId),
        eq(metrics.articleId, row.articleId),
        eq(metrics.kind, "article_view"),
        eq(metrics.day, row.day),
      ),
    )
    .returning({ id: metrics.id });
  if (counted.length === 0) await tx.insert(metrics).values({ ...row, kind: "article_view" });
}

const PROGRAM =
  /bot\b|crawl|spider|slurp|preview|fetch|headless|lighthouse|curl|wget|python|java\/|go-http|http-?client|axios|scrapy|facebookexternalhit|^$/iu;

/** By what it calls itself; a browser always says something. */
export function isProgram(agent: string): boolean {
  return PROGRAM.test(agent.trim());
}
