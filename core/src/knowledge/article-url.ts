import { articlePath } from "./article-path.ts";

export type HelpCenter = {
  /** Base of its addresses; null: it has none that is known. */
  url: string | null;
  /** Its languages, the first one is the one without a folder. */
  locales: readonly string[];
};

/** Where people read an article: its own public address, else its page in the help center, else nowhere. */
export function findArticleUrl(
  article: { slug: string; locale: string | null; sourceUrl: string | null },
  { url, locales }: HelpCenter,
  anchor: string | null = null,
): string | null {
  const base = article.sourceUrl ?? (url && `${url.replace(/\/+$/, "")}${articlePath(article, locales)}`);
  if (!base) return null;
  return anchor === null || base.includes("#") ? base : `${base}#${anchor}`;
}
