import { ArticleForm } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { Next, Time } from "../schemas.ts";

export const NewArticle = z.strictObject(ArticleForm.shape).openapi("NewArticle", {
  description: "A draft unless `status` says otherwise. `content` is CommonMark.",
  example: {
    title: "Rotate an API token",
    content: "Open **Settings**, then **Tokens**, and press **Rotate**.",
    status: "published",
  },
});

export const ArticleChanges = z.strictObject(ArticleForm.partial().shape).openapi("ArticleChanges", {
  description: "What is left out stays.",
  example: { title: "Rotate or revoke an API token" },
});

const summary = {
  id: z.int(),
  title: z.string(),
  slug: z.string(),
  status: z.enum(["draft", "published", "archived"]),
  isBeta: z.boolean(),
  audience: z.enum(["everyone", "agents"]),
  locale: z.string().nullable(),
  translationOfId: z.int().nullable(),
  category: z.object({ id: z.int(), name: z.string() }).nullable(),
  authorId: z.int().nullable(),
  displayOrder: z.int(),
  url: z.string().nullable().openapi({ description: "Where it is read; null while it is not public." }),
  viewCount: z.int(),
  helpfulCount: z.int(),
  notHelpfulCount: z.int(),
  publishedAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
};

export const ArticleSummary = z.object(summary).openapi("ArticleSummary");

export const Article = z
  .object({ ...summary, content: z.string().openapi({ description: "CommonMark." }) })
  .openapi("Article");

export const ArticlePage = z.object({ articles: z.array(ArticleSummary), next: Next }).openapi("ArticlePage");
