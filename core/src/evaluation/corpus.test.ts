import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openCorpus } from "./corpus.ts";
import type { Corpus } from "./corpus.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "firstline-corpus-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Ids of the articles, and what is said about the others. */
async function read({ documents }: Corpus): Promise<string[]> {
  const found: string[] = [];
  for await (const item of documents) {
    if (item.kind === "document") found.push(item.document.path);
    if (item.kind === "problem") found.push(`${item.problem.line} ${item.problem.message}`);
  }
  return found;
}

test("a file's articles have its ids; the gap is known but left out, a second one of the same id a problem", async () => {
  const file = join(folder, "corpus.jsonl");
  const line = (id: string | number): string => JSON.stringify({ id, title: "T", text: "Text." });
  writeFileSync(file, [line("a"), line(2), line("a"), line("C/d"), "broken"].join("\n"));

  const corpus = openCorpus(file, new Set(["2"]));

  expect(await read(corpus)).toEqual([
    "a",
    '3 The id "a" stands on an earlier line, too.',
    "C/d",
    expect.stringMatching(/^5 The line is not JSON/u),
  ]);
  expect(corpus.known).toEqual(new Set(["a", "2", "C/d"]));
});

test("a folder's articles are known by their slugs", async () => {
  const docs = join(folder, "docs");
  mkdirSync(join(docs, "deep"), { recursive: true });
  writeFileSync(
    join(docs, "deep", "First Steps.md"),
    "---\ntitle: First steps\nslug: first-steps\nstatus: published\n---\n\nText.\n",
  );

  expect(await read(openCorpus(docs, new Set()))).toEqual(["first-steps"]);
});

test("what does not exist is an error that names it", () => {
  expect(() => openCorpus(join(folder, "missing.jsonl"), new Set())).toThrow("missing.jsonl does not exist");
});

test("a single article is no corpus", () => {
  const file = join(folder, "one.html");
  writeFileSync(file, "<h1>One</h1>");

  expect(() => openCorpus(file, new Set())).toThrow("one.html is a single article");
});
