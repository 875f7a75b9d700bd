import { schema } from "@firstline/db";
import type { Audience } from "./documents.ts";

const { articles, categories } = schema;

/** Columns of an article as use cases see it; vectors stay in the database. */
export const ARTICLE_COLUMNS = {
  id: articles.id,
  workspaceId: articles.workspaceId,
  title: articles.title,
  slug: articles.slug,
  content: articles.content,
  status: articles.status,
  isBeta: articles.isBeta,
  audience: articles.audience,
  locale: articles.locale,
  translationOfId: articles.translationOfId,
  categoryId: articles.categoryId,
  category: categories.name,
  authorId: articles.authorId,
  displayOrder: articles.displayOrder,
  sourceUrl: articles.sourceUrl,
  sourcePath: articles.sourcePath,
  viewCount: articles.viewCount,
  helpfulCount: articles.helpfulCount,
  notHelpfulCount: articles.notHelpfulCount,
  publishedAt: articles.publishedAt,
  createdAt: articles.createdAt,
  updatedAt: articles.updatedAt,
};

export type Article = {
  id: number;
  workspaceId: number;
  title: string;
  slug: string;
  /** CommonMark. */
  content: string;
  status: (typeof articles.$inferSelect)["status"];
  isBeta: boolean;
  audience: Audience;
  /** BCP 47; null: the help center's first language. */
  locale: string | null;
  translationOfId: number | null;
  categoryId: number | null;
  /** Name of its category. */
  category: string | null;
  authorId: number | null;
  displayOrder: number;
  sourceUrl: string | null;
  sourcePath: string | null;
  viewCount: number;
  helpfulCount: number;
  notHelpfulCount: number;
  publishedAt: Date | null;
  createdAt: Date;
  /** Also the article's version: no two changes have the same. */
  updatedAt: Date;
};
