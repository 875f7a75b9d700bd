import { schema } from "@firstline/db";
import { and, asc, eq, gt, isNull, ne, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { articleEmbeddingText, chunkEmbeddingText } from "./embedding-text.ts";
import { indexChunks } from "./index-chunks.ts";
import { embedDocuments } from "./try-embed.ts";

const BATCH = 64;
/** Rows written in one transaction: on the embedded database all others wait for it. */
const WRITE_BATCH = 16;

type EmbedCtx = Pick<Ctx, "db" | "embedder" | "now">;

/**
 * Job `embed_articles`: gives every passage and article that lacks a vector of the present model one, and counts what
 * word search does not know yet. Harmless to repeat. Throws `UpstreamError` when the embedder fails; what was done until then stays.
 */
export async function embedArticles(
  ctx: EmbedCtx,
  input: { workspaceId: number },
): Promise<{ embedded: number }> {
  const chunks = await embedChunks(ctx, input.workspaceId);
  const articles = await embedWholeArticles(ctx, input.workspaceId);
  await indexChunks(ctx, input);
  return { embedded: chunks + articles };
}

async function embedChunks(ctx: EmbedCtx, workspaceId: number): Promise<number> {
  const { articleChunks } = schema;
  const { model } = ctx.embedder;
  let last = 0;
  for (let count = 0; ;) {
    const rows = await ctx.db
      .select({
        id: articleChunks.id,
        title: articleChunks.title,
        heading: articleChunks.heading,
        text: articleChunks.content,
      })
      .from(articleChunks)
      .where(
        and(
          eq(articleChunks.workspaceId, workspaceId),
          gt(articleChunks.id, last),
          or(
            isNull(articleChunks.embedding),
            isNull(articleChunks.embeddingModel),
            ne(articleChunks.embeddingModel, model),
          ),
        ),
      )
      .orderBy(asc(articleChunks.id))
      .limit(BATCH);
    if (rows.length === 0) return count;
    const vectors = await embedDocuments(ctx, rows.map(chunkEmbeddingText));
    await inTransactions(ctx, rows, async (tx, row, index) => {
      const embedding = vectors[index] ?? null;
      await tx
        .update(articleChunks)
        .set({ embedding, embeddingModel: model })
        .where(and(eq(articleChunks.workspaceId, workspaceId), eq(articleChunks.id, row.id)));
    });
    last = rows.at(-1)?.id ?? last;
    count += rows.length;
  }
}

async function embedWholeArticles(ctx: EmbedCtx, workspaceId: number): Promise<number> {
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
    const vectors = await embedDocuments(ctx, texts);
    await inTransactions(ctx, rows, async (tx, row, index) => {
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

async function inTransactions<Row>(
  ctx: Pick<Ctx, "db">,
  rows: Row[],
  write: (tx: Ctx["db"], row: Row, index: number) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += WRITE_BATCH) {
    await ctx.db.transaction(async (tx) => {
      for (const [offset, row] of rows.slice(start, start + WRITE_BATCH).entries())
        await write(tx, row, start + offset);
    });
  }
}
