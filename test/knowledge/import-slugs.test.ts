import { findRedirect, getArticle, importArticles, updateArticle } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { searchBase } from "../support/search-base.ts";

const base = await searchBase();
const { ctx } = base;
let workspaceId = 0;

beforeEach(() => {
  workspaceId = base.workspaceId;
});

const loadSlugs = (slugs: Record<string, string>, on = ctx) =>
  importArticles(on, {
    workspaceId,
    origin: "docs",
    documents: Object.entries(slugs).map(([path, slug]) =>
      anArticle({ title: path, content: `About ${path} at ${slug}.`, path, slug }),
    ),
  });

test("a slug goes from one file to another, whichever comes first", async () => {
  await loadSlugs({ "b.md": "x", "c.md": "y" });

  const report = await loadSlugs({ "a.md": "x", "b.md": "y", "c.md": "z" });

  expect(report).toMatchObject({ added: 1, changed: 2, archived: 0, problems: [] });
  const title = async (slug: string) => (await getArticle(ctx, { workspaceId, slug })).title;
  expect([await title("x"), await title("y"), await title("z")]).toEqual(["a.md", "b.md", "c.md"]);
});

test("a file that takes the slug of one that is gone gets it, now and later", async () => {
  await loadSlugs({ "a.md": "a", "b.md": "b", "c.md": "c", "d.md": "d" });

  expect(await loadSlugs({ "a.md": "b", "d.md": "d" })).toMatchObject({ changed: 1, problems: [] });
  expect(await loadSlugs({ "a.md": "b", "d.md": "c" })).toMatchObject({ changed: 1, problems: [] });

  expect((await getArticle(ctx, { workspaceId, slug: "b" })).title).toBe("a.md");
  expect(await findRedirect(ctx, { workspaceId, slug: "a" })).toMatchObject({ slug: "b" });
  expect((await getArticle(ctx, { workspaceId, slug: "c" })).title).toBe("d.md");
});

test("files that swap their slugs are the articles that they were", async () => {
  await loadSlugs({ "a.md": "a", "b.md": "b", "c.md": "c", "d.md": "d" });
  const titleOf = async (slug: string) => (await getArticle(ctx, { workspaceId, slug })).title;
  const { id } = await getArticle(ctx, { workspaceId, slug: "a" });

  const report = await loadSlugs({ "a.md": "b", "b.md": "c", "c.md": "a", "d.md": "d" });

  expect(report).toMatchObject({ added: 0, changed: 3, unchanged: 1, archived: 0, problems: [] });
  expect(await getArticle(ctx, { workspaceId, slug: "b" })).toMatchObject({ id, title: "a.md" });
  expect([await titleOf("c"), await titleOf("a")]).toEqual(["b.md", "c.md"]);
  const { articleRedirects } = schema;
  expect(
    await ctx.db.select().from(articleRedirects).where(eq(articleRedirects.workspaceId, workspaceId)),
  ).toEqual([]);
  expect(await loadSlugs({ "a.md": "b", "b.md": "c", "c.md": "a", "d.md": "d" })).toMatchObject({
    unchanged: 4,
  });
});

test("files that swap their slugs are reported, once each, where one of them was changed here", async () => {
  await loadSlugs({ "a.md": "a", "b.md": "b" });
  const { id } = await getArticle(ctx, { workspaceId, slug: "b" });
  await updateArticle(ctx, { workspaceId, articleId: id, changes: { content: "Ours now." } });

  const report = await loadSlugs({ "a.md": "b", "b.md": "a" });

  expect(report.problems.map(({ file }) => file)).toEqual(["a.md", "b.md"]);
  expect((await getArticle(ctx, { workspaceId, slug: "a" })).title).toBe("a.md");
});

test("files keep their slugs where somebody changes one of them while they swap", async () => {
  await loadSlugs({ "a.md": "a", "b.md": "b" });
  const article = await getArticle(ctx, { workspaceId, slug: "b" });
  const content = "Ours now.";
  const embed: typeof ctx.embedder.embed = async (...input) => {
    const before = await getArticle(ctx, { workspaceId, articleId: article.id });
    if (before.content !== content)
      await updateArticle(ctx, { workspaceId, articleId: article.id, changes: { content } });
    return ctx.embedder.embed(...input);
  };

  const report = await loadSlugs(
    { "a.md": "b", "b.md": "a" },
    { ...ctx, embedder: { ...ctx.embedder, embed } },
  );

  expect(report.problems.map(({ file }) => file).toSorted()).toEqual(["a.md", "b.md"]);
  expect(await getArticle(ctx, { workspaceId, slug: "b" })).toMatchObject({ id: article.id, content });
  expect((await getArticle(ctx, { workspaceId, slug: "a" })).title).toBe("a.md");
});

test("a file that was renamed leaves a redirect, and so does a changed slug", async () => {
  const load = (path: string, slug: string) =>
    importArticles(ctx, {
      workspaceId,
      origin: "docs",
      documents: [anArticle({ title: "Refunds", content: "Within 30 days.", path, slug })],
    });
  await load("a.md", "a");
  await load("a.md", "b");
  expect(await findRedirect(ctx, { workspaceId, slug: "a" })).toMatchObject({ slug: "b" });

  await load("c.md", "c");
  expect(await findRedirect(ctx, { workspaceId, slug: "b" })).toMatchObject({ slug: "c" });
});
