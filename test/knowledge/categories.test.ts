import {
  createArticle,
  createCategory,
  deleteCategory,
  findCategoryRedirect,
  getArticle,
  getCategory,
  listCategories,
  updateCategory,
} from "@firstline/core";
import { beforeEach, expect, test } from "vitest";
import { aWorkspace } from "../support/factories.ts";
import { searchBase } from "../support/search-base.ts";

const base = await searchBase();
const { ctx, takeSiteChange } = base;
let workspaceId = 0;

beforeEach(() => {
  workspaceId = base.workspaceId;
});

const create = (name: string, parentId: number | null = null) =>
  createCategory(ctx, { workspaceId, name, parentId });

test("categories come in their order, with what is said of them in other languages", async () => {
  const account = await create("Account");
  const { id } = await createCategory(ctx, {
    workspaceId,
    name: "Billing",
    displayOrder: -1,
    icon: "💳",
    translations: { de: { name: "Abrechnung" } },
  });

  const listed = await listCategories(ctx, { workspaceId });
  expect(listed.map((category) => category.id)).toEqual([id, account.id]);
  expect(listed[0]).toMatchObject({ icon: "💳", translations: { de: { name: "Abrechnung" } } });
});

test("a deleted category leaves its articles, its categories and its address to the one above", async () => {
  const top = await create("Top");
  const middle = await create("Middle", top.id);
  const leaf = await create("Leaf", middle.id);
  await updateCategory(ctx, { workspaceId, categoryId: middle.id, changes: { slug: "centre" } });
  const article = await createArticle(ctx, {
    workspaceId,
    title: "A",
    content: "A.",
    status: "published",
    categoryId: middle.id,
  });

  await takeSiteChange();
  expect(await deleteCategory(ctx, { workspaceId, categoryId: middle.id })).toEqual({ movedArticles: 1 });

  expect((await getArticle(ctx, { workspaceId, articleId: article.id })).categoryId).toBe(top.id);
  expect((await getCategory(ctx, { workspaceId, categoryId: leaf.id })).parentId).toBe(top.id);
  for (const slug of ["middle", "centre"])
    expect(await findCategoryRedirect(ctx, { workspaceId, slug })).toEqual({
      categoryId: top.id,
      slug: "top",
    });
  expect(await takeSiteChange()).toBe(true);
});

test("a changed slug leads on until another category takes it", async () => {
  const { id: categoryId } = await create("Start");
  await updateCategory(ctx, { workspaceId, categoryId, changes: { slug: "begin" } });
  expect(await findCategoryRedirect(ctx, { workspaceId, slug: "start" })).toEqual({
    categoryId,
    slug: "begin",
  });

  await create("Start");
  expect(await findCategoryRedirect(ctx, { workspaceId, slug: "start" })).toBeNull();
});

test("two moves at the same time close no circle", async () => {
  const [a, b] = [await create("A"), await create("B")];
  const move = (categoryId: number, parentId: number) =>
    updateCategory(ctx, { workspaceId, categoryId, changes: { parentId } });

  const outcomes = await Promise.allSettled([move(a.id, b.id), move(b.id, a.id)]);

  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("names that are taken, ids of a neighbor and nonsense are refused", async () => {
  const mine = await create("Mine");
  const neighbor = (await aWorkspace(ctx)).id;
  const input = { workspaceId: neighbor, categoryId: mine.id };

  await expect(createCategory(ctx, { workspaceId, name: "Mine", slug: "mine" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect((await create("Mine")).slug).toBe("mine-2");
  await expect(updateCategory(ctx, { ...input, changes: { name: "Ours" } })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(deleteCategory(ctx, input)).rejects.toMatchObject({ code: "not_found" });
  await expect(
    createCategory(ctx, { workspaceId: neighbor, name: "Under", parentId: mine.id }),
  ).rejects.toMatchObject({ code: "not_found" });
  await expect(create(" ")).rejects.toMatchObject({ code: "invalid" });
  await expect(create("x".repeat(121))).rejects.toMatchObject({ code: "invalid" });
});
