import { schema } from "@firstline/db";
import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { touchSite } from "../../site/request-job.ts";
import { setFirstModel } from "../indexing/change-model.ts";
import type { KnowledgeDocument } from "../documents.ts";
import { prepareTexts } from "../indexing/prepare-texts.ts";
import type { PreparedText } from "../indexing/prepare-texts.ts";
import { dropRedirects, freeSlugs } from "../redirects.ts";
import { categoryKey, saveCategories } from "../categories/save-categories.ts";
import { requestMissingVectors, writeArticle } from "../write-article.ts";
import type { ArticleValues } from "../write-article.ts";

export type ArticleToStore = {
  document: KnowledgeDocument;
  sourcePath: string;
  contentHash: string;
  /** Null for an article that is not there yet. */
  articleId: number | null;
  /** The `updatedAt` of the article that it was compared with; null for one that is not there yet. */
  version: Date | null;
  /** The article that has the slug and gives it up: an archived one, or one of those that swap theirs. */
  displacedId: number | null;
};

export type StoreArticlesInput = {
  workspaceId: number;
  articles: ArticleToStore[];
  /** They have each other's slugs: all go in at once, or none. */
  isSwap: boolean;
  /** Hears of each few articles that have gone in, also where later ones do not. */
  onStored: (articles: ArticleToStore[]) => void;
};
type StoreCtx = Pick<Ctx, "db" | "embedder" | "log" | "now">;

/** One transaction holds at most this many passages: on the embedded database all others wait for it. */
const CHUNKS_A_TRANSACTION = 40;

/**
 * Writes imported articles with their passages and embeddings. Everything slow happens before the transactions; when the
 * embedder fails, the articles go in without vectors and a job embeds them later. Throws `ConflictError` where an article is
 * no longer the one that its document was compared with.
 */
export async function storeArticles(ctx: StoreCtx, input: StoreArticlesInput): Promise<void> {
  const { workspaceId } = input;
  if (input.articles.length === 0) return;
  const categories = await saveCategories(ctx, {
    workspaceId,
    categories: input.articles.flatMap(({ document }) => categoryKey(document) ?? []),
  });
  const texts = await prepareTexts(ctx, {
    workspaceId,
    articles: input.articles.map(({ articleId, document }) => ({ ...document, articleId })),
  });
  const prepared = input.articles.flatMap((article, index): Prepared[] => {
    const text = texts[index];
    return text ? [{ article, values: toValues(article, categories), text }] : [];
  });
  const isComplete = texts.every((text) => text.embedding !== null);
  if (isComplete) await setFirstModel(ctx, workspaceId);
  for (const group of input.isSwap ? [prepared] : groupBySize(prepared)) {
    await ctx.db.transaction(async (tx) => {
      await writeGroup({ ...ctx, db: tx }, workspaceId, group);
      if (!isComplete) await requestMissingVectors(tx, workspaceId);
    });
    input.onStored(group.map(({ article }) => article));
  }
}

type Prepared = { article: ArticleToStore; values: ArticleValues; text: PreparedText };

function toValues(article: ArticleToStore, categories: ReadonlyMap<string, number>): ArticleValues {
  const { document } = article;
  const category = categoryKey(document);
  return {
    // A translation is tied to its article when all documents are there.
    ...(document.translationOf === undefined && { translationOfId: null }),
    title: document.title,
    slug: document.slug,
    content: document.content,
    status: document.status,
    isBeta: document.isBeta,
    audience: document.audience,
    locale: document.locale ?? null,
    categoryId: category === null ? null : (categories.get(category.slug) ?? null),
    displayOrder: document.order,
    sourceUrl: document.url,
    sourcePath: article.sourcePath,
    contentHash: article.contentHash,
    sourceEtag: document.etag ?? null,
    editedAt: null,
  };
}

function groupBySize(prepared: Prepared[]): Prepared[][] {
  const groups: Prepared[][] = [];
  let size = 0;
  for (const one of prepared) {
    const last = groups.at(-1);
    if (last && size + one.text.chunks.length <= CHUNKS_A_TRANSACTION) {
      last.push(one);
      size += one.text.chunks.length;
      continue;
    }
    groups.push([one]);
    size = one.text.chunks.length;
  }
  return groups;
}

async function writeGroup(
  ctx: Pick<Ctx, "db" | "embedder" | "now">,
  workspaceId: number,
  group: Prepared[],
): Promise<void> {
  await freeSlugs(
    ctx,
    workspaceId,
    group.map(({ values }) => values),
  );
  const placeholders = await giveSlugsUp(
    ctx,
    workspaceId,
    group.map(({ article }) => article),
  );
  const written = [];
  for (const { article, values, text } of group) {
    const { articleId, version } = article;
    written.push(await writeArticle(ctx, { workspaceId, articleId, ifVersion: version, values, text }));
  }
  // What nobody has ever seen leads nowhere.
  await dropRedirects(ctx, workspaceId, placeholders);
  if (written.some(({ touchesSite }) => touchesSite)) await touchSite(ctx.db, workspaceId);
}

/** They are called by their ids, too: an archived one from now on, one that swaps until it is written. */
async function giveSlugsUp(
  ctx: Pick<Ctx, "db">,
  workspaceId: number,
  group: readonly ArticleToStore[],
): Promise<string[]> {
  const displaced = group.flatMap(({ displacedId }) => displacedId ?? []);
  if (displaced.length === 0) return [];
  const { articles } = schema;
  const written = group.flatMap(({ articleId }) => articleId ?? []);
  const rows = await ctx.db
    .update(articles)
    .set({ slug: sql`${articles.slug} || '-archived-' || ${articles.id}` })
    .where(
      and(
        eq(articles.workspaceId, workspaceId),
        inArray(articles.id, displaced),
        or(eq(articles.status, "archived"), inArray(articles.id, written)),
      ),
    )
    .returning({ slug: articles.slug });
  return rows.map(({ slug }) => slug);
}
