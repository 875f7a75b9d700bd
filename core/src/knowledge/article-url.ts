/** Where people read an article: its own public address, else its page in the help center, else nowhere. */
export function findArticleUrl(
  article: { slug: string; sourceUrl: string | null },
  helpCenterUrl: string | null,
  anchor: string | null = null,
): string | null {
  const base =
    article.sourceUrl ?? (helpCenterUrl && `${helpCenterUrl.replace(/\/+$/, "")}/articles/${article.slug}`);
  if (!base) return null;
  return anchor === null || base.includes("#") ? base : `${base}#${anchor}`;
}
