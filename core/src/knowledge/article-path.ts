/** Where an article stands in the help center: those in other languages than the first stand under their language. */
export function articlePath(
  article: { slug: string; locale: string | null },
  locales: readonly string[],
): string {
  const folder = folderOf(article.locale, locales);
  const slug = article.slug.split("/").map(encodeURIComponent).join("/");
  return `${folder === null ? "" : `/${folder}`}/articles/${slug}`;
}

/** The language that shows the article: its own, else the first one without regard to the region; null: the first of all. */
function folderOf(locale: string | null, locales: readonly string[]): string | null {
  if (locale === null) return null;
  const language = locale.split("-")[0];
  const shownIn = locales.includes(locale)
    ? locale
    : locales.find((candidate) => candidate.split("-")[0] === language);
  return shownIn === undefined || shownIn === locales[0] ? null : shownIn;
}
