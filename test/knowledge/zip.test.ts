import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getArticle, importPath, listArticlesPage } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { strToU8, zipSync } from "fflate";
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

beforeEach(async () => {
  workspaceId = (await aWorkspace(ctx)).id;
});

async function load(bytes: Uint8Array) {
  const path = join(newFolder(), "docs.zip");
  await writeFile(path, bytes);
  return importPath(ctx, { workspaceId, path });
}

/** `level` 0: files as they are; packing very many small ones takes long. */
const zip = (files: Record<string, string | Uint8Array>, level: 0 | 6 = 6): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === "string" ? strToU8(content) : content,
      ]),
    ),
    { level },
  );

test("an archive of a folder is imported like the folder", async () => {
  const bytes = zip({
    "docs/": "",
    "docs/billing/_category.yaml": "name: Money\n",
    "docs/billing/refunds.md": "# Refunds\n\nWithin 30 days.",
    "docs/.git/config.md": "# Hidden\n\nText.",
    "__MACOSX/docs/._refunds.md": "x",
    "docs/picture.png": new Uint8Array([1, 2, 3]),
  });

  const report = await load(bytes);

  expect(report).toMatchObject({ added: 1, problems: [] });
  const article = await getArticle(ctx, { workspaceId, slug: "billing-refunds" });
  expect(article).toMatchObject({ category: "Money", sourcePath: "docs.zip/billing/refunds.md" });
  expect(await load(bytes)).toMatchObject({ unchanged: 1 });
});

test("an archive that Windows made with backslashes is imported like any other", async () => {
  const bytes = zip({
    "docs\\billing\\refunds.md": "# Refunds\n\nWithin 30 days.",
    "docs\\a.md": "# A\n\nText.",
  });

  expect(await load(bytes)).toMatchObject({ added: 2, problems: [] });
  expect((await getArticle(ctx, { workspaceId, slug: "billing-refunds" })).category).toBe("billing");
});

test("an archive of a product's export is imported as one", async () => {
  const articles = [{ id: 1, title: "Zipped", body: "<p>Text.</p>", section_id: 5 }];

  expect(await load(zip({ "articles.json": JSON.stringify({ articles }) }))).toMatchObject({ added: 1 });
});

const GOOD = { "a.md": "# A\n\nText." };
const ARTICLE = strToU8("# A\n\nText.");

/** An archive whose directory says that a large file is small. */
function lying(): Uint8Array {
  const bytes = zip({ "a.md": "0".repeat(60_000_000) });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(22, 10, true);
  return bytes;
}

test.each<[string, () => Uint8Array]>([
  ["a bomb", () => zip({ ...GOOD, "zeros.md": "0".repeat(60_000_000) })],
  ["a bomb that nobody asked for", () => zip({ ...GOOD, "zeros.bin": "0".repeat(60_000_000) })],
  ["a bomb that says it is small", lying],
  ["a path to the folder above", () => zip({ ...GOOD, "../evil.md": "# Evil\n\nText." })],
  ["a path to the root", () => zip({ ...GOOD, "/etc/evil.md": "# Evil\n\nText." })],
  ["a path that leads outside with backslashes", () => zip({ ...GOOD, "docs\\..\\..\\evil.md": "# Evil" })],
  ["a path of another system", () => zip({ ...GOOD, "c:\\evil.md": "# Evil\n\nText." })],
  ["an archive inside", () => zip({ ...GOOD, "more.zip": zip(GOOD) })],
  [
    "too many files",
    () => zip(Object.fromEntries(Array.from({ length: 20_001 }, (_, n) => [`${n}.md`, ARTICLE])), 0),
  ],
  ["half of an archive", () => zip({ "a.md": "# A\n\nText ".repeat(5_000) }).subarray(0, 90)],
  ["no archive", () => strToU8("This is not a zip file, whatever its name says.")],
  ["nothing", () => new Uint8Array()],
  ["nothing of use", () => zip({ "picture.png": "x" })],
])("%s is refused, and nothing of it is written", async (_title, bytes) => {
  await expect(load(bytes())).rejects.toMatchObject({ code: "invalid" });
  expect((await listArticlesPage(ctx, { workspaceId })).articles).toEqual([]);
});
