import type { Ctx } from "../context.ts";
import { ConflictError } from "../errors.ts";
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
import { firstFreeSlug, toArticleSlug } from "./article-slug.ts";
import type { Article } from "./article.ts";
import { setFirstModel } from "./indexing/change-model.ts";
import { hashText } from "./documents.ts";
import { getArticle } from "./get-article.ts";
import { indexChunks } from "./indexing/index-chunks.ts";
import { prepareText } from "./indexing/prepare-texts.ts";
import { freeSlugs } from "./redirects.ts";
import { saveLanguages } from "./save-languages.ts";
import { requestMissingVectors, writeArticle } from "./write-article.ts";
import type { ArticleValues } from "./write-article.ts";

export type ArticleCtx = Pick<Ctx, "db" | "embedder" | "log" | "now">;
export type CreateArticleInput = { workspaceId: number } & ArticleForm;

/**
 * Writes an article, a draft unless told otherwise; it is cut, embedded and found like an imported one. Throws
 * `InvalidError`, `NotFoundError` for a category or original of another workspace, `ConflictError` for a given slug that
 * is taken; a slug made of the title is counted on instead.
 */
export async function createArticle(ctx: ArticleCtx, input: CreateArticleInput): Promise<Article> {
  const { workspaceId, ...rest } = input;
  const form = requireForm(ArticleForm, rest);
  const slug = await chooseSlug(ctx, workspaceId, form);
  const category = await getCategoryName(ctx, workspaceId, form.categoryId ?? null);
  await requireAuthor(ctx, workspaceId, form.authorId ?? null);
  const { title, content } = form;
  const text = await prepareText(ctx, workspaceId, { articleId: null, title, content, category });
  if (text.embedding) await setFirstModel(ctx, workspaceId);

  const articleId = await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    const translationOfId = await placeTranslation(inside, {
      workspaceId,
      articleId: null,
      translationOfId: form.translationOfId ?? null,
      locale: form.locale ?? null,
    });
    const values = { ...toValues(form, slug), translationOfId, authorId: form.authorId ?? null };
    await freeSlugs(inside, workspaceId, [values]);
    const { articleId, touchesSite } = await writeArticle(inside, {
      workspaceId,
      articleId: null,
      values,
      text,
    });
    if (touchesSite) await touchSite(tx, workspaceId);
    const news = { workspaceId, articleId, before: null, after: values.status };
    await announceArticleEvent(tx, news, ctx.now());
    if (!text.embedding) await requestMissingVectors(tx, workspaceId);
    return articleId;
  });
  await indexChunks(ctx, { workspaceId });
  await saveLanguages(ctx, { workspaceId });
  return getArticle(ctx, { workspaceId, articleId });
}

async function chooseSlug(ctx: ArticleCtx, workspaceId: number, form: ArticleForm): Promise<string> {
  const isTaken = (slug: string): Promise<boolean> => isSlugTaken(ctx, { workspaceId, slug });
  if (form.slug === undefined) return firstFreeSlug(toArticleSlug(form.title) || "article", isTaken);
  const slug = requireSlug(form.slug);
  if (await isTaken(slug)) throw new ConflictError(`The slug "${slug}" belongs to another article.`);
  return slug;
}

function toValues(form: ArticleForm, slug: string): ArticleValues {
  return {
    title: form.title,
    slug,
    content: form.content,
    status: form.status ?? "draft",
    isBeta: form.isBeta ?? false,
    audience: form.audience ?? "everyone",
    locale: form.locale ?? null,
    categoryId: form.categoryId ?? null,
    displayOrder: form.displayOrder ?? 0,
    sourceUrl: form.sourceUrl ?? null,
    sourcePath: null,
    contentHash: hashText(form.content),
    editedAt: null,
  };
}
