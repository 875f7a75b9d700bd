import { schema } from "@firstline/db";
import { and, eq, ne } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, InvalidError, NotFoundError } from "../errors.ts";
import { toArticleSlug } from "./article-slug.ts";

const { articles, categories, people } = schema;
type DbCtx = Pick<Ctx, "db">;

/** Throws `InvalidError` for a text of which no address can be made. */
export function requireSlug(text: string): string {
  const slug = toArticleSlug(text);
  if (slug === "")
    throw new InvalidError("No address can be made of this slug: use letters, digits and hyphens.");
  return slug;
}

export async function isSlugTaken(
  ctx: DbCtx,
  { workspaceId, slug, butId }: { workspaceId: number; slug: string; butId?: number },
): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: articles.id })
    .from(articles)
    .where(and(eq(articles.workspaceId, workspaceId), eq(articles.slug, slug)));
  return rows.some(({ id }) => id !== butId);
}

/** The name of a category of the workspace. Throws `NotFoundError`. */
export async function getCategoryName(
  ctx: DbCtx,
  workspaceId: number,
  categoryId: number | null,
): Promise<string | null> {
  if (categoryId === null) return null;
  const [row] = await ctx.db
    .select({ name: categories.name })
    .from(categories)
    .where(and(eq(categories.workspaceId, workspaceId), eq(categories.id, categoryId)));
  if (!row) throw new NotFoundError("The category");
  return row.name;
}

/** Throws `NotFoundError` for somebody of another workspace. */
export async function requireAuthor(ctx: DbCtx, workspaceId: number, authorId: number | null): Promise<void> {
  if (authorId === null) return;
  const [row] = await ctx.db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.workspaceId, workspaceId), eq(people.id, authorId)));
  if (!row) throw new NotFoundError("The author");
}

export type Translation = {
  workspaceId: number;
  articleId: number | null;
  translationOfId: number | null;
  locale: string | null;
};

/**
 * The article that a translation is listed under: of a translation of a translation the first one. Throws
 * `NotFoundError`, `InvalidError` where the languages do not fit, `ConflictError` where another one is there already.
 */
export async function placeTranslation(ctx: DbCtx, input: Translation): Promise<number | null> {
  const { workspaceId, articleId, translationOfId, locale } = input;
  if (translationOfId === null) return null;
  if (locale === null) throw new InvalidError("A translation needs a locale, the language that it is in.");
  const [named] = await ctx.db
    .select({ id: articles.id, ofId: articles.translationOfId })
    .from(articles)
    .where(and(eq(articles.workspaceId, workspaceId), eq(articles.id, translationOfId)));
  if (!named) throw new NotFoundError("The article that is translated");
  const originalId = named.ofId ?? named.id;
  if (originalId === articleId) throw new InvalidError("An article cannot be a translation of itself.");
  await requireNoTranslations(ctx, workspaceId, articleId);
  const problem = await findTwin(ctx, { workspaceId, originalId, locale, butId: articleId });
  if (problem !== null) throw new ConflictError(problem);
  return originalId;
}

/** Why an article cannot have one more translation into a language; null where it has none yet. */
export async function findTwin(
  ctx: DbCtx,
  input: { workspaceId: number; originalId: number; locale: string; butId: number | null },
): Promise<string | null> {
  const { workspaceId, originalId, locale, butId } = input;
  const [twin] = await ctx.db
    .select({ title: articles.title })
    .from(articles)
    .where(
      and(
        eq(articles.workspaceId, workspaceId),
        eq(articles.translationOfId, originalId),
        eq(articles.locale, locale),
        butId === null ? undefined : ne(articles.id, butId),
      ),
    );
  return twin ? `"${twin.title}" is the translation into ${locale} already.` : null;
}

async function requireNoTranslations(
  ctx: DbCtx,
  workspaceId: number,
  articleId: number | null,
): Promise<void> {
  if (articleId === null) return;
  const [row] = await ctx.db
    .select({ id: articles.id })
    .from(articles)
    .where(and(eq(articles.workspaceId, workspaceId), eq(articles.translationOfId, articleId)))
    .limit(1);
  if (row) throw new InvalidError("This article has translations, so it cannot be one itself.");
}
