import type { Ctx } from "../context.ts";
import { listArticles, listCategories } from "../knowledge/index.ts";
import type { Article } from "../knowledge/index.ts";

const SUGGESTIONS = 4;

type SuggestArticlesInput = {
  workspaceId: number;
  /** Language of the reader. */
  locale: string;
  /** Languages of the help center, the first one first. */
  locales: readonly string[];
};

/**
 * At most four articles to start with: what is read most; in a new help center the first article of each visible category, in their
 * order, and of none. In the reader's language, or in the first one where there is no translation.
 */
export async function suggestArticles(
  ctx: Pick<Ctx, "db">,
  { workspaceId, locale, locales }: SuggestArticlesInput,
): Promise<Article[]> {
  const first = locales[0] ?? "en";
  const isIn = (article: Article, language: string): boolean =>
    toLanguage(article.locale ?? first) === toLanguage(language);
  const own = locales.find((one) => toLanguage(one) === toLanguage(locale)) ?? first;
  const viewed = await listArticles(ctx, { workspaceId, list: "popular", limit: 4 * SUGGESTIONS });
  // Beta articles are led to from the beta section alone.
  const popular = viewed.filter((article) => !article.isBeta && isIn(article, own)).slice(0, SUGGESTIONS);
  if (popular.length === SUGGESTIONS) return popular;
  const published = await listArticles(ctx, { workspaceId, list: "published", limit: 100 });
  const translated = new Set(published.filter((article) => isIn(article, own)).map(originOf));
  const readable = published.filter(
    (article) => isIn(article, own) || (isIn(article, first) && !translated.has(originOf(article))),
  );
  const categories = await listCategories(ctx, { workspaceId });
  const ofCategory = Map.groupBy(readable, (article) => article.categoryId);
  const firsts = [...categories.filter(({ visible }) => visible).map(({ id }) => id), null].flatMap(
    (id) => ofCategory.get(id)?.toSorted((a, b) => a.displayOrder - b.displayOrder)[0] ?? [],
  );
  const known = new Set(popular.map((article) => article.id));
  return [...popular, ...firsts.filter((article) => !known.has(article.id))].slice(0, SUGGESTIONS);
}

const toLanguage = (locale: string): string | undefined => locale.toLowerCase().split(/[-_]/u)[0];

/** The same for an article and its translations. */
const originOf = ({ id, translationOfId }: Article): number => translationOfId ?? id;
