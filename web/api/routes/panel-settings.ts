import { getSettings, listArticles, listCategories } from "@firstline/core";
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

/** What is read most; in a new help center the first article of each category, in their order. */
async function findSuggestions({ ctx }: Web, workspaceId: number): Promise<Article[]> {
  const viewed = await listArticles(ctx, { workspaceId, list: "popular", limit: 4 * SUGGESTIONS });
  // Beta articles are led to from the beta section alone.
  const popular = viewed.filter((article) => !article.isBeta).slice(0, SUGGESTIONS);
  if (popular.length === SUGGESTIONS) return popular;
  const published = await listArticles(ctx, { workspaceId, list: "published", limit: 100 });
  const categories = await listCategories(ctx, { workspaceId });
  const ofCategory = Map.groupBy(published, (article) => article.categoryId);
  const firsts = [...categories.filter(({ visible }) => visible).map(({ id }) => id), null].flatMap(
    (id) => ofCategory.get(id)?.toSorted((a, b) => a.displayOrder - b.displayOrder)[0] ?? [],
  );
  const known = new Set(popular.map((article) => article.id));
  return [...popular, ...firsts.filter((article) => !known.has(article.id))].slice(0, SUGGESTIONS);
}
