import { schema } from "@firstline/db";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";

const { articleRedirects, articles, categories, categoryRedirects } = schema;
type DbCtx = Pick<Ctx, "db">;

/**
 * Takes the slugs of published articles back from the redirects: an address that leads to an article leads nowhere else.
 * In the transaction that writes them.
 */
export async function freeSlugs(
  ctx: DbCtx,
  workspaceId: number,
  written: { slug: string; status: string }[],
): Promise<void> {
  const slugs = written.filter(({ status }) => status === "published").map(({ slug }) => slug);
  await dropRedirects(ctx, workspaceId, slugs);
}

export async function dropRedirects(ctx: DbCtx, workspaceId: number, slugs: string[]): Promise<void> {
  if (slugs.length === 0) return;
  await ctx.db
    .delete(articleRedirects)
    .where(and(eq(articleRedirects.workspaceId, workspaceId), inArray(articleRedirects.slug, slugs)));
}

/** Lets an address that an article had lead to it. A redirect names the article, so chains lead to their end. */
export async function keepFormerSlug(
  ctx: DbCtx,
  { workspaceId, slug, articleId }: { workspaceId: number; slug: string; articleId: number },
): Promise<void> {
  await ctx.db
    .insert(articleRedirects)
    .values({ workspaceId, slug, articleId })
    .onConflictDoUpdate({
      target: [articleRedirects.workspaceId, articleRedirects.slug],
      set: { articleId },
    });
}

/** The public article that had this slug before; null when there is none, or when the slug is an article's own. */
export async function findRedirect(
  ctx: DbCtx,
  { workspaceId, slug }: { workspaceId: number; slug: string },
): Promise<{ articleId: number; slug: string; locale: string | null } | null> {
  const [row] = await ctx.db
    .select({ articleId: articles.id, slug: articles.slug, locale: articles.locale })
    .from(articleRedirects)
    .innerJoin(
      articles,
      and(eq(articles.id, articleRedirects.articleId), eq(articles.workspaceId, workspaceId)),
    )
    .where(
      and(
        eq(articleRedirects.workspaceId, workspaceId),
        eq(articleRedirects.slug, slug),
        eq(articles.status, "published"),
        eq(articles.audience, "everyone"),
        sql`not exists (select 1 from articles live where live.workspace_id = ${workspaceId} and live.slug = ${slug} and live.status = 'published' and live.audience = 'everyone')`,
      ),
    );
  return row ?? null;
}

/** The category that had this slug before, or took in one that had; null when the slug is a category's own. */
export async function findCategoryRedirect(
  ctx: DbCtx,
  { workspaceId, slug }: { workspaceId: number; slug: string },
): Promise<{ categoryId: number; slug: string } | null> {
  const [row] = await ctx.db
    .select({ categoryId: categories.id, slug: categories.slug })
    .from(categoryRedirects)
    .innerJoin(
      categories,
      and(eq(categories.id, categoryRedirects.categoryId), eq(categories.workspaceId, workspaceId)),
    )
    .where(and(eq(categoryRedirects.workspaceId, workspaceId), eq(categoryRedirects.slug, slug)));
  return row?.slug === slug ? null : (row ?? null);
}

/** Takes a slug back from the redirects of categories. */
export async function freeCategorySlug(
  ctx: DbCtx,
  { workspaceId, slug }: { workspaceId: number; slug: string },
): Promise<void> {
  await ctx.db
    .delete(categoryRedirects)
    .where(and(eq(categoryRedirects.workspaceId, workspaceId), eq(categoryRedirects.slug, slug)));
}

/** Lets an address that a category had lead to this one. */
export async function keepFormerCategorySlug(
  ctx: DbCtx,
  { workspaceId, slug, categoryId }: { workspaceId: number; slug: string; categoryId: number },
): Promise<void> {
  await ctx.db
    .insert(categoryRedirects)
    .values({ workspaceId, slug, categoryId })
    .onConflictDoUpdate({
      target: [categoryRedirects.workspaceId, categoryRedirects.slug],
      set: { categoryId },
    });
}
