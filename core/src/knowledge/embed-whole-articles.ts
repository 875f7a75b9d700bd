import { schema } from "@firstline/db";
import { and, asc, eq, gt, isNull, ne, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { embedTexts } from "./embed-texts.ts";
import { articleEmbeddingText } from "./embedding-text.ts";
import { writeInSteps } from "./write-in-steps.ts";

const BATCH = 64;

/** Gives every article in use that lacks a vector of the present model one; answers how many. */
export async function embedWholeArticles(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  workspaceId: number,
): Promise<number> {
  const { articles, categories } = schema;
  const { model } = ctx.embedder;
  let last = 0;
  for (let count = 0; ;) {
    const rows = await ctx.db
      .select({
        id: articles.id,
        title: articles.title,
        content: articles.content,
        category: categories.name,
      })
      .from(articles)
      .leftJoin(categories, eq(categories.id, articles.categoryId))
      .where(
        and(
          eq(articles.workspaceId, workspaceId),
          ne(articles.status, "archived"),
          gt(articles.id, last),
          or(isNull(articles.embedding), isNull(articles.embeddingModel), ne(articles.embeddingModel, model)),
        ),
      )
      .orderBy(asc(articles.id))
      .limit(BATCH);
    if (rows.length === 0) return count;
    const texts = rows.map(articleEmbeddingText);
    const vectors = await embedTexts(ctx, { workspaceId, texts });
    await writeInSteps(ctx, rows, async (tx, row, index) => {
      const embedding = vectors[index] ?? null;
      await tx
        .update(articles)
        .set({ embedding, embeddingText: texts[index] ?? null, embeddingModel: model, embeddedAt: ctx.now() })
        .where(and(eq(articles.workspaceId, workspaceId), eq(articles.id, row.id)));
    });
    last = rows.at(-1)?.id ?? last;
    count += rows.length;
  }
}
