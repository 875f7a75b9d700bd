import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { toSlug } from "../text/index.ts";

/** Finds or makes the categories of these names; answers name -> id. */
export async function saveCategories(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; names: string[] },
): Promise<ReadonlyMap<string, number>> {
  const bySlug = new Map(input.names.map((name) => [toSlug(name) || "category", name]));
  if (bySlug.size === 0) return new Map();
  const { categories } = schema;
  const rows = [...bySlug].map(([slug, name]) => ({ workspaceId: input.workspaceId, slug, name }));
  await ctx.db.insert(categories).values(rows).onConflictDoNothing();

  const found = await ctx.db
    .select({ id: categories.id, slug: categories.slug })
    .from(categories)
    .where(and(eq(categories.workspaceId, input.workspaceId), inArray(categories.slug, [...bySlug.keys()])));
  const ids = new Map(found.map(({ slug, id }) => [slug, id]));
  return new Map(input.names.map((name) => [name, ids.get(toSlug(name) || "category") ?? 0]));
}
