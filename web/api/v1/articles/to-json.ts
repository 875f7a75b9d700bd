import { findArticleUrl } from "@firstline/core";
import type { Article } from "@firstline/core";
import type { z } from "@hono/zod-openapi";
import type { Web } from "../../context.ts";
import { isPublic } from "../../public-article.ts";
import type { ArticleSummary, Article as ArticleJson } from "./schemas.ts";

export function toSummaryJson(web: Web, article: Article): z.infer<typeof ArticleSummary> {
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
    url: isPublic(article) ? findArticleUrl(article, web.site.baseUrl) : null,
    viewCount,
    helpfulCount,
    notHelpfulCount,
    publishedAt: article.publishedAt?.toISOString() ?? null,
    createdAt: article.createdAt.toISOString(),
    updatedAt: article.updatedAt.toISOString(),
  };
}

export function toArticleJson(web: Web, article: Article): z.infer<typeof ArticleJson> {
  return { ...toSummaryJson(web, article), content: article.content };
}
