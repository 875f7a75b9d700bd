import { getArticle, listArticles, NotFoundError } from "@firstline/core";
import type { Article } from "@firstline/core";
import { Hono } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { createArticleRenderer } from "../pages/article-renderer.ts";
import { articleListPage, articlePage } from "../pages/articles.ts";
import { homePage } from "../pages/home.ts";

const SUGGESTIONS = 4;

export function pageRoutes(web: Web): Hono {
  const app = new Hono();
  const workspaceId = web.workspace.id;
  const render = createArticleRenderer();
  app.use(async (c, next) => {
    if (!c.req.path.startsWith("/assets/")) web.limits.take("read", addressOf(c));
    await next();
  });
  app.get("/", async (c) => {
    const articles = await listArticles(web.ctx, { workspaceId, list: "published", limit: 100 });
    return c.html(homePage(web, oneOfEach(articles)));
  });
  app.get("/articles", async (c) =>
    c.html(articleListPage(web, await listArticles(web.ctx, { workspaceId, list: "published" }))),
  );
  app.get("/articles/id/:id", async (c) => {
    const articleId = z.coerce
      .number()
      .int()
      .positive()
      .max(Number.MAX_SAFE_INTEGER)
      .safeParse(c.req.param("id"));
    if (!articleId.success) throw new NotFoundError("This article");
    const article = published(await getArticle(web.ctx, { workspaceId, articleId: articleId.data }));
    return c.redirect(`/articles/${encodeURIComponent(article.slug)}`);
  });
  app.get("/articles/:slug{.+}", async (c) => {
    const slug = c.req.param("slug").toWellFormed();
    if (slug.includes("\0")) throw new NotFoundError("This article");
    const article = published(await getArticle(web.ctx, { workspaceId, slug }));
    return c.html(articlePage(web, article, render(article)));
  });
  return app;
}

/** The first article of each category, so that the suggestions show what there is. */
function oneOfEach(articles: Article[]): Article[] {
  const firsts = Map.groupBy(articles, (article) => article.categoryId).values();
  return [...firsts].flatMap(([first]) => first ?? []).slice(0, SUGGESTIONS);
}

/** Drafts, archived and internal articles are not there for visitors. */
function published(article: Article): Article {
  if (article.status !== "published" || article.audience !== "everyone")
    throw new NotFoundError("This article");
  return article;
}
