import { schema } from "@firstline/db";
import { and, asc, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import { CATEGORY_COLUMNS } from "./category.ts";
import type { Category } from "./category.ts";

const { categories } = schema;

/** All categories of a workspace, hidden ones included, in their order; `parentId` makes a tree of them. */
export async function listCategories(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number },
): Promise<Category[]> {
  return ctx.db
    .select(CATEGORY_COLUMNS)
    .from(categories)
    .where(eq(categories.workspaceId, input.workspaceId))
    .orderBy(asc(categories.displayOrder), asc(categories.name), asc(categories.id));
}

/** Throws `NotFoundError` for one of another workspace as well. */
export async function getCategory(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; categoryId: number },
): Promise<Category> {
  const [row] = await ctx.db
    .select(CATEGORY_COLUMNS)
    .from(categories)
    .where(and(eq(categories.workspaceId, input.workspaceId), eq(categories.id, input.categoryId)));
  if (!row) throw new NotFoundError("The category");
  return row;
}
