import { schema } from "@firstline/db";
import { and, asc, eq, gt, ne } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { embedInBatches, lacksVectorOf } from "./embed-in-batches.ts";
import { articleEmbeddingText } from "./embedding-text.ts";
import { writeInSteps } from "./write-in-steps.ts";

type WholeArticle = { id: number; title: string; content: string; category: string | null };

/** Gives every article in use that lacks a vector of the present model one; answers how many. */
export async function embedWholeArticles(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  workspaceId: number,
): Promise<number> {
  const { articles, categories } = schema;
  const { model } = ctx.embedder;
  const inUse = and(
    eq(articles.workspaceId, workspaceId),
    ne(articles.status, "archived"),
    lacksVectorOf(model, articles),
  );
  return embedInBatches<WholeArticle>(ctx, workspaceId, {
    read: (after, limit) =>
      ctx.db
        .select({
          id: articles.id,
          title: articles.title,
          content: articles.content,
          category: categories.name,
        })
        .from(articles)
        .leftJoin(categories, eq(categories.id, articles.categoryId))
        .where(and(inUse, gt(articles.id, after)))
        .orderBy(asc(articles.id))
        .limit(limit),
    textOf: articleEmbeddingText,
    write: (rows, vectors, texts) =>
      writeInSteps(ctx, rows, async (tx, row, index) => {
        await tx
          .update(articles)
          .set({
            embedding: vectors[index] ?? null,
            embeddingText: texts[index] ?? null,
            embeddingModel: model,
            embeddedAt: ctx.now(),
          })
          .where(and(eq(articles.workspaceId, workspaceId), eq(articles.id, row.id)));
      }),
  });
}
