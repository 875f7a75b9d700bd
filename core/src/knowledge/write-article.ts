import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, NotFoundError } from "../errors.ts";
import { enqueue } from "../jobs.ts";
import type { Audience } from "./documents.ts";
import type { PreparedText } from "./indexing/prepare-texts.ts";
import { keepFormerSlug } from "./redirects.ts";
import { saveChunks } from "./indexing/save-chunks.ts";

const { articles } = schema;

export type ArticleValues = {
  title: string;
  slug: string;
  content: string;
  status: "draft" | "published" | "archived";
  isBeta: boolean;
  audience: Audience;
  locale: string | null;
  categoryId: number | null;
  displayOrder: number;
  sourceUrl: string | null;
  sourcePath: string | null;
  contentHash: string;
  sourceEtag?: string | null;
  editedAt: Date | null;
  /** Stays as it is where it is left out. */
  translationOfId?: number | null;
  /** Stays as it is where it is left out. */
  authorId?: number | null;
};

export type WriteArticleInput = {
  workspaceId: number;
  /** Null for an article that is not there yet. */
  articleId: number | null;
  /** Its `updatedAt` when the values were made; left out where the caller has locked it. */
  ifVersion?: Date | null;
  values: ArticleValues;
  text: PreparedText;
};

type WriteCtx = Pick<Ctx, "db" | "embedder" | "now">;

/**
 * Writes an article with its passages; call it inside a transaction, after `freeSlugs`. The caller calls
 * `touchSite` where the answer says so. Throws `ConflictError` when the slug is taken or the article has changed meanwhile.
 */
export async function writeArticle(ctx: WriteCtx, input: WriteArticleInput): Promise<Written> {
  const { workspaceId, values, text } = input;
  const row = {
    ...values,
    language: text.language,
    embeddingText: text.embeddingText,
    embedding: text.embedding,
    embeddingModel: text.embedding ? ctx.embedder.model : null,
    embeddedAt: text.embedding ? ctx.now() : null,
  };
  const written =
    input.articleId === null
      ? await insertArticle(ctx, workspaceId, row)
      : await changeArticle(ctx, input, input.articleId, row);
  await saveChunks(ctx, { workspaceId, articleId: written.articleId, chunks: text.chunks });
  return written;
}

type Written = {
  articleId: number;
  /** Visitors could read it before, or can now. */
  touchesSite: boolean;
};
type ArticleRow = ArticleValues & Partial<typeof articles.$inferInsert>;

async function insertArticle(ctx: WriteCtx, workspaceId: number, row: ArticleRow): Promise<Written> {
  const now = ctx.now();
  const publishedAt = row.status === "published" ? now : null;
  const [added] = await ctx.db
    .insert(articles)
    .values({ ...row, workspaceId, publishedAt, createdAt: now, updatedAt: now })
    .onConflictDoNothing({ target: [articles.workspaceId, articles.slug] })
    .returning({ id: articles.id });
  if (!added) throw new ConflictError(`The slug "${row.slug}" belongs to another article.`);
  return { articleId: added.id, touchesSite: isPublic(row) };
}

async function changeArticle(
  ctx: WriteCtx,
  { workspaceId, ifVersion }: WriteArticleInput,
  articleId: number,
  row: ArticleRow,
): Promise<Written> {
  const isIt = and(eq(articles.workspaceId, workspaceId), eq(articles.id, articleId));
  const [before] = await ctx.db
    .select({
      slug: articles.slug,
      status: articles.status,
      audience: articles.audience,
      publishedAt: articles.publishedAt,
      updatedAt: articles.updatedAt,
    })
    .from(articles)
    .where(isIt)
    .for("update");
  if (!before) throw new NotFoundError("This article");
  if (ifVersion && before.updatedAt.getTime() !== ifVersion.getTime())
    throw new ConflictError("Somebody else has changed this article meanwhile.");
  const updatedAt = laterThan(before.updatedAt, ctx.now());
  const publishedAt = before.publishedAt ?? (row.status === "published" ? updatedAt : null);
  await ctx.db
    .update(articles)
    .set({ ...row, publishedAt, updatedAt })
    .where(isIt);
  if (before.slug !== row.slug && before.publishedAt !== null)
    await keepFormerSlug(ctx, { workspaceId, slug: before.slug, articleId });
  return { articleId, touchesSite: isPublic(before) || isPublic(row) };
}

/** Whether visitors may read it. */
export const isPublic = (article: Pick<ArticleValues, "status" | "audience">): boolean =>
  article.status === "published" && article.audience === "everyone";

/** The time of a change is also the article's version, so that no two changes have the same. */
const laterThan = (before: Date, now: Date): Date => new Date(Math.max(now.getTime(), before.getTime() + 1));

/** Lets the job that embeds look for what the embedder failed to make; in the transaction of the articles. */
export async function requestMissingVectors(tx: Ctx["db"], workspaceId: number): Promise<void> {
  await enqueue(tx, "embed_articles", { workspaceId }, { key: `embed_articles:${workspaceId}` });
}
