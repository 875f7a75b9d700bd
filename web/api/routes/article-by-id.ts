import { getArticle, NotFoundError } from "@firstline/core";
import { Hono } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";

const ArticleId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** Answers link to an article by its number, which stays the same whatever its address becomes. */
export function articleByIdRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/:id", async (c) => {
    web.limits.take("read", addressOf(c));
    const articleId = ArticleId.safeParse(c.req.param("id"));
    if (!articleId.success) throw new NotFoundError("This article");
    const workspaceId = web.workspace.id;
    const article = await getArticle(web.ctx, { workspaceId, articleId: articleId.data });
    if (article.status !== "published" || article.audience !== "everyone") {
      throw new NotFoundError("This article");
    }
    return c.redirect(`/articles/${encodeURIComponent(article.slug)}`);
  });
  return app;
}
