import type { ArticleRenderer, Ctx } from "@firstline/core";
import { ARTICLE_RENDERER_VERSION, renderEntry, renderPlainArticle, renderPost } from "../article-html.ts";
import { createArticleRenderer } from "../article-renderer.ts";
import { loadTemplates } from "../templates.ts";
import type { Templates } from "../templates.ts";
import type { Site } from "./site.ts";

/** Reading what there is takes a moment with many articles: that is not for each request. */
const PLAN_KEPT_MS = 1_500;

export type OpenSiteOptions = { workspaceId: number; baseUrl: string; dir: string; planKeptMs?: number };

/** A site with our templates, which are compiled the first time that they are needed. */
export function openSite(ctx: Pick<Ctx, "db" | "embedder" | "log" | "now">, options: OpenSiteOptions): Site {
  let templates: Promise<Templates> | null = null;
  const renderer = createArticleRenderer();
  const articles: ArticleRenderer = {
    version: ARTICLE_RENDERER_VERSION,
    render: (article) => renderer.render(article),
    renderPlain: renderPlainArticle,
  };
  return {
    ctx,
    workspaceId: options.workspaceId,
    baseUrl: options.baseUrl.replace(/\/+$/u, ""),
    dir: options.dir,
    planKeptMs: options.planKeptMs ?? PLAN_KEPT_MS,
    templates() {
      templates ??= loadTemplates().catch((error: unknown) => {
        // The next one who needs them tries again.
        templates = null;
        throw error;
      });
      return templates;
    },
    articles,
    renderPost,
    renderEntry,
  };
}
