import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { importArticles, importPath, listArticles, readJsonl } from "@firstline/core";
import type { ImportReport, ReadItem } from "@firstline/core";
import { beforeEach, expect, test } from "vitest";
import { aWorkspace } from "../support/factories.ts";
import { testCtx } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";
import { temporaryFolders } from "../support/temporary-folders.ts";

const newFolder = temporaryFolders();
const database = await fileDatabase();
const ctx = testCtx(database.db);
let workspaceId = 0;
let file = "";

beforeEach(async () => {
  workspaceId = (await aWorkspace(ctx)).id;
  file = join(newFolder(), "corpus.jsonl");
});

type Line = { id: string | number; title: string; text: string };
const one: Line = { id: "a b", title: "One", text: "About zebras." };
const two: Line = { id: "a-b", title: "Two", text: "About lions." };

async function importLines(lines: unknown[], start = ""): Promise<ImportReport> {
  await writeFile(file, start + lines.map((line) => JSON.stringify(line)).join("\n"));
  return importArticles(ctx, { workspaceId, origin: "corpus", documents: readJsonl(file) });
}

async function published(): Promise<Record<string, string>> {
  const articles = await listArticles(ctx, { workspaceId, list: "published" });
  return Object.fromEntries(articles.map(({ title, slug }) => [title, slug]));
}

test("articles keep their addresses in whichever order their lines come", async () => {
  await importLines([one, two]);
  const before = await published();

  expect(await importLines([two, one])).toMatchObject({ unchanged: 2, problems: [] });
  expect(await published()).toEqual(before);
});

test("an article whose twin in name is gone takes in its new text", async () => {
  await importLines([one, two]);
  const before = await published();

  const report = await importLines([{ ...two, text: "About tigers." }]);

  expect(report).toMatchObject({ changed: 1, archived: 1, problems: [] });
  expect(await published()).toEqual({ Two: before["Two"] });
});

test("a new article yields to one that has its address already", async () => {
  await importLines([two]);

  expect(await importLines([one, two])).toMatchObject({ added: 1, unchanged: 1, problems: [] });
  expect(await published()).toEqual({ One: expect.stringMatching(/^a-b-[0-9a-f]{8}$/u), Two: "a-b" });
  expect(await importLines([one, two])).toMatchObject({ unchanged: 2, problems: [] });
});

test("an id that comes twice is told at the first import, and the first line counts", async () => {
  const report = await importLines([one, { ...two, id: one.id }]);

  expect(report).toMatchObject({ added: 1, problems: [{ file, line: 2 }] });
  expect(report.problems[0]?.message).toContain('"a b" stands on an earlier line');
  expect(Object.keys(await published())).toEqual(["One"]);
});

test("the mark of the byte order at the beginning of a file is no part of its first line", async () => {
  expect(await importLines([one, two], "\uFEFF")).toMatchObject({ added: 2, problems: [] });
});

test.each([null, "", "  "])("a field that holds %j is not given", async (nothing) => {
  const blank = { category: nothing, url: nothing, beta: null, audience: nothing };

  const report = await importLines([
    { ...one, ...blank },
    { ...two, title: nothing },
  ]);

  expect(report).toMatchObject({ added: 2, problems: [] });
  expect(Object.keys(await published()).toSorted()).toEqual(["About lions.", "One"]);
});

test("an article whose line can no longer be used stays as it was", async () => {
  await importLines([one, two]);

  const report = await importLines([one, { ...two, text: 7 }]);

  expect(report).toMatchObject({ unchanged: 1, archived: 0, problems: [{ file, line: 2 }] });
  expect(Object.keys(await published()).toSorted()).toEqual(["One", "Two"]);
});

test("an empty file gives nothing up, unless it is forced", async () => {
  await importLines([one, two]);
  await writeFile(file, "");
  const again = (force: boolean) => importPath(ctx, { workspaceId, path: file, origin: "corpus", force });

  const report = await again(false);
  expect(report).toMatchObject({ archived: 0, problems: [{ file: "corpus", line: 0 }] });
  expect(report.problems[0]?.message).toBe(
    "No article was found, so the 2 that came from here stay; --force archives what is gone.",
  );
  expect(Object.keys(await published())).toHaveLength(2);

  expect(await again(true)).toMatchObject({ archived: 2, problems: [] });
  expect(await published()).toEqual({});
});

test("where a line may be any article, none is taken for gone", async () => {
  await importLines([one, two]);

  await writeFile(file, JSON.stringify(one) + "\n" + JSON.stringify(two).slice(0, 20));
  const documents = (): AsyncGenerator<ReadItem> => readJsonl(file);
  const report = await importArticles(ctx, { workspaceId, origin: "corpus", documents: documents() });

  expect(report).toMatchObject({ unchanged: 1, archived: 0 });
  expect(report.problems.map(({ line, message }) => [line, message])).toEqual([
    [2, expect.stringContaining("not JSON")],
    [0, expect.stringMatching(/^What could not be read may be any article\. One .* stays; --force/u)],
  ]);
  expect(Object.keys(await published()).toSorted()).toEqual(["One", "Two"]);

  const forced = { workspaceId, origin: "corpus", documents: documents(), force: true };
  expect(await importArticles(ctx, forced)).toMatchObject({ archived: 1 });
});

test("a text may hold signs that end lines elsewhere, and parts of the file may be cut anywhere", async () => {
  const long = "Zebras – \u2028and\u2029 lions. ".repeat(10_000);
  const report = await importLines([one, { ...two, text: long }, { ...one, id: "c" }]);

  expect(report).toMatchObject({ added: 3, problems: [] });
  const articles = await listArticles(ctx, { workspaceId, list: "published" });
  expect(articles.find(({ title }) => title === "Two")?.content).toBe(long.trim());
});

test("a line of another encoding is reported, not imported with broken letters", async () => {
  await writeFile(file, Buffer.from(`${JSON.stringify(one)}\r\n{"id":"c","text":"Café"}\r\n`, "latin1"));

  const report = await importArticles(ctx, { workspaceId, origin: "corpus", documents: readJsonl(file) });

  expect(report).toMatchObject({
    added: 1,
    problems: [{ line: 2, message: "The line is not valid UTF-8." }],
  });
});
