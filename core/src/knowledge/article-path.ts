/** Where an article stands in the help center: those in other languages than the first stand under their language. */
export function articlePath(
  article: { slug: string; locale: string | null },
  locales: readonly string[],
): string {
  const [firstLocale] = locales;
  const isFirst =
    article.locale === null || article.locale === firstLocale || !locales.includes(article.locale);
  return `${isFirst ? "" : `/${article.locale}`}/articles/${article.slug.split("/").map(encodeURIComponent).join("/")}`;
}
