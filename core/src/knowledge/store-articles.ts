import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { enqueue } from "../jobs.ts";
import { textLanguageOf } from "../text/index.ts";
import { setFirstModel } from "./change-model.ts";
import { chunkArticle } from "./chunk.ts";
import { hashText } from "./documents.ts";
import type { KnowledgeDocument } from "./documents.ts";
import { tryEmbed } from "./embed-texts.ts";
import { articleEmbeddingText, chunkEmbeddingText } from "./embedding-text.ts";
import { saveCategories } from "./save-categories.ts";
import { saveChunks } from "./save-chunks.ts";
import type { ChunkToSave } from "./save-chunks.ts";

export type ArticleToStore = {
  document: KnowledgeDocument;
  sourcePath: string | null;
  contentHash: string;
  /** Null for an article that is not there yet. */
  articleId: number | null;
};

export type StoreArticlesInput = { workspaceId: number; articles: ArticleToStore[] };
type StoreCtx = Pick<Ctx, "db" | "embedder" | "log" | "now">;

/** One transaction holds at most this many passages: on the embedded database all others wait for it. */
const CHUNKS_A_TRANSACTION = 40;

/**
 * Writes articles with their passages and embeddings. Everything slow happens before the transactions; when the
 * embedder fails, the articles go in without vectors and a job embeds them later.
 */
export async function storeArticles(ctx: StoreCtx, input: StoreArticlesInput): Promise<void> {
  if (input.articles.length === 0) return;
  const categories = await saveCategories(ctx, {
    workspaceId: input.workspaceId,
    names: input.articles.flatMap(({ document }) => document.category ?? []),
  });
  const prepared = await prepare(ctx, input);
  const isComplete = prepared.every((article) => article.embedding !== null);
  if (isComplete) await setFirstModel(ctx, input.workspaceId);

  for (const group of groupBySize(prepared)) {
    await ctx.db.transaction(async (tx) => {
      for (const article of group)
        await writeArticle({ ...ctx, db: tx }, input.workspaceId, article, categories);
      if (!isComplete) {
        const { workspaceId } = input;
        await enqueue(tx, "embed_articles", { workspaceId }, { key: `embed_articles:${workspaceId}` });
      }
    });
  }
}

type Prepared = ArticleToStore & {
  language: string | null;
  chunks: ChunkToSave[];
  embeddingText: string;
  embedding: number[] | null;
};

/** Cuts the articles and embeds what has no vector yet. */
async function prepare(ctx: StoreCtx, input: StoreArticlesInput): Promise<Prepared[]> {
  const known = await knownChunkHashes(ctx, input);
  const prepared = input.articles.map((article): Prepared => {
    const { title, content } = article.document;
    const language = textLanguageOf(`${title}\n\n${content}`);
    const chunks = chunkArticle(title, content).map((chunk): ChunkToSave => {
      const text = chunkEmbeddingText({ title, ...chunk });
      // Word search counts a passage by its language's rules, so it is another passage under other rules.
      const contentHash = hashText(language === null ? text : `${language}\n${text}`);
      return {
        ...chunk,
        title,
        contentHash,
        isStored: known.has(`${article.articleId}:${contentHash}`),
        embedding: null,
      };
    });
    return {
      ...article,
      language,
      chunks,
      embeddingText: articleEmbeddingText(article.document),
      embedding: null,
    };
  });

  const fresh = prepared.flatMap((article) => article.chunks.filter((chunk) => !chunk.isStored));
  const texts = [...prepared.map((article) => article.embeddingText), ...fresh.map(chunkEmbeddingText)];
  const vectors = await tryEmbed(ctx, { workspaceId: input.workspaceId, texts });
  for (const [index, article] of prepared.entries()) article.embedding = vectors?.[index] ?? null;
  for (const [index, chunk] of fresh.entries()) chunk.embedding = vectors?.[prepared.length + index] ?? null;
  return prepared;
}

async function knownChunkHashes(ctx: StoreCtx, input: StoreArticlesInput): Promise<Set<string>> {
  const ids = input.articles.flatMap(({ articleId }) => articleId ?? []);
  if (ids.length === 0) return new Set();
  const { articleChunks } = schema;
  const rows = await ctx.db
    .select({ articleId: articleChunks.articleId, contentHash: articleChunks.contentHash })
    .from(articleChunks)
    .where(and(eq(articleChunks.workspaceId, input.workspaceId), inArray(articleChunks.articleId, ids)));
  return new Set(rows.map((row) => `${row.articleId}:${row.contentHash}`));
}

function groupBySize(prepared: Prepared[]): Prepared[][] {
  const groups: Prepared[][] = [];
  let size = 0;
  for (const article of prepared) {
    const last = groups.at(-1);
    if (last && size + article.chunks.length <= CHUNKS_A_TRANSACTION) {
      last.push(article);
      size += article.chunks.length;
      continue;
    }
    groups.push([article]);
    size = article.chunks.length;
  }
  return groups;
}

async function writeArticle(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  workspaceId: number,
  article: Prepared,
  categories: ReadonlyMap<string, number>,
): Promise<void> {
  const articleId = await upsertArticle(ctx, workspaceId, article, categories);
  await saveChunks(ctx, { workspaceId, articleId, chunks: article.chunks });
}

async function upsertArticle(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  workspaceId: number,
  article: Prepared,
  categories: ReadonlyMap<string, number>,
): Promise<number> {
  const { document } = article;
  const { articles } = schema;
  const now = ctx.now();
  const row = {
    title: document.title,
    slug: document.slug,
    content: document.content,
    status: document.status,
    isBeta: document.isBeta,
    audience: document.audience,
    language: article.language,
    categoryId: document.category === null ? null : (categories.get(document.category) ?? null),
    displayOrder: document.order,
    sourceUrl: document.url,
    sourcePath: article.sourcePath,
    contentHash: article.contentHash,
    embeddingText: article.embeddingText,
    embedding: article.embedding,
    embeddingModel: article.embedding ? ctx.embedder.model : null,
    embeddedAt: article.embedding ? now : null,
    updatedAt: now,
  };
  if (article.articleId !== null) {
    await updateArticle(ctx.db, workspaceId, article.articleId, row);
    return article.articleId;
  }
  const publishedAt = document.status === "published" ? now : null;
  const [added] = await ctx.db
    .insert(articles)
    .values({ ...row, workspaceId, publishedAt, createdAt: now })
    .returning({ id: articles.id });
  if (!added) throw new Error("insert into articles answered no row");
  return added.id;
}

type ArticleRow = Partial<typeof schema.articles.$inferInsert>;

async function updateArticle(db: Db, workspaceId: number, articleId: number, row: ArticleRow): Promise<void> {
  const { articles } = schema;
  const [before] = await db
    .select({ publishedAt: articles.publishedAt })
    .from(articles)
    .where(and(eq(articles.workspaceId, workspaceId), eq(articles.id, articleId)));
  const publishedAt = before?.publishedAt ?? (row.status === "published" ? (row.updatedAt ?? null) : null);
  await db
    .update(articles)
    .set({ ...row, publishedAt })
    .where(and(eq(articles.workspaceId, workspaceId), eq(articles.id, articleId)));
}
