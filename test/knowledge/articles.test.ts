import {
  archiveArticle,
  createArticle,
  createCategory,
  findRedirect,
  getArticle,
  importArticles,
  listArticlesPage,
  publishArticle,
  unpublishArticle,
  updateArticle,
} from "@firstline/core";
import type { CreateArticleInput } from "@firstline/core";
import { beforeEach, expect, test } from "vitest";
import { anArticle, aWorkspace } from "../support/factories.ts";
import { searchBase } from "../support/search-base.ts";

const base = await searchBase();
const { ctx, takeSiteChange } = base;
let workspaceId = 0;

beforeEach(() => {
  workspaceId = base.workspaceId;
});

const create = (input: Partial<CreateArticleInput> = {}) =>
  createArticle(ctx, {
    workspaceId,
    title: "Pause a subscription",
    content: "Open **Billing** and press Pause. Zebras sleep meanwhile.",
    status: "published",
    ...input,
  });

const found = async (query: string) => (await base.search(query)).map(({ slug }) => slug);

test("an article that somebody writes is found and on its way to the public pages", async () => {
  const article = await create();

  expect(article).toMatchObject({
    slug: "pause-a-subscription",
    status: "published",
    publishedAt: ctx.now(),
  });
  expect(await found("zebras")).toEqual(["pause-a-subscription"]);
  expect(await takeSiteChange()).toBe(true);
});

test("a draft is neither found nor tells the public pages anything until it is published, and again once it is not", async () => {
  const draft = await create({ status: undefined });
  expect(draft.status).toBe("draft");
  expect(await found("zebras")).toEqual([]);
  expect(await takeSiteChange()).toBe(false);

  await publishArticle(ctx, { workspaceId, articleId: draft.id });
  expect(await found("zebras")).toEqual([draft.slug]);
  expect(await takeSiteChange()).toBe(true);

  await unpublishArticle(ctx, { workspaceId, articleId: draft.id });
  expect(await found("zebras")).toEqual([]);
  expect(await takeSiteChange()).toBe(true);
  await archiveArticle(ctx, { workspaceId, articleId: draft.id });
  expect((await getArticle(ctx, { workspaceId, articleId: draft.id })).status).toBe("archived");
  expect(await takeSiteChange()).toBe(false);
});

test("a new text is cut anew and the old one is no longer found", async () => {
  const article = await create();

  await updateArticle(ctx, {
    workspaceId,
    articleId: article.id,
    changes: { content: "Giraffes take over while you are away." },
  });

  expect(await found("giraffes")).toEqual([article.slug]);
  expect(await found("zebras")).toEqual([]);
});

test("former addresses lead to the article, through any number of changes, until it takes one back", async () => {
  const { id: articleId } = await create({ slug: "one" });
  const rename = (slug: string) => updateArticle(ctx, { workspaceId, articleId, changes: { slug } });

  await rename("two");
  await rename("three");
  expect(await takeSiteChange()).toBe(true);
  expect(await findRedirect(ctx, { workspaceId, slug: "one" })).toMatchObject({ articleId, slug: "three" });
  expect(await findRedirect(ctx, { workspaceId, slug: "two" })).toMatchObject({ articleId, slug: "three" });

  await rename("one");
  expect(await findRedirect(ctx, { workspaceId, slug: "one" })).toBeNull();
  expect(await findRedirect(ctx, { workspaceId, slug: "three" })).toMatchObject({ slug: "one" });
});

test("a redirect never stands before another article of that address, nor leads to what is not public", async () => {
  const { id: articleId } = await create({ slug: "one" });
  await updateArticle(ctx, { workspaceId, articleId, changes: { slug: "two" } });

  await create({ slug: "one", title: "Another" });
  expect(await findRedirect(ctx, { workspaceId, slug: "one" })).toBeNull();

  await updateArticle(ctx, { workspaceId, articleId, changes: { slug: "three" } });
  await updateArticle(ctx, { workspaceId, articleId, changes: { audience: "agents" } });
  expect(await findRedirect(ctx, { workspaceId, slug: "two" })).toBeNull();
  const neighbor = (await aWorkspace(ctx)).id;
  expect(await findRedirect(ctx, { workspaceId: neighbor, slug: "two" })).toBeNull();
});

