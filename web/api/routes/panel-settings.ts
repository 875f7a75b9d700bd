import { getSettings, listArticles } from "@firstline/core";
import type { Article } from "@firstline/core";
import type { Context } from "hono";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { panelTexts } from "../panel-texts/index.ts";

const SUGGESTIONS = 4;

/** What the panel needs before it can be shown: name, color, words in the visitor's language, articles to start with. */
export async function showPanelSettings(c: Context, web: Web): Promise<Response> {
  web.limits.take("read", addressOf(c));
  const workspaceId = web.workspace.id;
  const { site } = await getSettings(web.ctx, workspaceId);
  const articles = await findSuggestions(web, workspaceId);
  c.header("Cache-Control", "max-age=60");
  return c.json({
    name: site.title ?? web.workspace.name,
    accent: site.accentColor,
    accentDark: site.accentColorDark,
    ...panelTexts(c.req.query("locale") ?? ""),
    articles: articles.map(({ title, slug }) => ({ title, url: `/articles/${encodeURIComponent(slug)}` })),
  });
}

/** What is read most; in a new help center one article of each category. */
async function findSuggestions({ ctx }: Web, workspaceId: number): Promise<Article[]> {
  const popular = await listArticles(ctx, { workspaceId, list: "popular", limit: SUGGESTIONS });
  if (popular.length === SUGGESTIONS) return popular;
  const published = await listArticles(ctx, { workspaceId, list: "published", limit: 100 });
  const firsts = [...Map.groupBy(published, (article) => article.categoryId).values()].flatMap(
    ([first]) => first ?? [],
  );
  const known = new Set(popular.map((article) => article.id));
  return [...popular, ...firsts.filter((article) => !known.has(article.id))].slice(0, SUGGESTIONS);
}
