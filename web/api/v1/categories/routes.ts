import {
  CategoryForm,
  createCategory,
  deleteCategory,
  getCategory,
  listCategories,
  updateCategory,
} from "@firstline/core";
import type { Category as CoreCategory } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, IdParam, jsonBody, Time } from "../schemas.ts";

const NewCategory = z
  .strictObject(CategoryForm.shape)
  .openapi("NewCategory", { example: { name: "Billing", description: "Invoices and payments", icon: "💳" } });

const CategoryChanges = z
  .strictObject(CategoryForm.partial().shape)
  .openapi("CategoryChanges", { description: "What is left out stays.", example: { visible: false } });

const Category = z
  .object({
    id: z.int(),
    name: z.string(),
    slug: z.string(),
    description: z.string(),
    icon: z.string().nullable(),
    displayOrder: z.int(),
    visible: z.boolean(),
    parentId: z.int().nullable(),
    translations: z.record(z.string(), z.object({ name: z.string(), description: z.string().optional() })),
    createdAt: Time,
    updatedAt: Time,
  })
  .openapi("Category");

const Categories = z.object({ categories: z.array(Category) }).openapi("Categories");

const Deleted = z
  .object({ movedArticles: z.int().openapi({ description: "Articles that moved to the category above." }) })
  .openapi("DeletedCategory");

/** The tree that articles are sorted in. */
export const categoryRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/categories",
    operationId: "listCategories",
    summary: "List categories",
    description: "All of them, in the order of the help center; `parentId` makes the tree.",
    tag: "Categories",
    scope: "articles:read",
    responses: { 200: answer(Categories, "All categories.") },
    async run({ web, workspaceId }) {
      const rows = await listCategories(web.ctx, { workspaceId });
      return { categories: rows.map(toCategoryJson) };
    },
  }),
  defineRoute({
    method: "post",
    path: "/categories",
    operationId: "createCategory",
    summary: "Make a category",
    tag: "Categories",
    scope: "articles:write",
    request: { body: jsonBody(NewCategory) },
    responses: { 201: answer(Category, "The category as it was stored.") },
    async run({ web, workspaceId, body, made }) {
      const category = await createCategory(web.ctx, { workspaceId, ...body });
      made(category.id);
      return toCategoryJson(category);
    },
  }),
  defineRoute({
    method: "get",
    path: "/categories/{id}",
    operationId: "getCategory",
    summary: "Read a category",
    tag: "Categories",
    scope: "articles:read",
    request: { params: IdParam },
    responses: { 200: answer(Category, "The category.") },
    async run({ web, workspaceId, params }) {
      return toCategoryJson(await getCategory(web.ctx, { workspaceId, categoryId: params.id }));
    },
  }),
  defineRoute({
    method: "patch",
    path: "/categories/{id}",
    operationId: "updateCategory",
    summary: "Change a category",
    tag: "Categories",
    scope: "articles:write",
    request: { params: IdParam, body: jsonBody(CategoryChanges) },
    responses: { 200: answer(Category, "The category as it is now.") },
    async run({ web, workspaceId, params, body }) {
      const which = { workspaceId, categoryId: params.id };
      return toCategoryJson(await updateCategory(web.ctx, { ...which, changes: body }));
    },
  }),
  defineRoute({
    method: "delete",
    path: "/categories/{id}",
    operationId: "deleteCategory",
    summary: "Delete a category",
    description: "Its articles and the categories below it move to the one above.",
    tag: "Categories",
    scope: "articles:write",
    request: { params: IdParam },
    responses: { 200: answer(Deleted, "It is gone.") },
    run: ({ web, workspaceId, params }) => deleteCategory(web.ctx, { workspaceId, categoryId: params.id }),
  }),
];

function toCategoryJson(category: CoreCategory): z.infer<typeof Category> {
  const { workspaceId: _, createdAt, updatedAt, ...rest } = category;
  return { ...rest, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
