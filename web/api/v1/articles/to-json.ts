import { findArticleUrl } from "@firstline/core";
import type { Article, HelpCenter } from "@firstline/core";
import type { z } from "@hono/zod-openapi";
import { isPublic } from "../../public-article.ts";
import type { ArticleSummary, Article as ArticleJson } from "./schemas.ts";

export function toSummaryJson(helpCenter: HelpCenter, article: Article): z.infer<typeof ArticleSummary> {
  const { id, title, slug, status, isBeta, audience, locale, translationOfId } = article;
  const { authorId, displayOrder, viewCount, helpfulCount, notHelpfulCount, categoryId, category } = article;
  return {
    id,
    title,
    slug,
    status,
    isBeta,
    audience,
    locale,
    translationOfId,
    category: categoryId === null ? null : { id: categoryId, name: category ?? "" },
    authorId,
    displayOrder,
    url: isPublic(article) ? findArticleUrl(article, helpCenter) : null,
    viewCount,
    helpfulCount,
    notHelpfulCount,
    publishedAt: article.publishedAt?.toISOString() ?? null,
    createdAt: article.createdAt.toISOString(),
    updatedAt: article.updatedAt.toISOString(),
  };
}

export function toArticleJson(helpCenter: HelpCenter, article: Article): z.infer<typeof ArticleJson> {
  return { ...toSummaryJson(helpCenter, article), content: article.content };
}
