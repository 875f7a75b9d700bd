import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { getArticle, importArticles, listCategories, updateCategory, updateSettings } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { beforeEach, expect, test } from "vitest";
import { aWorkspace } from "../support/factories.ts";
import { silentLog } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";
import { temporaryFolders } from "../support/temporary-folders.ts";

const newFolder = temporaryFolders();
const { db } = await fileDatabase();
const now = (): Date => new Date("2026-11-22T12:00:00Z");
const ctx = { db, embedder: createOfflineEmbedder(), log: silentLog, now };
let workspaceId = 0;
let folder = "";

beforeEach(async () => {
  workspaceId = (await aWorkspace(ctx)).id;
  const site = { locales: ["en", "de"] };
  await updateSettings(ctx, { workspaceId, settings: { site: { ...(await defaults()), ...site } } });
  folder = newFolder();
});

const defaults = async () => (await updateSettings(ctx, { workspaceId, settings: {} })).site;

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

const run = () => importArticles(ctx, { workspaceId, folder, origin: "docs" });
const article = (slug: string) => getArticle(ctx, { workspaceId, slug });

test("a folder of a locale translates the articles outside of it, and categories too", async () => {
  await write("billing/_category.yaml", "name: Billing & plans\nicon: 💳\norder: 3\ndescription: Money.\n");
  await write("billing/refunds.md", "# Refunds\n\nWithin 30 days.");
  await write("de/billing/_category.yaml", "name: Abrechnung\ndescription: Geld.\n");
  await write("de/billing/refunds.md", "# Erstattungen\n\nInnerhalb von 30 Tagen.");

  const report = await run();

  expect(report).toEqual({ added: 2, changed: 0, unchanged: 0, archived: 0, problems: [] });
  const [category] = await listCategories(ctx, { workspaceId });
  expect(category).toMatchObject({
    slug: "billing",
    name: "Billing & plans",
    icon: "💳",
    displayOrder: 3,
    translations: { de: { name: "Abrechnung", description: "Geld." } },
  });
  const original = await article("billing-refunds");
  expect(original).toMatchObject({ locale: null, categoryId: category?.id, category: "Billing & plans" });
  expect(await article("billing-refunds-de")).toMatchObject({
    locale: "de",
    translationOfId: original.id,
    categoryId: category?.id,
  });
  expect(await run()).toMatchObject({ unchanged: 2, problems: [] });
});

test("folders inside of folders are categories of their own where a file says so", async () => {
  await write("guides/_category.yaml", "name: Guides\n");
  await write("guides/api/_category.yaml", "name: The API\nslug: api\n");
  await write("guides/api/keys.md", "# Keys\n\nMake one.");
  await write("guides/deep/other.md", "# Other\n\nText.");

  await run();

  const categories = await listCategories(ctx, { workspaceId });
  const guides = categories.find(({ slug }) => slug === "guides");
  expect(categories.find(({ slug }) => slug === "api")).toMatchObject({
    name: "The API",
    parentId: guides?.id,
  });
  expect((await article("guides-api-keys")).category).toBe("The API");
  expect((await article("guides-deep-other")).category).toBe("Guides");
});

test("front matter ties a translation by path or by slug, and says when there is nothing to tie it to", async () => {
  await write("start.md", "---\nslug: begin\n---\n# Start\n\nPress it.");
  await write("x/los.md", "---\nlocale: de\ntranslation_of: start.md\n---\n# Los\n\nDrücken.");
  await write("x/allez.md", "---\nlocale: fr\ntranslation_of: begin\n---\n# Allez\n\nAppuyez.");
  await write("x/lost.md", "---\nlocale: it\ntranslation_of: nowhere\n---\n# Perso\n\nTesto.");

  const report = await run();

  const { id } = await article("begin");
  expect(await article("x-los")).toMatchObject({ locale: "de", translationOfId: id });
  expect(await article("x-allez")).toMatchObject({ locale: "fr", translationOfId: id });
  expect(report.problems.map(({ file }) => file)).toEqual(["x/lost.md"]);
  expect((await article("x-lost")).translationOfId).toBeNull();
});

test("a translation whose file was moved takes the place of the one that it was", async () => {
  await write("refunds.md", "---\nslug: refunds\n---\n# Refunds\n\nWithin 30 days.");
  await write("de/refunds.md", "# Erstattungen\n\nInnerhalb von 30 Tagen.");
  await run();
  await rename(join(folder, "refunds.md"), join(folder, "money.md"));
  await rename(join(folder, "de/refunds.md"), join(folder, "de/money.md"));

  const report = await run();

  expect(report).toMatchObject({ added: 1, changed: 1, archived: 1, problems: [] });
  const { id } = await article("refunds");
  expect(await article("money-de")).toMatchObject({ status: "published", translationOfId: id });
});

