import type { Article } from "@firstline/core";
import type { HtmlEscapedString } from "hono/utils/html";
import { renderArticle } from "../markdown.ts";

const KEPT = 200;

/** Renders an article once for each version of it; the ones read last are kept. */
export function createArticleRenderer(): (article: Article) => HtmlEscapedString {
  const kept = new Map<string, HtmlEscapedString>();
  return (article) => {
    const version = `${article.id} ${article.updatedAt.getTime()}`;
    const html = kept.get(version) ?? renderArticle(article);
    kept.delete(version);
    kept.set(version, html);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return html;
  };
}
