import { recordSearch, searchArticles } from "@firstline/core";
import type { FoundArticle } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import type { Web } from "../../context.ts";
import type { Api } from "../api.ts";
import { apiRoute } from "../route.ts";
import { answer, Words } from "../schemas.ts";

const Query = z.object({
  q: Words(500).openapi({ example: "rotate token" }),
  limit: z.coerce.number().int().min(1).max(20).optional(),
  locale: z
    .string()
    .max(35)
    .optional()
    .openapi({ description: "Language that the reader reads: of translations that one is shown." }),
});

const Found = z
  .object({
    articleId: z.int(),
    title: z.string(),
    url: z.string().openapi({ description: "With the anchor of the passage." }),
    category: z.string().nullable(),
    anchor: z.string().nullable(),
    passage: z
      .array(z.object({ text: z.string(), hit: z.boolean() }))
      .openapi({ description: "Plain text in pieces; `hit`: a word that was looked for." }),
  })
  .openapi("FoundArticle");

export const Results = z.object({ results: z.array(Found) }).openapi("SearchResults");

export function addSearchRoute(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/search",
    operationId: "searchArticles",
    summary: "Search the help center",
    description: "Published articles, each once, best first. By words and by meaning.",
    tags: ["Search"],
    scope: "search",
    request: { query: Query },
    responses: { 200: answer(Results, "What was found.") },
  });
  api.openapi(route, async (c) => {
    const { q, limit, locale } = c.req.valid("query");
    const { workspaceId } = c.get("apiKey");
    const base = (web.ctx.helpCenterUrl ?? web.publicUrl).replace(/\/+$/u, "");
    const found = await searchArticles(web.ctx, {
      workspaceId,
      query: q,
      ...(limit === undefined ? {} : { limit }),
      ...(locale === undefined ? {} : { locale }),
    });
    await recordSearch(web.ctx, { workspaceId, query: q, place: "api", resultCount: found.length });
    const results = found.map((article) => toFoundJson(article, base));
    return c.json({ results }, 200);
  });
}

export function toFoundJson(article: FoundArticle, base: string): z.infer<typeof Found> {
  const { articleId, title, url, category, anchor, passage } = article;
  return { articleId, title, url: base + url, category, anchor, passage };
}
