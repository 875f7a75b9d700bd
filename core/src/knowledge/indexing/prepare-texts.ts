import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { textLanguageOf } from "../../text/index.ts";
import { chunkArticle } from "./chunk.ts";
import { hashText } from "../documents.ts";
import { tryEmbed } from "./embed-texts.ts";
import { articleEmbeddingText, chunkEmbeddingText } from "./embedding-text.ts";
import type { ChunkToSave } from "./save-chunks.ts";

export type ArticleText = {
  /** Null for an article that is not there yet. */
  articleId: number | null;
  title: string;
  content: string;
  /** Name of its category. */
  category: string | null;
};

export type PreparedText = {
  language: string | null;
  chunks: ChunkToSave[];
  embeddingText: string;
  /** Null when the embedder failed. */
  embedding: number[] | null;
};

type PrepareInput = { workspaceId: number; articles: ArticleText[] };
type PrepareCtx = Pick<Ctx, "db" | "embedder" | "log" | "now">;

/** Cuts articles and embeds what has no vector yet: what takes long, before any transaction. In the articles' order. */
export async function prepareTexts(ctx: PrepareCtx, input: PrepareInput): Promise<PreparedText[]> {
  const known = await knownChunkHashes(ctx, input);
  const prepared = input.articles.map((article): PreparedText => {
    const { articleId, title, content } = article;
    const language = textLanguageOf(`${title}\n\n${content}`);
    const chunks = chunkArticle(title, content).map((chunk): ChunkToSave => {
      const text = chunkEmbeddingText({ title, ...chunk });
      // Word search counts a passage by its language's rules, so it is another passage under other rules.
      const contentHash = hashText(language === null ? text : `${language}\n${text}`);
      return {
        ...chunk,
        title,
        contentHash,
        isStored: known.has(`${articleId}:${contentHash}`),
        embedding: null,
      };
    });
    return { language, chunks, embeddingText: articleEmbeddingText(article), embedding: null };
  });

  const fresh = prepared.flatMap((article) => article.chunks.filter((chunk) => !chunk.isStored));
  const texts = [...prepared.map((article) => article.embeddingText), ...fresh.map(chunkEmbeddingText)];
  const vectors = await tryEmbed(ctx, { workspaceId: input.workspaceId, texts });
  for (const [index, article] of prepared.entries()) article.embedding = vectors?.[index] ?? null;
  for (const [index, chunk] of fresh.entries()) chunk.embedding = vectors?.[prepared.length + index] ?? null;
  return prepared;
}

/** The same for one. */
export async function prepareText(
  ctx: PrepareCtx,
  workspaceId: number,
  article: ArticleText,
): Promise<PreparedText> {
  const [text] = await prepareTexts(ctx, { workspaceId, articles: [article] });
  if (!text) throw new Error("an article was not prepared");
  return text;
}

async function knownChunkHashes(ctx: PrepareCtx, input: PrepareInput): Promise<Set<string>> {
  const ids = input.articles.flatMap(({ articleId }) => articleId ?? []);
  if (ids.length === 0) return new Set();
  const { articleChunks } = schema;
  const rows = await ctx.db
    .select({ articleId: articleChunks.articleId, contentHash: articleChunks.contentHash })
    .from(articleChunks)
    .where(and(eq(articleChunks.workspaceId, input.workspaceId), inArray(articleChunks.articleId, ids)));
  return new Set(rows.map((row) => `${row.articleId}:${row.contentHash}`));
}
