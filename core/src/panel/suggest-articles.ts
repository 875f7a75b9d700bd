import type { Ctx } from "../context.ts";
import { listArticles, listCategories } from "../knowledge/index.ts";
import type { Article } from "../knowledge/index.ts";

const SUGGESTIONS = 4;

/**
 * At most four articles to start with: what is read most; in a new help center the first article of each visible category, in their
 * order, and of none.
 */
export async function suggestArticles(
  ctx: Pick<Ctx, "db">,
  { workspaceId }: { workspaceId: number },
): Promise<Article[]> {
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