test("whoever changes an old version is told so, and nothing is written", async () => {
  const seen = await create();
  await updateArticle(ctx, { workspaceId, articleId: seen.id, changes: { title: "Hers" } });

  const change = updateArticle(ctx, {
    workspaceId,
    articleId: seen.id,
    changes: { title: "His" },
    ifVersion: seen.updatedAt,
  });

  await expect(change).rejects.toMatchObject({ code: "conflict" });
  expect((await getArticle(ctx, { workspaceId, articleId: seen.id })).title).toBe("Hers");
});

test("of two changes of one version at the same time only one goes in", async () => {
  const { id: articleId, updatedAt: ifVersion } = await create();
  const change = (title: string) =>
    updateArticle(ctx, { workspaceId, articleId, changes: { title }, ifVersion });

  const outcomes = await Promise.allSettled(["A", "B", "C"].map(change));

  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a taken slug is refused when it was asked for, and counted on when it was made of the title", async () => {
  await create();

  expect((await create()).slug).toBe("pause-a-subscription-2");
  await expect(create({ slug: "Pause a subscription" })).rejects.toMatchObject({ code: "conflict" });
  const other = await create({ title: "Other" });
  const change = { slug: "pause-a-subscription" };
  await expect(
    updateArticle(ctx, { workspaceId, articleId: other.id, changes: change }),
  ).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a translation belongs to the first article, one for each language", async () => {
  const original = await create();
  const german = await create({ title: "Pausieren", locale: "de", translationOfId: original.id });
  const french = await create({ title: "Suspendre", locale: "fr", translationOfId: german.id });

  expect(french.translationOfId).toBe(original.id);
  const again = create({ title: "Noch einmal", locale: "de", translationOfId: original.id });
  await expect(again).rejects.toMatchObject({ code: "conflict" });
  const circle = { translationOfId: german.id, locale: "en" };
  await expect(
    updateArticle(ctx, { workspaceId, articleId: original.id, changes: circle }),
  ).rejects.toMatchObject({ code: "invalid" });
  await expect(create({ translationOfId: original.id })).rejects.toMatchObject({ code: "invalid" });
});

