import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getArticle, importPath, listArticlesPage, listCategories } from "@firstline/core";
import type { ImportPathInput } from "@firstline/core";
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
  folder = newFolder();
});

async function load(data: unknown, more: Partial<ImportPathInput> = {}) {
  const path = join(folder, "export.json");
  await writeFile(path, JSON.stringify(data));
  return importPath(ctx, { workspaceId, path, ...more });
}

const article = (slug: string) => getArticle(ctx, { workspaceId, slug });

const ZENDESK = {
  categories: [{ id: 1, name: "Product", position: 2, description: "All of it" }],
  sections: [
    { id: 11, name: "Billing", category_id: 1, position: 1 },
    { id: 12, name: "Invoices", category_id: 1, parent_section_id: 11 },
  ],
  articles: [
    {
      id: 360001,
      title: "How do refunds work?",
      body: '<h2>When</h2><p>Within <strong>30 days</strong>. See <a href="/hc/en-us/articles/2">this</a>.</p><p><img src="https://cdn.example/a.png" alt="A menu"></p><script>alert(1)</script>',
      locale: "en-us",
      source_locale: "en-us",
      section_id: 12,
      promoted: true,
      position: 3,
      user_segment_id: null,
      html_url: "https://help.example.com/hc/en-us/articles/360001-How",
      translations: [
        { locale: "en-us", title: "How do refunds work?", body: "<p>Within 30 days.</p>" },
        { locale: "de", title: "Wie geht das?", body: "<p>Innerhalb von 30 Tagen.</p>", draft: false },
      ],
    },
    { id: 360002, title: "For agents", body: "<p>Secret steps.</p>", section_id: 11, user_segment_id: 77 },
    { id: 360003, title: "Not yet", body: "<p>Draft.</p>", section_id: 11, draft: true },
    { id: 360004, title: "How do refunds work?", body: "<p>Twin.</p>", section_id: 11 },
    { id: 360005, title: "Empty", body: "", section_id: 11 },
    { id: 360006, title: 7, body: "<p>x</p>", section_id: 11 },
  ],
};

test("a help center of Zendesk comes with its tree, languages, drafts and what only agents may read", async () => {
  const report = await load(ZENDESK);

  expect(report).toMatchObject({ added: 5, archived: 0 });
  expect(report.problems.map(({ file }) => file).toSorted()).toEqual(["articles/360005", "articles/360006"]);
  const refunds = await article("how-do-refunds-work");
  expect(refunds).toMatchObject({ status: "published", category: "Invoices", locale: null, sourceUrl: null });
  expect(refunds.displayOrder).toBeLessThan(0);
  expect(refunds.content).toBe(
    "## When\n\nWithin **30 days**. See [this](https://help.example.com/hc/en-us/articles/2).\n\n![A menu](https://cdn.example/a.png)",
  );
  expect(await article("how-do-refunds-work-de")).toMatchObject({
    locale: "de",
    translationOfId: refunds.id,
    title: "Wie geht das?",
    category: "Invoices",
  });
  expect(await article("for-agents")).toMatchObject({ audience: "agents" });
  expect(await article("not-yet")).toMatchObject({ status: "draft" });
  expect((await article("how-do-refunds-work-360004")).content).toBe("Twin.");
  const categories = await listCategories(ctx, { workspaceId });
  const idOf = (slug: string) => categories.find((category) => category.slug === slug)?.id;
  expect(Object.fromEntries(categories.map(({ slug, parentId }) => [slug, parentId]))).toEqual({
    billing: idOf("product"),
    invoices: idOf("billing"),
    product: null,
  });
  expect(await load(ZENDESK)).toMatchObject({ added: 0, changed: 0, unchanged: 5 });
});

test("with links back, answers lead to where a public article is now", async () => {
  await load(ZENDESK, { linksBack: true });

  expect((await article("how-do-refunds-work")).sourceUrl).toBe(
    "https://help.example.com/hc/en-us/articles/360001-How",
  );
});

const INTERCOM = {
  type: "list",
  data: [
    {
      id: "9",
      name: "Plans",
      description: "What it costs",
      order: 4,
      parent_id: null,
      translated_content: { type: "group_translated_content", fr: { type: "x", name: "Offres" } },
    },
    {
      type: "article",
      id: "501",
      title: "Change your plan",
      body: "<p>Open <code>Plans</code>.</p>",
      state: "published",
      parent_id: 9,
      parent_type: "collection",
      default_locale: "en",
      url: "https://intercom.help/x/en/articles/501",
      translated_content: {
        type: "article_translated_content",
        en: {
          type: "article_content",
          title: "Change your plan",
          body: "<p>Open it.</p>",
          state: "published",
        },
        fr: { type: "article_content", title: "Changer", body: "<p>Ouvrez.</p>", state: "draft" },
        de: null,
      },
    },
  ],
};

test("a help center of Intercom comes with its collections and translations", async () => {
  const report = await load(INTERCOM);

  expect(report).toMatchObject({ added: 2, problems: [] });
  const original = await article("change-your-plan");
  expect(original).toMatchObject({ content: "Open `Plans`.", category: "Plans", locale: null });
  expect(await article("change-your-plan-fr")).toMatchObject({
    status: "draft",
    locale: "fr",
    translationOfId: original.id,
  });
  const [category] = await listCategories(ctx, { workspaceId });
  expect(category).toMatchObject({ slug: "plans", translations: { fr: { name: "Offres" } } });
});

test.each([[{}], [{ data: [] }], [[]], ["text"], [{ articles: "none" }], [{ data: [{ id: 1 }] }]])(
  "what is no export is refused and nothing is written: %j",
  async (data) => {
    await expect(load(data)).rejects.toMatchObject({ code: "invalid" });
    expect((await listArticlesPage(ctx, { workspaceId })).articles).toEqual([]);
  },
);

test("hostile rows are left out or harmless", async () => {
  const deep = "<div>".repeat(5_000);
  const report = await load({
    articles: [
      { id: 1, title: "Deep", body: deep, section_id: 1 },
      { id: "../../2", title: "../../etc/passwd", body: "<p>Path.\u0000</p>", section_id: "__proto__" },
      {
        id: 3,
        title: "x".repeat(5_000),
        body: '<p onclick="x()"><a href="javascript:x()">Go</a></p>',
        section_id: null,
      },
      null,
      "text",
    ],
  });

  expect(report.problems).toHaveLength(3);
  expect((await article("etc-passwd")).content).toBe("Path.");
  const { articles } = await listArticlesPage(ctx, { workspaceId });
  expect(articles.map(({ content }) => content)).toEqual(["Path.", "Go"]);
});

test.each([
  ["UTF-8 with a mark of its byte order", (text: string) => Buffer.from(`\uFEFF${text}`)],
  ["UTF-16, as PowerShell writes it", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le")],
])("an export in %s is read", async (_, encode) => {
  const path = join(folder, "export.json");
  const articles = [{ id: 1, title: "Café", body: "<p>Open.</p>", section_id: null }];
  await writeFile(path, encode(JSON.stringify({ articles })));

  expect(await importPath(ctx, { workspaceId, path })).toMatchObject({ added: 1, problems: [] });
  expect((await article("cafe")).title).toBe("Café");
});

test("an export in an old encoding is refused in one sentence", async () => {
  const path = join(folder, "export.json");
  await writeFile(path, Buffer.from('{"articles": [{"title": "Café"}]}', "latin1"));

  await expect(importPath(ctx, { workspaceId, path })).rejects.toThrow(/export\.json: .* not valid UTF-8/u);
});
