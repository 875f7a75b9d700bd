import { schema } from "@firstline/db";
import { and, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { touchSite } from "../../site/request-job.ts";
import { findTwin } from "../article-places.ts";

const { articles } = schema;

export type TranslationToLink = {
  /** Path of its document. */
  path: string;
  /** Paths or slugs of what it translates; the first that there is counts. */
  of: string[];
};

export type LinkTranslationsInput = {
  workspaceId: number;
  /** Makes a source path of a document's path. */
  sourcePathOf: (path: string) => string;
  translations: TranslationToLink[];
};

const BATCH = 200;

/** Ties imported translations to their articles; answers the paths of those that it could not tie, with the reason. */
export async function linkTranslations(
  ctx: Pick<Ctx, "db">,
  input: LinkTranslationsInput,
): Promise<{ path: string; message: string }[]> {
  const problems: { path: string; message: string }[] = [];
  for (let start = 0; start < input.translations.length; start += BATCH) {
    const batch = input.translations.slice(start, start + BATCH);
    const rows = await readRows(ctx, input, batch);
    for (const translation of batch) {
      const message = await linkOne(ctx, input, translation, rows);
      if (message !== null) problems.push({ path: translation.path, message });
    }
  }
  return problems;
}

type Row = {
  id: number;
  title: string;
  slug: string;
  sourcePath: string | null;
  locale: string | null;
  translationOfId: number | null;
  categoryId: number | null;
};

async function readRows(
  ctx: Pick<Ctx, "db">,
  { workspaceId, sourcePathOf }: LinkTranslationsInput,
  batch: TranslationToLink[],
): Promise<Row[]> {
  const names = batch.flatMap(({ path, of }) => [path, ...of]);
  return ctx.db
    .select({
      id: articles.id,
      title: articles.title,
      slug: articles.slug,
      sourcePath: articles.sourcePath,
      locale: articles.locale,
      translationOfId: articles.translationOfId,
      categoryId: articles.categoryId,
    })
    .from(articles)
    .where(
      and(
        eq(articles.workspaceId, workspaceId),
        or(
          inArray(articles.sourcePath, names.map(sourcePathOf)),
          inArray(
            articles.slug,
            batch.flatMap(({ of }) => of),
          ),
        ),
      ),
    );
}

/** Null when it is tied. */
async function linkOne(
  ctx: Pick<Ctx, "db">,
  { workspaceId, sourcePathOf }: LinkTranslationsInput,
  { path, of }: TranslationToLink,
  rows: Row[],
): Promise<string | null> {
  const translation = rows.find(({ sourcePath }) => sourcePath === sourcePathOf(path));
  if (!translation) return null; // it was left out, and the report says why
  const candidates = of.flatMap(
    (name) =>
      rows.find(({ sourcePath }) => sourcePath === sourcePathOf(name)) ??
      rows.find(({ slug }) => slug === name) ??
      [],
  );
  const original = candidates.find(({ id }) => id !== translation.id);
  if (!original) return "The article that this one translates was not found.";
  const originalId = original.translationOfId ?? original.id;
  const { locale } = translation;
  if (locale === null) return "A translation needs a language of its own: add `locale:`.";
  if (translation.translationOfId === originalId || originalId === translation.id) return null;
  return ctx.db.transaction(async (tx) => {
    const twin = { workspaceId, originalId, locale, butId: translation.id };
    await untieArchived({ db: tx }, twin);
    const problem = await findTwin({ db: tx }, twin);
    if (problem !== null) return problem;
    await tx
      .update(articles)
      .set({
        translationOfId: originalId,
        categoryId: sql`coalesce(${articles.categoryId}, ${original.categoryId})`,
      })
      .where(
        and(
          eq(articles.workspaceId, workspaceId),
          eq(articles.id, translation.id),
          isNull(articles.editedAt),
        ),
      );
    await touchSite(tx, workspaceId);
    return null;
  });
}

/** An archived translation gives its place to one that there is: its file was moved, and is another article now. */
async function untieArchived(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; originalId: number; locale: string; butId: number },
): Promise<void> {
  await ctx.db
    .update(articles)
    .set({ translationOfId: null })
    .where(
      and(
        eq(articles.workspaceId, input.workspaceId),
        eq(articles.translationOfId, input.originalId),
        eq(articles.locale, input.locale),
        eq(articles.status, "archived"),
        ne(articles.id, input.butId),
      ),
    );
}
