import type { Article } from "./article.ts";
import type { ArticleCtx } from "./create-article.ts";
import { updateArticle } from "./update-article.ts";
import type { UpdateArticleInput } from "./update-article.ts";

export type ChangeArticleStatusInput = Omit<UpdateArticleInput, "changes">;

/** Lets visitors read an article, or agents an internal one, and answers rest on it. */
export async function publishArticle(ctx: ArticleCtx, input: ChangeArticleStatusInput): Promise<Article> {
  return updateArticle(ctx, { ...input, changes: { status: "published" } });
}

/** Makes a draft of it again. */
export async function unpublishArticle(ctx: ArticleCtx, input: ChangeArticleStatusInput): Promise<Article> {
  return updateArticle(ctx, { ...input, changes: { status: "draft" } });
}

/** Takes it out of use for good; articles are never deleted, since tickets and votes speak of them. */
export async function archiveArticle(ctx: ArticleCtx, input: ChangeArticleStatusInput): Promise<Article> {
  return updateArticle(ctx, { ...input, changes: { status: "archived" } });
}