test("ids of a neighbor are unknown", async () => {
  const mine = await create();
  const neighbor = (await aWorkspace(ctx)).id;
  const theirs = await createCategory(ctx, { workspaceId: neighbor, name: "Theirs" });
  const input = { workspaceId: neighbor, articleId: mine.id };

  await expect(updateArticle(ctx, { ...input, changes: { title: "Mine" } })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(publishArticle(ctx, input)).rejects.toMatchObject({ code: "not_found" });
  await expect(create({ categoryId: theirs.id })).rejects.toMatchObject({ code: "not_found" });
  const translation = createArticle(ctx, {
    workspaceId: neighbor,
    title: "T",
    content: "T",
    locale: "de",
    translationOfId: mine.id,
  });
  await expect(translation).rejects.toMatchObject({ code: "not_found" });
  expect((await listArticlesPage(ctx, { workspaceId: neighbor })).articles).toEqual([]);
});

test.each([
  [{ title: " " }],
  [{ title: "x".repeat(301) }],
  [{ content: "" }],
  [{ content: "x".repeat(1_000_001) }],
  [{ content: "a\u0000b" }],
  [{ slug: "🙂" }],
  [{ locale: "not a locale" }],
  [{ sourceUrl: "javascript:alert(1)" }],
])("what no article can be made of is refused: %#", async (input) => {
  await expect(create(input)).rejects.toMatchObject({ code: "invalid" });
  expect((await listArticlesPage(ctx, { workspaceId })).articles).toEqual([]);
});

test("pages of a list follow each other without gap or double, and a made-up cursor is refused", async () => {
  const ids: number[] = [];
  for (const title of ["A", "B", "C", "D", "E"]) ids.push((await create({ title })).id);

  const first = await listArticlesPage(ctx, { workspaceId, limit: 2 });
  const second = await listArticlesPage(ctx, { workspaceId, limit: 2, cursor: first.next });
  const third = await listArticlesPage(ctx, { workspaceId, limit: 2, cursor: second.next });

  expect([first, second, third].flatMap(({ articles }) => articles.map(({ id }) => id))).toEqual(ids);
  expect(third.next).toBeNull();
  for (const cursor of ["x", "WyJiIiwxXQ", "' or 1=1", "WyJhIiwtMV0"])
    await expect(listArticlesPage(ctx, { workspaceId, cursor })).rejects.toMatchObject({ code: "invalid" });
});

test("an import leaves alone what somebody changed here, and says so; force takes the file's text", async () => {
  const load = (content: string, force = false) =>
    importArticles(ctx, {
      workspaceId,
      origin: "docs",
      force,
      documents: [anArticle({ title: "Refunds", content })],
    });
  await load("Within 30 days.");
  const article = await getArticle(ctx, { workspaceId, slug: "refunds" });
  await updateArticle(ctx, { workspaceId, articleId: article.id, changes: { content: "Within 60 days." } });
  const content = async () => (await getArticle(ctx, { workspaceId, articleId: article.id })).content;

  expect(await load("Within 30 days.")).toMatchObject({ unchanged: 1, problems: [] });
  expect(await load("Within 14 days.")).toMatchObject({ changed: 0, problems: [{ file: "refunds.md" }] });
  expect(await content()).toBe("Within 60 days.");
  expect(await load("Within 14 days.", true)).toMatchObject({ changed: 1, problems: [] });
  expect(await content()).toBe("Within 14 days.");
});

test("an import does not overwrite what somebody changes while it runs, and counts the rest once", async () => {
  const load = (words: string, on = ctx) =>
    importArticles(on, {
      workspaceId,
      origin: "docs",
      documents: ["Fees", "Refunds"].map((title) =>
        anArticle({ title, content: `## Part\n\n${title} ${words}.\n\n`.repeat(60) }),
      ),
    });
  await load("were");
  const article = await getArticle(ctx, { workspaceId, slug: "refunds" });
  const content = "Within 60 days.";
  const change = async (): Promise<void> => {
    const before = await getArticle(ctx, { workspaceId, articleId: article.id });
    if (before.content !== content)
      await updateArticle(ctx, { workspaceId, articleId: article.id, changes: { content } });
  };
  const embed: typeof ctx.embedder.embed = async (...input) => {
    await change();
    return ctx.embedder.embed(...input);
  };

  const report = await load("are", { ...ctx, embedder: { ...ctx.embedder, embed } });

  expect(await getArticle(ctx, { workspaceId, articleId: article.id })).toMatchObject({ content });
  expect(report).toMatchObject({ added: 0, changed: 1, unchanged: 0, problems: [{ file: "refunds.md" }] });
  expect((await getArticle(ctx, { workspaceId, slug: "fees" })).content).toContain("Fees are");
});

test("an article that was changed here outlives its file, and imports touch it no more", async () => {
  const load = (...titles: string[]) =>
    importArticles(ctx, {
      workspaceId,
      origin: "docs",
      documents: titles.map((title) => anArticle({ title, content: `About ${title}.` })),
    });
  await load("Kept", "Gone");
  const kept = await getArticle(ctx, { workspaceId, slug: "kept" });
  await updateArticle(ctx, { workspaceId, articleId: kept.id, changes: { content: "Ours now." } });

  const report = await load();

  expect(report.archived).toBe(1);
  expect(report.problems.map(({ message }) => message)).toEqual([expect.stringContaining('"Kept"')]);
  expect(await load()).toMatchObject({ archived: 0, problems: [] });
  expect((await getArticle(ctx, { workspaceId, slug: "kept" })).status).toBe("published");
});

test("an archived article that somebody took up again stays theirs when its file comes back", async () => {
  const load = (...titles: string[]) =>
    importArticles(ctx, {
      workspaceId,
      origin: "docs",
      documents: titles.map((title) => anArticle({ title, content: `About ${title}.` })),
    });
  await load("Kept", "Gone");
  await load("Kept");
  const gone = await getArticle(ctx, { workspaceId, slug: "gone" });
  const changes = { status: "published" as const, content: "Ours now." };
  await updateArticle(ctx, { workspaceId, articleId: gone.id, changes });
  await load("Kept");

  const report = await load("Kept", "Gone");

  expect(report.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('belongs to the article "Gone"'),
  ]);
  expect((await getArticle(ctx, { workspaceId, slug: "gone" })).content).toBe("Ours now.");
});
