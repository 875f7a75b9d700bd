import { embedArticles, importArticles, sweepEmbeddingCache } from "@firstline/core";
import type { Embedder, ReadItem } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { testClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { embedderCtx, firstHit, liveModel, modelsOfChunks, paidEmbedder } from "../support/embedders.ts";
import type { EmbedderCtx } from "../support/embedders.ts";
import { anArticle, aWorkspace } from "../support/factories.ts";

const database = await testDatabase();
const { db } = database;
const clock = testClock();
let workspaceId = 0;

afterAll(() => database.stop());

beforeEach(async () => {
  workspaceId = (await aWorkspace({ db })).id;
});

const ctxOf = (embedder: Embedder, others: Embedder[] = []): EmbedderCtx =>
  embedderCtx({ db, now: clock.now }, embedder, others);

function load(ctx: EmbedderCtx, documents: ReadItem[], origin = "docs") {
  return importArticles(ctx, { workspaceId, origin, documents });
}

const first = (ctx: EmbedderCtx, query = "rotating tokens") => firstHit(ctx, workspaceId, query);

const tokens = anArticle({
  title: "Rotate API tokens",
  content: "Open Settings, choose Tokens and press Rotate.",
});
const invoices = anArticle({
  title: "Find your invoices",
  content: "Invoices are sent by mail every month.",
});
test("articles that leave and come back cost nothing", async () => {
  const embedder = paidEmbedder("paid-1");
  const ctx = ctxOf(embedder);
  await load(ctx, [tokens, invoices]);
  const paid = embedder.texts.length;

  await load(ctx, []);
  await db.delete(schema.articles).where(eq(schema.articles.workspaceId, workspaceId));
  await load(ctx, [tokens, invoices]);

  expect(embedder.texts).toHaveLength(paid);
  expect((await first(ctx))?.signals.vector).toBeGreaterThan(0);
});

test("an article that moves to another file and slug costs nothing", async () => {
  const embedder = paidEmbedder("paid-1");
  const ctx = ctxOf(embedder);
  const content = "Open Settings, choose Tokens and press Rotate.";
  await load(ctx, [anArticle({ title: "Tokens", slug: "old/tokens", content })]);
  const paid = embedder.texts.length;

  const report = await load(ctx, [anArticle({ title: "Tokens", slug: "new/tokens", content })]);

  expect(report).toMatchObject({ added: 1, archived: 1 });
  expect(embedder.texts).toHaveLength(paid);
});

test("of a changed article only the changed passages are embedded, of an unchanged one nothing", async () => {
  const embedder = paidEmbedder("paid-1");
  const ctx = ctxOf(embedder);
  const part = (name: string, word: string): string => `## ${name}\n\n${`${word} `.repeat(200)}`;
  const article = (last: string) =>
    anArticle({
      title: "Long",
      content: [part("One", "alpha"), part("Two", "beta"), part("Three", last)].join("\n\n"),
    });
  await load(ctx, [article("gamma"), tokens]);
  embedder.texts.length = 0;

  await load(ctx, [article("delta"), tokens]);

  expect(embedder.texts).toHaveLength(1);
  expect(embedder.texts[0]).toContain("delta");
});

test("a neighbor's vectors are not looked at, and neither are another model's", async () => {
  const embedder = paidEmbedder("paid-1");
  await load(ctxOf(embedder), [tokens]);
  const paid = embedder.texts.length;

  workspaceId = (await aWorkspace({ db })).id;
  await load(ctxOf(embedder), [tokens]);
  const other = paidEmbedder("paid-2");
  await load(ctxOf(other), [anArticle({ title: "Rotate API tokens", slug: "b", content: "Other." })], "b");

  expect(embedder.texts).toHaveLength(paid * 2);
  expect(other.texts).not.toHaveLength(0);
});

test("what nobody has asked for in a long time is forgotten, and the passages keep their vectors", async () => {
  const embedder = paidEmbedder("paid-1");
  const ctx = ctxOf(embedder);
  await load(ctx, [tokens]);
  const days = (count: number) => ({
    ...ctx,
    now: () => new Date(clock.now().getTime() + count * 86_400_000),
  });
  const cached = () =>
    db.query.embeddingCache.findMany({ where: (row, { eq }) => eq(row.workspaceId, workspaceId) });

  await sweepEmbeddingCache(days(40));
  const kept = await cached();
  await sweepEmbeddingCache(days(50));

  expect(kept).not.toHaveLength(0);
  expect(await cached()).toHaveLength(0);
  expect((await first(ctx))?.signals.vector).toBeGreaterThan(0);
});

test("vectors of the wrong length are refused with a sentence; the articles are there and found by their words", async () => {
  const short = ctxOf(paidEmbedder("small-model", 768));

  const report = await load(short, [tokens]);

  expect(report.added).toBe(1);
  expect(short.heard).toContain("articles are stored without vectors for now");
  expect(await modelsOfChunks(db, workspaceId)).toEqual({ none: 1 });
  expect(await first(short)).toMatchObject({ slug: "rotate-api-tokens", signals: { vector: 0 } });
  await expect(embedArticles(short, { workspaceId })).rejects.toThrow(
    'The embedding model "small-model" makes vectors of 768 numbers, but 1536 are stored.',
  );
  expect(await liveModel(db, workspaceId)).toBeNull();
});

test("a fitting model makes up for what was missing", async () => {
  await load(ctxOf(paidEmbedder("small-model", 768)), [tokens, invoices]);
  const ctx = ctxOf(paidEmbedder("paid-1"));

  await embedArticles(ctx, { workspaceId });

  expect(await modelsOfChunks(db, workspaceId)).toEqual({ "paid-1": 2 });
  expect(await liveModel(db, workspaceId)).toBe("paid-1");
  expect((await first(ctx))?.signals.vector).toBeGreaterThan(0);
});
