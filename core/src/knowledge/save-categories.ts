import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { toSlug } from "../text/index.ts";
import type { KnowledgeDocument } from "./documents.ts";

export type CategoryKey = { slug: string; name: string };

/** What an imported article's category is called, and by what it is found again. */
export function categoryKey(
  document: Pick<KnowledgeDocument, "category" | "categorySlug">,
): CategoryKey | null {
  const { category: name, categorySlug } = document;
  return name === null ? null : { name, slug: categorySlug ?? (toSlug(name) || "category") };
}

/** Finds or makes the categories; answers slug -> id. */
export async function saveCategories(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; categories: CategoryKey[] },
): Promise<ReadonlyMap<string, number>> {
  const bySlug = new Map(input.categories.map(({ slug, name }) => [slug, name]));
  if (bySlug.size === 0) return new Map();
  const { categories } = schema;
  const rows = [...bySlug].map(([slug, name]) => ({ workspaceId: input.workspaceId, slug, name }));
  await ctx.db.insert(categories).values(rows).onConflictDoNothing();

  const found = await ctx.db
    .select({ id: categories.id, slug: categories.slug })
    .from(categories)
    .where(and(eq(categories.workspaceId, input.workspaceId), inArray(categories.slug, [...bySlug.keys()])));
  return new Map(found.map(({ slug, id }) => [slug, id]));
}
