import { NotFoundError } from "@firstline/core";
import { Hono } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { getPublicArticle } from "../public-article.ts";

const ArticleId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** Answers link to an article by its number, which stays the same whatever its address becomes. */
export function articleByIdRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/:id", async (c) => {
    web.limits.take("read", addressOf(c));
    const articleId = ArticleId.safeParse(c.req.param("id"));
    if (!articleId.success) throw new NotFoundError("This article");
    const which = { workspaceId: web.workspace.id, articleId: articleId.data };
    const article = await getPublicArticle(web.ctx, which);
    return c.redirect(`/articles/${encodeURIComponent(article.slug)}`);
  });
  return app;
}
