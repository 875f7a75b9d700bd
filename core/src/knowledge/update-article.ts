import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { ConflictError, NotFoundError } from "../errors.ts";
import { touchSite } from "../site/request-job.ts";
import { announceArticleEvent } from "../webhooks/article-events.ts";
import { ArticleForm, requireForm } from "./article-form.ts";
import {
  getCategoryName,
  isSlugTaken,
  placeTranslation,
  requireAuthor,
  requireSlug,
} from "./article-places.ts";
import type { Article } from "./article.ts";
import type { ArticleCtx } from "./create-article.ts";
import { getArticle } from "./get-article.ts";
import { indexChunks } from "./indexing/index-chunks.ts";
import { prepareText } from "./indexing/prepare-texts.ts";
import { freeSlugs } from "./redirects.ts";
import { saveLanguages } from "./save-languages.ts";
import { requestMissingVectors, writeArticle } from "./write-article.ts";

export type ArticleChanges = Partial<ArticleForm>;

export type UpdateArticleInput = {
  workspaceId: number;
  articleId: number;
  /** What is left out stays. */
  changes: ArticleChanges;
  /** The `updatedAt` of the article that the changes were made on; left out: whatever it is now. */
  ifVersion?: Date;
};

/** Tries before it is given up that others change the same article at the same time. */
const TRIES = 3;

const Changes = ArticleForm.partial();

/**
 * Changes an article. A new slug leaves a redirect behind, and an imported article is marked as changed here, so that
 * the next import leaves it alone. Throws `ConflictError` when somebody else has changed it since `ifVersion` or when
 * the slug is taken, `NotFoundError`, `InvalidError`.
 */
export async function updateArticle(ctx: ArticleCtx, input: UpdateArticleInput): Promise<Article> {
  const { workspaceId, articleId, ifVersion } = input;
  const changes = requireForm(Changes, input.changes);
  for (let tries = 1; ; tries += 1) {
    const before = await getArticle(ctx, { workspaceId, articleId });
    if (ifVersion && before.updatedAt.getTime() !== ifVersion.getTime()) throw changedMeanwhile();
    if (await change(ctx, before, changes)) break;
    if (tries === TRIES || ifVersion) throw changedMeanwhile();
  }
  await indexChunks(ctx, { workspaceId });
  await saveLanguages(ctx, { workspaceId });
  return getArticle(ctx, { workspaceId, articleId });
}

const changedMeanwhile = (): ConflictError =>
  new ConflictError(
    "Somebody else has changed this article meanwhile. Look at it again before you change it.",
  );

/** False when the article is no longer the one that was read. */
async function change(ctx: ArticleCtx, before: Article, changes: ArticleChanges): Promise<boolean> {
  const { workspaceId } = before;
  const after = { ...before, ...withoutUndefined(changes) };
  after.slug = changes.slug === undefined ? before.slug : requireSlug(changes.slug);
  const category = await getCategoryName(ctx, workspaceId, after.categoryId);
  await requireAuthor(ctx, workspaceId, after.authorId);
  const { title, content } = after;
  const text = await prepareText(ctx, workspaceId, { articleId: before.id, title, content, category });

  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    const stored = await lockArticle(inside, before);
    if (stored.updatedAt.getTime() !== before.updatedAt.getTime()) return false;
    if (await isSlugTaken(inside, { workspaceId, slug: after.slug, butId: before.id }))
      throw new ConflictError(`The slug "${after.slug}" belongs to another article.`);
    const translationOfId = await placeTranslation(inside, { ...after, articleId: before.id });
    await freeSlugs(inside, workspaceId, [after]);
    const { touchesSite } = await writeArticle(inside, {
      workspaceId,
      articleId: before.id,
      text,
      values: {
        ...valuesOf(after),
        translationOfId,
        contentHash: stored.contentHash,
        editedAt: after.sourcePath === null ? null : ctx.now(),
      },
    });
    if (touchesSite) await touchSite(tx, workspaceId);
    const news = { workspaceId, articleId: before.id, before: before.status, after: after.status };
    await announceArticleEvent(tx, news, ctx.now());
    if (!text.embedding) await requestMissingVectors(tx, workspaceId);
    return true;
  });
}

async function lockArticle(
  ctx: Pick<ArticleCtx, "db">,
  { workspaceId, id }: Article,
): Promise<{ updatedAt: Date; contentHash: string }> {
  const { articles } = schema;
  const [row] = await ctx.db
    .select({ updatedAt: articles.updatedAt, contentHash: articles.contentHash })
    .from(articles)
    .where(and(eq(articles.workspaceId, workspaceId), eq(articles.id, id)))
    .for("update");
  if (!row) throw new NotFoundError("This article");
  return row;
}

function valuesOf(article: Article) {
  const { title, slug, content, status, isBeta, audience, locale } = article;
  const { categoryId, displayOrder, sourceUrl, sourcePath, authorId } = article;
  const text = { title, slug, content, status, isBeta, audience, locale };
  return { ...text, categoryId, displayOrder, sourceUrl, sourcePath, authorId };
}

/** Given as undefined is not given. */
function withoutUndefined(changes: ArticleChanges): Omit<ArticleChanges, "slug"> {
  const given = Object.entries(changes).filter(([key, value]) => value !== undefined && key !== "slug");
  return Object.fromEntries(given);
}
