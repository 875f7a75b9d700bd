import { getSettings, suggestArticles } from "@firstline/core";
import type { Context } from "hono";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { panelTexts } from "../panel-texts/index.ts";

/** What the panel needs before it can be shown: name, color, words in the visitor's language, articles to start with. */
export async function showPanelSettings(c: Context, web: Web): Promise<Response> {
  web.limits.take("read", addressOf(c));
  const workspaceId = web.workspace.id;
  const { site } = await getSettings(web.ctx, workspaceId);
  const locale = c.req.query("locale") ?? "";
  const articles = await suggestArticles(web.ctx, { workspaceId, locale, locales: site.locales });
  c.header("Cache-Control", "max-age=60");
  return c.json({
    name: site.title ?? web.workspace.name,
    accent: site.accentColor,
    accentDark: site.accentColorDark,
    ...panelTexts(locale),
    articles: articles.map(({ title, slug }) => ({ title, url: `/articles/${encodeURIComponent(slug)}` })),
  });
}