test("a translation that was archived and comes back is tied again", async () => {
  await write("start.md", "# Start\n\nPress it.");
  await write("de/start.md", "# Los\n\nDrücken.");
  await run();
  await rename(join(folder, "de"), join(folder, "..", `${basename(folder)}-aside`));
  await run();
  expect(await article("start-de")).toMatchObject({ status: "archived" });
  await rename(join(folder, "..", `${basename(folder)}-aside`), join(folder, "de"));

  await run();

  const { id } = await article("start");
  expect(await article("start-de")).toMatchObject({ status: "published", translationOfId: id });
});

test("a translation that is none any more is untied", async () => {
  await write("start.md", "# Start\n\nPress it.");
  await write("de/start.md", "# Los\n\nDrücken.");
  await run();
  expect((await article("start-de")).translationOfId).not.toBeNull();

  await rm(join(folder, "de"), { recursive: true });
  await write("los.md", "---\nslug: start-de\n---\n# Los\n\nDrücken.");
  await run();

  expect(await article("start-de")).toMatchObject({ locale: null, translationOfId: null });
});

test("a link to a file of the folder is that file, and one that leads out of it is reported", async () => {
  await write("..data/keys.md", "# Keys\n\nMake one.");
  await symlink("..data/keys.md", join(folder, "keys.md"));
  await symlink("/etc/hostname", join(folder, "secret.md"));
  await symlink("nowhere.md", join(folder, "lost.md"));
  await symlink("..data", join(folder, "folder.md"));
  await symlink("nowhere.yaml", join(folder, "_category.yaml"));

  const report = await run();

  expect(report.added).toBe(1);
  expect((await article("keys")).content).toContain("Make one.");
  expect(report.problems.map(({ file, message }) => [file, message])).toEqual([
    ["_category.yaml", expect.stringContaining("The file cannot be read: ENOENT")],
    ["folder.md", "The file cannot be read: it is a link to something that is no file."],
    ["lost.md", expect.stringContaining("The file cannot be read: ENOENT")],
    ["secret.md", "The file cannot be read: it is a link that leads out of the folder."],
  ]);
});

test("links between files lead to their articles", async () => {
  await write(
    "guide/start.md",
    "# Start\n\nSee [keys](../keys.md#make-one), [this](/guide/more) and [none](gone.md).",
  );
  await write("guide/more/index.md", "# More\n\nBack to the [start](../start.md).");
  await write("keys.md", "---\nslug: api-keys\n---\n# Keys\n\n## Make one\n\nThere.");
  await write("de/keys.md", "# Schlüssel\n\nDa.");
  await write("de/guide/start.md", "# Los\n\nSiehe [hier](../keys.md).");

  expect((await run()).problems).toEqual([]);

  expect((await article("guide-start")).content).toContain(
    "[keys](/articles/api-keys#make-one), [this](/articles/guide-more) and [none](gone.md)",
  );
  expect((await article("guide-more")).content).toContain("[start](/articles/guide-start)");
  expect((await article("guide-start-de")).content).toContain("[hier](/de/articles/keys-de)");
  expect(await run()).toMatchObject({ changed: 0, unchanged: 5 });
});

test("pictures of the folder are noted, and the article goes in all the same", async () => {
  await write("menu.md", "# Menu\n\n![The menu](./menu.png)\n\n![](menu-2.png)");

  const report = await run();

  expect(report).toMatchObject({ added: 1, problems: [] });
  expect(report.notes).toEqual([
    { file: "menu.md", line: 0, message: expect.stringContaining("./menu.png and 1 more") },
  ]);
});

test("a folder's category that was given another slug here stays the folder's category", async () => {
  await write("billing/refunds.md", "# Refunds\n\nWithin 30 days.");
  await run();
  const [category] = await listCategories(ctx, { workspaceId });
  const categoryId = category?.id ?? 0;
  await updateCategory(ctx, { workspaceId, categoryId, changes: { slug: "money", name: "Money" } });
  await write("billing/refunds.md", "# Refunds\n\nWithin 60 days.");

  expect(await run()).toMatchObject({ changed: 1, problems: [] });

  expect(await listCategories(ctx, { workspaceId })).toMatchObject([{ id: categoryId, name: "Money" }]);
  expect(await article("billing-refunds")).toMatchObject({ categoryId });
});

test("a category file says nothing by a field without a value", async () => {
  await write("a/_category.yaml", "name:\ndescription:\nicon:\norder:\n");
  await write("a/text.md", "# Text\n\nText.");

  const report = await run();

  expect(report.problems).toEqual([]);
  expect(await listCategories(ctx, { workspaceId })).toMatchObject([
    { slug: "a", name: "a", description: "", icon: null, displayOrder: 0 },
  ]);
});

test("a category file that is broken keeps its folder's articles in the folder's category", async () => {
  await write("a/_category.yaml", "name: [\n");
  await write("a/text.md", "# Text\n\nText.");
  await write("b/_category.yaml", `name: ${"x".repeat(200)}\n`);

  const report = await run();

  expect(report.added).toBe(1);
  expect(report.problems.map(({ file }) => file)).toEqual(["a/_category.yaml", "b/_category.yaml"]);
  expect((await article("a-text")).category).toBe("a");
});
