import { appendFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getArticle, importArticles, listArticles, searchKnowledge } from "@firstline/core";
import type { ImportReport } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { beforeEach, expect, test } from "vitest";
import { aWorkspace } from "../support/factories.ts";
import { silentLog } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";
import { temporaryFolders } from "../support/temporary-folders.ts";

const newFolder = temporaryFolders();
const database = await fileDatabase();
const { db } = database;
const now = (): Date => new Date("2026-11-22T12:00:00Z");
const ctx = { db, embedder: createOfflineEmbedder(), log: silentLog, now };
let workspaceId = 0;
let folder = "";

beforeEach(async () => {
  workspaceId = (await aWorkspace(ctx)).id;
  folder = newFolder();
  await mkdir(join(folder, "start"));
  await write(
    "start/install.md",
    "---\ntitle: Install it\norder: 1\n---\nRun the installer and wait for the green light.",
  );
  await write("refunds.md", "# Refunds\n\nWe pay back within 30 days of the purchase.");
});

function write(path: string, text: string | Uint8Array): Promise<void> {
  return writeFile(join(folder, path), text);
}

function run(): Promise<ImportReport> {
  return importArticles(ctx, { workspaceId, folder, origin: "docs" });
}

function chunksOf(articleId: number) {
  return db.query.articleChunks.findMany({ where: (chunk, { eq }) => eq(chunk.articleId, articleId) });
}

test("articles, their categories, passages and vectors go in, and the second time nothing happens", async () => {
  const first = await run();
  const second = await run();

  expect(first).toEqual({ added: 2, changed: 0, unchanged: 0, archived: 0, problems: [] });
  expect(second).toEqual({ added: 0, changed: 0, unchanged: 2, archived: 0, problems: [] });
  const article = await getArticle(ctx, { workspaceId, slug: "start-install" });
  expect(article).toMatchObject({
    title: "Install it",
    category: "start",
    displayOrder: 1,
    status: "published",
  });
  const [chunk] = await chunksOf(article.id);
  expect(chunk?.embedding).toHaveLength(1536);
});

test("a changed file keeps the rows of the passages that did not change", async () => {
  const long = (word: string): string => `## ${word}\n\n${`${word} `.repeat(200)}`;
  await write("long.md", `---\ntitle: Long\n---\n${long("alpha")}\n\n${long("beta")}`);
  await run();
  const { id } = await getArticle(ctx, { workspaceId, slug: "long" });
  const before = await chunksOf(id);
  await write("long.md", `---\ntitle: Long\n---\n${long("gamma")}\n\n${long("alpha")}`);

  const report = await run();

  const after = await chunksOf(id);
  expect(report.changed).toBe(1);
  const alpha = before.find((chunk) => chunk.heading === "alpha");
  expect(after.find((chunk) => chunk.heading === "alpha")).toMatchObject({ id: alpha?.id, position: 1 });
  expect(after.map((chunk) => chunk.heading).toSorted()).toEqual(["alpha", "gamma"]);
});

test("a file that is gone is archived and no longer found; when it comes back it is published again", async () => {
  await run();
  const text = await readFile(join(folder, "refunds.md"));
  await rm(join(folder, "refunds.md"));

  const gone = await run();
  const found = await searchKnowledge(ctx, { workspaceId, query: "refunds" });
  await write("refunds.md", text);
  const back = await run();

  expect(gone.archived).toBe(1);
  expect(found.map((hit) => hit.slug)).not.toContain("refunds");
  expect(back.changed).toBe(1);
  expect((await getArticle(ctx, { workspaceId, slug: "refunds" })).status).toBe("published");
});

test("an import archives nothing of another origin or another workspace", async () => {
  await run();
  const other = newFolder();
  await writeFile(join(other, "a.md"), "# Other\n\nText.");

  const report = await importArticles(ctx, { workspaceId, folder: other, origin: "other" });

  expect(report).toMatchObject({ added: 1, archived: 0 });
  expect(await listArticles(ctx, { workspaceId, list: "published" })).toHaveLength(3);
});

test("a renamed file with the same slug stays the same article", async () => {
  await write("refunds.md", "---\nslug: refunds\n---\n# Refunds\n\nText.");
  await run();
  const before = await getArticle(ctx, { workspaceId, slug: "refunds" });
  await rename(join(folder, "refunds.md"), join(folder, "money.md"));

  const report = await run();

  expect(report).toMatchObject({ added: 0, changed: 1, archived: 0 });
  expect((await getArticle(ctx, { workspaceId, slug: "refunds" })).id).toBe(before.id);
});

