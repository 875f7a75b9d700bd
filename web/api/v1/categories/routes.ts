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
import type { Web } from "../../context.ts";
import type { Api } from "../api.ts";
import { apiRoute } from "../route.ts";
import { answer, IdParam, json, Time } from "../schemas.ts";

const TAGS = ["Categories"];

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

/** The tree that articles are sorted in. */
export function addCategoryRoutes(api: Api, web: Web): void {
  addList(api, web);
  addCreate(api, web);
  addRead(api, web);
  addUpdate(api, web);
  addDelete(api, web);
}

function addList(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/categories",
    operationId: "listCategories",
    summary: "List categories",
    description: "All of them, in the order of the help center; `parentId` makes the tree.",
    tags: TAGS,
    scope: "articles:read",
    responses: { 200: answer(Categories, "All categories.") },
  });
  api.openapi(route, async (c) => {
    const rows = await listCategories(web.ctx, { workspaceId: c.get("apiKey").workspaceId });
    return c.json({ categories: rows.map(toCategoryJson) }, 200);
  });
}

function addCreate(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/categories",
    operationId: "createCategory",
    summary: "Make a category",
    tags: TAGS,
    scope: "articles:write",
    request: { body: { content: json(NewCategory), required: true } },
    responses: { 201: answer(Category, "The category as it was stored.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const category = await createCategory(web.ctx, { workspaceId, ...c.req.valid("json") });
    c.header("Location", `/api/v1/categories/${category.id}`);
    return c.json(toCategoryJson(category), 201);
  });
}

function addRead(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/categories/{id}",
    operationId: "getCategory",
    summary: "Read a category",
    tags: TAGS,
    scope: "articles:read",
    request: { params: IdParam },
    responses: { 200: answer(Category, "The category.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const category = await getCategory(web.ctx, { workspaceId, categoryId: c.req.valid("param").id });
    return c.json(toCategoryJson(category), 200);
  });
}

function addUpdate(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "patch",
    path: "/categories/{id}",
    operationId: "updateCategory",
    summary: "Change a category",
    tags: TAGS,
    scope: "articles:write",
    request: { params: IdParam, body: { content: json(CategoryChanges), required: true } },
    responses: { 200: answer(Category, "The category as it is now.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const category = await updateCategory(web.ctx, {
      workspaceId,
      categoryId: c.req.valid("param").id,
      changes: c.req.valid("json"),
    });
    return c.json(toCategoryJson(category), 200);
  });
}

const Deleted = z
  .object({ movedArticles: z.int().openapi({ description: "Articles that moved to the category above." }) })
  .openapi("DeletedCategory");

function addDelete(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "delete",
    path: "/categories/{id}",
    operationId: "deleteCategory",
    summary: "Delete a category",
    description: "Its articles and the categories below it move to the one above.",
    tags: TAGS,
    scope: "articles:write",
    request: { params: IdParam },
    responses: { 200: answer(Deleted, "It is gone.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const gone = await deleteCategory(web.ctx, { workspaceId, categoryId: c.req.valid("param").id });
    return c.json(gone, 200);
  });
}

function toCategoryJson(category: CoreCategory): z.infer<typeof Category> {
  const { workspaceId: _, createdAt, updatedAt, ...rest } = category;
  return { ...rest, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
