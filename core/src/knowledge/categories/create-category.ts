import { schema } from "@firstline/db";
import type { Ctx } from "../../context.ts";
import { ConflictError, InvalidError, NotFoundError } from "../../errors.ts";
import { lockName } from "../../lock.ts";
import { touchSite } from "../../site/request-job.ts";
import { CategoryForm, requireForm } from "../article-form.ts";
import { requireSlug } from "../article-places.ts";
import { firstFreeSlug, toArticleSlug } from "../article-slug.ts";
import { findTreeProblem } from "./category-tree.ts";
import { CATEGORY_COLUMNS } from "./category.ts";
import type { Category } from "./category.ts";
import { listCategories } from "./list-categories.ts";
import { freeCategorySlug } from "../redirects.ts";

export type CreateCategoryInput = { workspaceId: number } & CategoryForm;

/**
 * Makes a category. Throws `ConflictError` for a given slug that is taken (one made of the name is counted on instead),
 * `NotFoundError` for a parent of another workspace, `InvalidError`.
 */
export async function createCategory(
  ctx: Pick<Ctx, "db" | "now">,
  input: CreateCategoryInput,
): Promise<Category> {
  const { workspaceId, ...rest } = input;
  const form = requireForm(CategoryForm, rest);
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    await lockCategories(tx, workspaceId);
    const all = await listCategories(inside, { workspaceId });
    requirePlace(all, null, form.parentId ?? null);
    const slug = await chooseSlug(all, form);
    await freeCategorySlug(inside, { workspaceId, slug });
    const now = ctx.now();
    const [added] = await tx
      .insert(schema.categories)
      .values({ ...form, slug, workspaceId, createdAt: now, updatedAt: now })
      .returning(CATEGORY_COLUMNS);
    if (!added) throw new Error("insert into categories answered no row");
    await touchSite(tx, workspaceId);
    return added;
  });
}

async function chooseSlug(all: Category[], form: CategoryForm): Promise<string> {
  const taken = new Set(all.map(({ slug }) => slug));
  if (form.slug === undefined)
    return firstFreeSlug(toArticleSlug(form.name) || "category", async (slug) => taken.has(slug));
  const slug = requireSlug(form.slug);
  if (taken.has(slug)) throw new ConflictError(`The slug "${slug}" belongs to another category.`);
  return slug;
}

/** Changes of a workspace's category tree go one after the other: two at once could close a circle. */
export async function lockCategories(tx: Ctx["db"], workspaceId: number): Promise<void> {
  await lockName(tx, `categories:${workspaceId}`);
}

export function requirePlace(all: Category[], categoryId: number | null, parentId: number | null): void {
  if (parentId !== null && !all.some(({ id }) => id === parentId))
    throw new NotFoundError("The category above it");
  const problem = findTreeProblem(all, categoryId, parentId);
  if (problem !== null) throw new InvalidError(problem);
}