test("broken files are listed with file and line, the rest goes in, and their old article stays", async () => {
  await run();
  await write("refunds.md", "---\ntitle: [\n---\nText");
  await write("latin.md", Buffer.from("# Caf\nCaf\xe9", "latin1"));
  await write("empty.md", "");
  await write("twin.md", "---\nslug: start-install\n---\n# Twin\n\nText.");
  await write("good.md", "# Good\n\nText.");
  await write("huge.md", "x");
  await appendFile(join(folder, "huge.md"), "x".repeat(1_000_001));

  const report = await run();

  expect(report).toMatchObject({ added: 1, unchanged: 1, archived: 0 });
  expect(report.problems.map(({ file, line }) => `${file}:${line}`).toSorted()).toEqual([
    "empty.md:1",
    "huge.md:0",
    "latin.md:2",
    "refunds.md:3",
    "twin.md:1",
  ]);
  expect((await getArticle(ctx, { workspaceId, slug: "refunds" })).status).toBe("published");
});

test("drafts, beta articles and articles of a neighbor are not found", async () => {
  await write("draft.md", "---\nstatus: draft\n---\n# Zebra draft\n\nZebra.");
  await write("beta.md", "---\nbeta: true\n---\n# Zebra beta\n\nZebra.");
  await run();

  const neighbor = (await aWorkspace(ctx)).id;
  expect(await searchKnowledge(ctx, { workspaceId: neighbor, query: "installer" })).toEqual([]);
  const found = await searchKnowledge(ctx, { workspaceId, query: "zebra" });
  expect(found.filter((hit) => hit.title.startsWith("Zebra"))).toEqual([]);
});

test("the article that answers comes first, with its address in the help center", async () => {
  await run();

  const [hit] = await searchKnowledge(ctx, {
    workspaceId,
    query: "when do I get my money back after the purchase?",
    helpCenterUrl: "https://help.example/",
  });

  expect(hit).toMatchObject({ slug: "refunds", url: "https://help.example/articles/refunds#refunds" });
});

test.each(["", "   ", "🙂", "' | ) & !", "\\", "a".repeat(40_000), "the of and"])(
  "a query that is no question is harmless: %j",
  async (query) => {
    await run();

    expect(Array.isArray(await searchKnowledge(ctx, { workspaceId, query }))).toBe(true);
  },
);

test("pages and text files stand beside Markdown, and a broken page keeps nothing else out", async () => {
  await write(
    "start/tokens.html",
    "<!doctype html><meta charset=iso-8859-1><title>T</title><nav>Home</nav><main><h1>Rotate a token</h1><p>Open Settings.</main>",
  );
  await write("plain.txt", "Opening hours\n\nWe answer from nine to five.");
  await write("tower.html", "<div>".repeat(5_000));
  await write("menu.htm", "<nav>Home</nav><form>Search</form>");
  await write("dump.html", "x");
  await appendFile(join(folder, "dump.html"), "x".repeat(10_000_000));

  const report = await run();

  expect(report.added).toBe(4);
  expect(report.problems.map(({ file }) => file).toSorted()).toEqual(["dump.html", "menu.htm", "tower.html"]);
  const page = await getArticle(ctx, { workspaceId, slug: "start-tokens" });
  expect(page).toMatchObject({
    title: "Rotate a token",
    category: "start",
    content: "# Rotate a token\n\nOpen Settings.",
  });
  const [hit] = await searchKnowledge(ctx, { workspaceId, query: "when are your opening hours?" });
  expect(hit?.slug).toBe("plain");
});

test("imports of the same files at once bring each article once", async () => {
  const embedder = createOfflineEmbedder();
  const both = Promise.withResolvers<void>();
  let waiting = 0;
  const embed: typeof embedder.embed = async (...input) => {
    waiting += 1;
    if (waiting === 2) both.resolve();
    await both.promise;
    return embedder.embed(...input);
  };
  const slow = { ...ctx, embedder: { ...embedder, embed } };

  const reports = await Promise.all(
    [1, 2].map(() => importArticles(slow, { workspaceId, folder, origin: "docs" })),
  );

  expect(reports.map(({ added, unchanged, problems }) => [added + unchanged, problems])).toEqual([
    [2, []],
    [2, []],
  ]);
  expect(await listArticles(ctx, { workspaceId, list: "published" })).toHaveLength(2);
});

test.each([
  ["_category.yaml", "name: [\n"],
  ["other.md", new Uint8Array([0x23, 0x20, 0xff, 0x00, 0xff])],
])("a folder in which there is nothing but a broken %s archives nothing", async (path, text) => {
  const load = () => importArticles(ctx, { workspaceId, folder, origin: "docs", mustHaveArticles: true });
  await load();
  await rm(join(folder, "start"), { recursive: true });
  await rm(join(folder, "refunds.md"));
  await write(path, text);

  const report = await load();

  expect(report.archived).toBe(0);
  expect(report.problems).toMatchObject([
    { file: path },
    { message: expect.stringContaining("the 2 that came from here stay") },
  ]);
});
