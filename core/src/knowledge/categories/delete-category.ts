import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import { touchSite } from "../../site/request-job.ts";
import { lockCategories } from "./create-category.ts";
import { listCategories } from "./list-categories.ts";
import { keepFormerCategorySlug } from "../redirects.ts";

const { articles, categories, categoryRedirects } = schema;

/**
 * Deletes a category: its articles and the categories in it move to the one above it, or to the top, and so do its
 * addresses. Throws `NotFoundError`.
 */
export async function deleteCategory(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; categoryId: number },
): Promise<{ movedArticles: number }> {
  const { workspaceId, categoryId } = input;
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    await lockCategories(tx, workspaceId);
    const all = await listCategories(inside, { workspaceId });
    const gone = all.find(({ id }) => id === categoryId);
    if (!gone) throw new NotFoundError("The category");
    const { parentId } = gone;

    const moved = await tx
      .update(articles)
      .set({ categoryId: parentId })
      .where(and(eq(articles.workspaceId, workspaceId), eq(articles.categoryId, categoryId)))
      .returning({ id: articles.id });
    await tx
      .update(categories)
      .set({ parentId, updatedAt: ctx.now() })
      .where(and(eq(categories.workspaceId, workspaceId), eq(categories.parentId, categoryId)));
    if (parentId !== null) await leadOn(inside, { workspaceId, slug: gone.slug, categoryId, parentId });
    await tx
      .delete(categories)
      .where(and(eq(categories.workspaceId, workspaceId), eq(categories.id, categoryId)));

    await touchSite(tx, workspaceId);
    return { movedArticles: moved.length };
  });
}

type Lead = { workspaceId: number; slug: string; categoryId: number; parentId: number };

async function leadOn(ctx: Pick<Ctx, "db">, input: Lead): Promise<void> {
  const { workspaceId, slug, categoryId, parentId } = input;
  await ctx.db
    .update(categoryRedirects)
    .set({ categoryId: parentId })
    .where(and(eq(categoryRedirects.workspaceId, workspaceId), eq(categoryRedirects.categoryId, categoryId)));
  await keepFormerCategorySlug(ctx, { workspaceId, slug, categoryId: parentId });
}
