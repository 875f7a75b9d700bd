import { importArticles, suggestArticles } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { anArticle, aWorkspace } from "../support/factories.ts";
import { searchBase } from "../support/search-base.ts";

const { ctx } = await searchBase();
let workspaceId = 0;

beforeEach(async () => {
  workspaceId = (await aWorkspace(ctx)).id;
});

const write = (...documents: Parameters<typeof anArticle>[0][]) =>
  importArticles(ctx, { workspaceId, origin: "docs", documents: documents.map(anArticle) });

const read = (slug: string, viewCount: number) =>
  ctx.db
    .update(schema.articles)
    .set({ viewCount })
    .where(and(eq(schema.articles.workspaceId, workspaceId), eq(schema.articles.slug, slug)));

const suggested = async (locale = "en"): Promise<string[]> =>
  (await suggestArticles(ctx, { workspaceId, locale, locales: ["en", "de"] })).map(({ slug }) => slug);

test("a new help center suggests the first article of each category, and of none", async () => {
  await write(
    { title: "Second", content: "a", category: "Account", order: 2 },
    { title: "First", content: "b", category: "Account", order: 1 },
    { title: "Invoices", content: "c", category: "Billing" },
    { title: "Hidden", content: "d", category: "Team" },
    { title: "Welcome", content: "e" },
  );
  await ctx.db
    .update(schema.categories)
    .set({ visible: false })
    .where(and(eq(schema.categories.workspaceId, workspaceId), eq(schema.categories.name, "Team")));

  expect(await suggested()).toEqual(["first", "invoices", "welcome"]);
});

test("what is read most comes first, and four are enough", async () => {
  await write(
    ...["A", "B", "C", "D", "E"].map((title) => ({ title, content: title, category: title })),
    { title: "Beta", content: "f", isBeta: true },
    { title: "For agents", content: "g", audience: "agents" },
  );
  await read("d", 3);
  await read("beta", 9);
  await read("for-agents", 9);

  expect(await suggested()).toEqual(["d", "a", "b", "c"]);

  for (const slug of ["a", "b", "c", "e"]) await read(slug, 1);
  expect(await suggested()).toEqual(["d", "a", "b", "c"]);
});

test("articles of another workspace are not suggested", async () => {
  await write({ title: "Theirs", content: "a" });
  workspaceId = (await aWorkspace(ctx)).id;

  expect(await suggested()).toEqual([]);
});

test("readers get their own language, and the first one where there is no translation", async () => {
  await write(
    { title: "Welcome", content: "a", category: "Start" },
    { title: "Invoices", content: "b", category: "Billing" },
    { title: "Willkommen", content: "c", category: "Start", locale: "de" },
    { title: "Impressum", content: "d", category: "Law", locale: "de" },
  );
  const a = schema.articles;
  const [welcome] = await ctx.db
    .select()
    .from(a)
    .where(and(eq(a.workspaceId, workspaceId), eq(a.slug, "welcome")));
  await ctx.db
    .update(a)
    .set({ translationOfId: welcome?.id ?? null })
    .where(and(eq(a.workspaceId, workspaceId), eq(a.slug, "willkommen")));
  await read("impressum", 9);
  await read("welcome", 5);

  expect(await suggested("en-US")).toEqual(["welcome", "invoices"]);
  expect(await suggested("de-AT")).toEqual(["impressum", "invoices", "willkommen"]);
  expect(await suggested("fr")).toEqual(["welcome", "invoices"]);
});
