import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { toSlug } from "../../text/index.ts";
import type { KnowledgeDocument } from "../documents.ts";

export type CategoryKey = { slug: string; name: string };

/** What an imported article's category is called, and by what it is found again. */
export function categoryKey(
  document: Pick<KnowledgeDocument, "category" | "categorySlug">,
): CategoryKey | null {
  const { category: name, categorySlug } = document;
  return name === null ? null : { name, slug: categorySlug ?? (toSlug(name) || "category") };
}

/** Finds or makes the categories; answers slug -> id. One that was given another slug, or taken into another, is found by its former one. */
export async function saveCategories(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; categories: CategoryKey[] },
): Promise<ReadonlyMap<string, number>> {
  const { workspaceId } = input;
  const bySlug = new Map(input.categories.map(({ slug, name }) => [slug, name]));
  if (bySlug.size === 0) return new Map();
  const { categories } = schema;
  const slugs = [...bySlug.keys()];
  const former = await findFormer(ctx, workspaceId, slugs);
  const rows = [...bySlug]
    .filter(([slug]) => !former.has(slug))
    .map(([slug, name]) => ({ workspaceId, slug, name }));
  if (rows.length > 0) await ctx.db.insert(categories).values(rows).onConflictDoNothing();

  const found = await ctx.db
    .select({ id: categories.id, slug: categories.slug })
    .from(categories)
    .where(and(eq(categories.workspaceId, workspaceId), inArray(categories.slug, slugs)));
  return new Map([...former, ...found.map(({ slug, id }): [string, number] => [slug, id])]);
}

async function findFormer(
  ctx: Pick<Ctx, "db">,
  workspaceId: number,
  slugs: string[],
): Promise<ReadonlyMap<string, number>> {
  const { categoryRedirects: redirects } = schema;
  const rows = await ctx.db
    .select({ slug: redirects.slug, id: redirects.categoryId })
    .from(redirects)
    .where(and(eq(redirects.workspaceId, workspaceId), inArray(redirects.slug, slugs)));
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}
