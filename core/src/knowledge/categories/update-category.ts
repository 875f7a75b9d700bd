import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { touchSite } from "../../site/request-job.ts";
import { CategoryForm, requireForm } from "../article-form.ts";
import { requireSlug } from "../article-places.ts";
import { CATEGORY_COLUMNS } from "./category.ts";
import type { Category } from "./category.ts";
import { lockCategories, requirePlace } from "./create-category.ts";
import { listCategories } from "./list-categories.ts";
import { freeCategorySlug, keepFormerCategorySlug } from "../redirects.ts";

export type UpdateCategoryInput = {
  workspaceId: number;
  categoryId: number;
  /** What is left out stays; `translations` are replaced as a whole. */
  changes: Partial<CategoryForm>;
};

const Changes = CategoryForm.partial();

/**
 * Changes a category; a new slug leaves a redirect behind. The vectors of its articles keep its former name until they
 * are next made: one word among hundreds. Throws `NotFoundError`, `ConflictError` for a taken slug, `InvalidError`.
 */
export async function updateCategory(
  ctx: Pick<Ctx, "db" | "now">,
  input: UpdateCategoryInput,
): Promise<Category> {
  const { workspaceId, categoryId } = input;
  const changes = requireForm(Changes, input.changes);
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    await lockCategories(tx, workspaceId);
    const all = await listCategories(inside, { workspaceId });
    const before = all.find(({ id }) => id === categoryId);
    if (!before) throw new NotFoundError("The category");
    if (changes.parentId !== undefined) requirePlace(all, categoryId, changes.parentId);
    const slug = changes.slug === undefined ? before.slug : requireSlug(changes.slug);
    if (all.some((other) => other.slug === slug && other.id !== categoryId))
      throw new ConflictError(`The slug "${slug}" belongs to another category.`);
    await freeCategorySlug(inside, { workspaceId, slug });
    if (slug !== before.slug)
      await keepFormerCategorySlug(inside, { workspaceId, slug: before.slug, categoryId });

    const { categories } = schema;
    const [after] = await tx
      .update(categories)
      .set({ ...changes, slug, updatedAt: ctx.now() })
      .where(and(eq(categories.workspaceId, workspaceId), eq(categories.id, categoryId)))
      .returning(CATEGORY_COLUMNS);
    if (!after) throw new NotFoundError("The category");
    await touchSite(tx, workspaceId);
    return after;
  });
}
