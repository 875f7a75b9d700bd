import { embedArticles, sweepEmbeddingCache, sweepEmbeddings } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { liveModel, modelsOfChunks, paidEmbedder } from "../support/embedders.ts";
import { INVOICES, TOKENS, embeddingBase } from "../support/embedding-base.ts";
import { anArticle, aWorkspace, queuedJobs } from "../support/factories.ts";

const base = await embeddingBase();
const { db, clock, ctxOf, load, first } = base;

test("articles that leave and come back cost nothing", async () => {
  const embedder = paidEmbedder("paid-1");
  const ctx = ctxOf(embedder);
  await load(ctx, [TOKENS, INVOICES]);
  const paid = embedder.texts.length;

  await load(ctx, []);
  await db.delete(schema.articles).where(eq(schema.articles.workspaceId, base.workspaceId));
  await load(ctx, [TOKENS, INVOICES]);

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
  await load(ctx, [article("gamma"), TOKENS]);
  embedder.texts.length = 0;

  await load(ctx, [article("delta"), TOKENS]);

  expect(embedder.texts).toHaveLength(1);
  expect(embedder.texts[0]).toContain("delta");
});

test("a neighbor's vectors are not looked at, and neither are another model's", async () => {
  const embedder = paidEmbedder("paid-1");
  await load(ctxOf(embedder), [TOKENS]);
  const paid = embedder.texts.length;

  base.workspaceId = (await aWorkspace({ db })).id;
  await load(ctxOf(embedder), [TOKENS]);
  const other = paidEmbedder("paid-2");
  await load(ctxOf(other), [anArticle({ title: "Rotate API tokens", slug: "b", content: "Other." })], "b");

  expect(embedder.texts).toHaveLength(paid * 2);
  expect(other.texts).not.toHaveLength(0);
});

test("what nobody has asked for in a long time is forgotten, and the passages keep their vectors", async () => {
  const embedder = paidEmbedder("paid-1");
  const ctx = ctxOf(embedder);
  await load(ctx, [TOKENS]);
  const days = (count: number) => ({
    ...ctx,
    now: () => new Date(clock.now().getTime() + count * 86_400_000),
  });
  const cached = () =>
    db.query.embeddingCache.findMany({ where: (row, { eq }) => eq(row.workspaceId, base.workspaceId) });

  await sweepEmbeddingCache(days(40));
  const kept = await cached();
  await sweepEmbeddingCache(days(50));

  expect(kept).not.toHaveLength(0);
  expect(await cached()).toHaveLength(0);
  expect((await first(ctx))?.signals.vector).toBeGreaterThan(0);
});

test("a vector whose job was lost or given up is asked for again the next day", async () => {
  const ctx = ctxOf(paidEmbedder("paid-1"));
  await load(ctx, [TOKENS]);
  const keys = [`embed_articles:${base.workspaceId}`, `embed_posts:${base.workspaceId}`];
  for (const key of keys) await db.execute(sql`select graphile_worker.remove_job(${key})`);

  await sweepEmbeddings(ctx);

  const waiting = [...(await queuedJobs(db, "embed_articles")), ...(await queuedJobs(db, "embed_posts"))];
  expect(waiting.map((job) => job.key)).toEqual(expect.arrayContaining(keys));
});

test("vectors of the wrong length are refused with a sentence; the articles are there and found by their words", async () => {
  const short = ctxOf(paidEmbedder("small-model", 768));

  const report = await load(short, [TOKENS]);

  expect(report.added).toBe(1);
  expect(short.heard).toContain("articles are stored without vectors for now");
  expect(await modelsOfChunks(db, base.workspaceId)).toEqual({ none: 1 });
  expect(await first(short)).toMatchObject({ slug: "rotate-api-tokens", signals: { vector: 0 } });
  await expect(embedArticles(short, { workspaceId: base.workspaceId })).rejects.toThrow(
    'The embedding model "small-model" makes vectors of 768 numbers, but 1536 are stored.',
  );
  expect(await liveModel(db, base.workspaceId)).toBeNull();
});

test("a fitting model makes up for what was missing", async () => {
  await load(ctxOf(paidEmbedder("small-model", 768)), [TOKENS, INVOICES]);
  const ctx = ctxOf(paidEmbedder("paid-1"));

  await embedArticles(ctx, { workspaceId: base.workspaceId });

  expect(await modelsOfChunks(db, base.workspaceId)).toEqual({ "paid-1": 2 });
  expect(await liveModel(db, base.workspaceId)).toBe("paid-1");
  expect((await first(ctx))?.signals.vector).toBeGreaterThan(0);
});
