import { Hono } from "hono";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { rowIdOf } from "../http/row-id.ts";
import { getPublicArticle } from "../public-article.ts";

/** Answers link to an article by its number, which stays the same whatever its address becomes. */
export function articleByIdRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/:id", async (c) => {
    web.limits.take("read", addressOf(c));
    const which = { workspaceId: web.workspace.id, articleId: rowIdOf(c, "This article") };
    const article = await getPublicArticle(web.ctx, which);
    return c.redirect(`/articles/${encodeURIComponent(article.slug)}`);
  });
  return app;
}
