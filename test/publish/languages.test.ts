import { getSettings, updateSettings } from "@firstline/core";
import { schema } from "@firstline/db";
import { siteRoutes } from "@firstline/web/site";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aSite } from "./site-ground.ts";

const ground = await aSite(await fileDatabase());

beforeAll(async () => {
  const { id: workspaceId } = ground.workspace;
  const { site } = await getSettings(ground.ctx, workspaceId);
  const settings = { site: { ...site, locales: ["en", "de", "pt-BR"] } };
  await updateSettings(ground.ctx, { workspaceId, settings });
  await ground.import([
    anArticle({ title: "Rotate tokens", content: "Press it.", category: "Security" }),
    anArticle({ title: "Invoices", content: "On the first.", category: "Billing" }),
    anArticle({ title: "Impressum", content: "Wir.", category: "Recht", locale: "de" }),
  ]);
  const { articles, categories } = schema;
  const [tokens] = await ground.ctx.db.select().from(articles).where(eq(articles.slug, "rotate-tokens"));
  await ground.ctx.db.insert(articles).values({
    workspaceId,
    title: "Token erneuern",
    slug: "token-erneuern",
    content: "Drücken.",
    status: "published",
    contentHash: "x",
    locale: "de",
    translationOfId: tokens?.id ?? 0,
  });
  await ground.ctx.db
    .update(categories)
    .set({ translations: { de: { name: "Sicherheit" } } })
    .where(eq(categories.slug, "security"));
  await ground.ctx.db
    .insert(schema.feedbackPosts)
    .values({ workspaceId, title: "Dark mode", description: "" });
  await ground.publish();
});
afterAll(() => ground.stop());

test("a translated article stands below its language, in its own words and category", async () => {
  const page = await ground.read("de/articles/token-erneuern.html");

  expect(page).toContain("<p>Drücken.</p>");
  expect(page).toContain('"label":"Sicherheit"');
  expect(page).toContain('"textLocale":null');
  expect(page).toContain(
    '"alternates":[{"locale":"en","path":"/articles/rotate-tokens"},{"locale":"de","path":"/de/articles/token-erneuern"}]',
  );
});

test("what is not translated is shown in the first language, which stays the page that counts", async () => {
  const page = await ground.read("de/articles/invoices.html");

  expect(page).toContain("On the first.");
  expect(page).toContain('"textLocale":"en"');
  expect(page).toContain('"canonicalPath":"/articles/invoices"');
  expect(await ground.read("sitemap.xml")).not.toContain("/de/articles/invoices");
});

test("a translation is not among the articles of the first language, and its bare address leads on", async () => {
  const redirects = await ground.read("_redirects");

  expect(await ground.read("categories/security.html")).not.toContain("token-erneuern");
  expect(redirects).toContain("/articles/token-erneuern /de/articles/token-erneuern 301\n");
  expect(redirects).toContain("/de/articles/rotate-tokens /de/articles/token-erneuern 301\n");
});

test("each language has its own home, feed and page for what is not there", async () => {
  const files = await ground.files();

  expect(files).toEqual(
    expect.arrayContaining(["de.html", "de/404.html", "de/rss.xml", "de/search.html", "pt-BR.html"]),
  );
  expect(await ground.read("de.html")).toContain("Sicherheit");
  expect(await ground.read("de/rss.xml")).toContain("<title>Token erneuern</title>");
  expect(await ground.read("de/rss.xml")).not.toContain("Invoices");
});

test("a category leads only to the languages in which it holds something", async () => {
  const page = await ground.read("de/categories/recht.html");

  expect(await ground.read("categories/recht.html")).toBeNull();
  expect(page).toContain('"alternates":[{"locale":"de","path":"/de/categories/recht"}]');
  expect(await ground.read("categories/security.html")).toContain('"locale":"pt-BR"');
});

test("a post is found by its number alone in every language, whatever it is called by now", async () => {
  const [post] = await ground.ctx.db
    .select()
    .from(schema.feedbackPosts)
    .where(eq(schema.feedbackPosts.workspaceId, ground.workspace.id));
  const app = siteRoutes(ground.site, { takeTurn: () => {} });
  const page = `/de/roadmap/${post?.id}-dark-mode`;

  const old = await app.request(`/de/roadmap/${post?.id}-night-mode`);

  expect(old.headers.get("location")).toBe(page);
  expect(await ground.read("_redirects")).toContain(`/de/roadmap/${post?.id} ${page} 301\n`);
});
