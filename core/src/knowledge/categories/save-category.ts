import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { touchSite } from "../../site/request-job.ts";
import { findTreeProblem } from "./category-tree.ts";
import type { Category } from "./category.ts";
import { lockCategories } from "./create-category.ts";
import type { KnowledgeCategory } from "../documents.ts";
import { listCategories } from "./list-categories.ts";
import { freeCategorySlug } from "../redirects.ts";

const { categories } = schema;

/** Makes the category that a collection describes, or brings it up to date; what is not described stays. */
export async function saveCategory(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; category: KnowledgeCategory },
): Promise<void> {
  const { workspaceId, category } = input;
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    await lockCategories(tx, workspaceId);
    const all = await listCategories(inside, { workspaceId });
    const before = all.find(({ slug }) => slug === category.slug);
    const row = toRow(category, all, before ?? null);
    if (before && !differs(before, row)) return;

    const { slug } = category;
    const now = ctx.now();
    await freeCategorySlug(inside, { workspaceId, slug });
    const [saved] = before
      ? await tx
          .update(categories)
          .set({ ...row, updatedAt: now })
          .where(and(eq(categories.workspaceId, workspaceId), eq(categories.id, before.id)))
          .returning({ id: categories.id })
      : await tx
          .insert(categories)
          .values({ ...row, slug, workspaceId, createdAt: now, updatedAt: now })
          .returning({ id: categories.id });
    if (!saved) throw new Error("a category was not stored");
    await touchSite(tx, workspaceId);
  });
}

type Row = Pick<Category, "name"> & Partial<Category>;

function toRow(category: KnowledgeCategory, all: Category[], before: Category | null): Row {
  const { slug: _slug, parentSlug, order, ...said } = category;
  const parent = all.find(({ slug }) => slug === parentSlug);
  const canStand = parent && findTreeProblem(all, before?.id ?? null, parent.id) === null;
  return {
    ...said,
    ...(order !== undefined && { displayOrder: order }),
    ...(canStand && { parentId: parent.id }),
  };
}

function differs(before: Category, row: Row): boolean {
  const known = new Map<string, unknown>(Object.entries(before));
  return Object.entries(row).some(([key, value]) => JSON.stringify(known.get(key)) !== JSON.stringify(value));
}
