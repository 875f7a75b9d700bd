import { embedArticles, importArticles, searchKnowledge } from "@firstline/core";
import type { KnowledgeHit, ReadItem } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { schema } from "@firstline/db";
import { afterAll, beforeEach, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import { anArticle, aWorkspace } from "../support/factories.ts";
import { silentLog } from "../support/fakes.ts";

const database = await testDatabase();
const { db } = database;
const ctx = {
  db,
  embedder: createOfflineEmbedder(),
  log: silentLog,
  now: () => new Date("2026-11-22T12:00:00Z"),
};
let workspaceId = 0;

afterAll(() => database.stop());

beforeEach(async () => {
  workspaceId = (await aWorkspace(ctx)).id;
});

const tokens = anArticle({
  title: "Rotate API tokens",
  content: "Open Settings, choose Tokens and press Rotate.",
});
const invoices = anArticle({
  title: "Find your invoices",
  content: "Invoices are sent by mail on the first of the month.",
});
const errors = anArticle({
  title: "Error messages",
  content: "ECONNREFUSED means that the server is not running. E_QUOTA_42 means that the quota is used up.",
});

async function load(documents: ReadItem[], origin = "docs"): Promise<void> {
  await importArticles(ctx, { workspaceId, origin, documents });
}

async function search(query: string): Promise<KnowledgeHit[]> {
  return searchKnowledge(ctx, { workspaceId, query });
}

async function segments(): Promise<{ chunkCount: number }[]> {
  return db.query.searchSegments.findMany({
    where: (segment, { eq }) => eq(segment.workspaceId, workspaceId),
  });
}

test.each([
  ["how do I rotate a token", "rotate-api-tokens"],
  ["rotating my tokens", "rotate-api-tokens"],
  ["where is my invioce", "find-your-invoices"],
  ["what is E_QUOTA_42", "error-messages"],
  ["econnrefused", "error-messages"],
])("%j finds %s", async (query, slug) => {
  await load([tokens, invoices, errors]);

  expect((await search(query))[0]?.slug).toBe(slug);
});

test("an empty knowledge base has nothing to offer", async () => {
  expect(await search("how do I rotate a token")).toEqual([]);
});

test("what an article no longer says no longer finds it", async () => {
  await load([tokens, invoices]);
  await load([tokens, anArticle({ title: "Find your invoices", content: "Look into the archive." })]);

  const [hit] = await search("is it sent by mail on the first of the month?");

  expect(hit?.signals.softWords ?? 0).toBeLessThan(0.5);
});

test("many small imports end in few segments, and every article is still found once", async () => {
  for (let n = 0; n < 14; n += 1) {
    await load(
      [anArticle({ title: `Guide ${n}`, content: `The gadget number${n} is blue.` })],
      `origin-${n}`,
    );
  }

  const hits = await searchKnowledge(ctx, { workspaceId, query: "gadget", limit: 40 });

  expect((await segments()).length).toBeLessThanOrEqual(10);
  expect(new Set(hits.map((hit) => hit.chunkId)).size).toBe(hits.length);
  expect(hits).toHaveLength(14);
});

test("passages that a killed import left uncounted are counted by the job", async () => {
  await load([tokens, invoices]);
  await db.delete(schema.searchSegments);

  await embedArticles(ctx, { workspaceId });

  expect(await segments()).toEqual([expect.objectContaining({ chunkCount: 2 })]);
  expect((await search("invoices by mail"))[0]?.slug).toBe("find-your-invoices");
});

test("two imports at once count every passage once", async () => {
  await Promise.all([load([tokens], "one"), load([invoices], "two")]);

  const counted = (await segments()).reduce((sum, segment) => sum + segment.chunkCount, 0);

  expect(counted).toBe(2);
});

test("a passage without a vector of the present model is found by its words", async () => {
  await load([tokens, invoices]);
  const other = { ...ctx, embedder: { ...ctx.embedder, model: "another-model" } };

  const [hit] = await searchKnowledge(other, { workspaceId, query: "rotate tokens" });

  expect(hit).toMatchObject({ slug: "rotate-api-tokens", signals: { vector: 0 } });
});

test("only the asking workspace's articles count, however well a neighbor's fit", async () => {
  const neighbor = await aWorkspace(ctx);
  await importArticles(ctx, { workspaceId: neighbor.id, origin: "docs", documents: [tokens] });
  await load([invoices]);

  expect((await search("rotate API tokens")).map((hit) => hit.slug)).not.toContain("rotate-api-tokens");
});
