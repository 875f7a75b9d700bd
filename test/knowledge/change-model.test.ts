import { embedArticles, UpstreamError } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { liveModel, modelsOfChunks, paidEmbedder } from "../support/embedders.ts";
import type { EmbedderCtx, PaidEmbedder } from "../support/embedders.ts";
import { INVOICES, TOKENS, embeddingBase } from "../support/embedding-base.ts";
import { anArticle, aWorkspace } from "../support/factories.ts";

const base = await embeddingBase();
const { db, ctxOf, load, first } = base;

const backups = anArticle({
  title: "Back up the data",
  content: "Stop the program and copy the folder data.",
});

async function besides(): Promise<number> {
  const rows = await db.query.upcomingVectors.findMany({
    where: (row, { eq }) => eq(row.workspaceId, base.workspaceId),
  });
  return rows.length;
}

const before = paidEmbedder("paid-old");

async function cutShort(): Promise<{ after: PaidEmbedder; ctx: EmbedderCtx }> {
  await load(ctxOf(before), [TOKENS, INVOICES]);
  await load(
    ctxOf(before),
    Array.from({ length: 70 }, (_, n) => anArticle({ title: `Guide ${n}`, content: `Step ${n} of many.` })),
    "many",
  );
  const after = paidEmbedder("paid-new");
  after.limit = 70;
  const ctx = ctxOf(after, [before]);
  await expect(embedArticles(ctx, { workspaceId: base.workspaceId })).rejects.toThrow(UpstreamError);
  return { after, ctx };
}

test("a change of the embedding model uses the old vectors until the last new one is there, goes on where it stopped, and switches at once", async () => {
  const { after, ctx } = await cutShort();

  expect(await besides()).toBe(64);
  expect(await modelsOfChunks(db, base.workspaceId)).toEqual({ "paid-old": 72 });
  expect(await liveModel(db, base.workspaceId)).toBe("paid-old");
  expect((await first(ctx))?.signals.vector).toBeGreaterThan(0.1);

  after.limit = Number.POSITIVE_INFINITY;
  await embedArticles(ctx, { workspaceId: base.workspaceId });

  expect(after.texts.filter((text) => text.startsWith("Guide 3\n")).length).toBeLessThanOrEqual(2);
  expect(await besides()).toBe(0);
  expect(await modelsOfChunks(db, base.workspaceId)).toEqual({ "paid-new": 72 });
  expect(await liveModel(db, base.workspaceId)).toBe("paid-new");
  expect((await first(ctx))?.signals.vector).toBeGreaterThan(0.1);
});

test("a change of the embedding model goes by words until it is done when the old model cannot be asked any more, and says so", async () => {
  await load(ctxOf(before), [TOKENS, INVOICES]);
  const after = paidEmbedder("paid-new");
  after.limit = 0;
  const ctx = ctxOf(after);
  await expect(embedArticles(ctx, { workspaceId: base.workspaceId })).rejects.toThrow(UpstreamError);

  const during = await first(ctx);
  after.limit = Number.POSITIVE_INFINITY;
  await embedArticles(ctx, { workspaceId: base.workspaceId });

  expect(during).toMatchObject({ slug: "rotate-api-tokens", signals: { vector: 0 } });
  expect(ctx.heard.join()).toContain("the search goes by words");
  expect((await first(ctx))?.signals.vector).toBeGreaterThan(0.1);
});

test("a change of the embedding model takes in what is imported meanwhile", async () => {
  const { after, ctx } = await cutShort();
  after.limit = Number.POSITIVE_INFINITY;
  await load(ctx, [TOKENS, backups]);

  expect((await first(ctx, "copy the folder data"))?.slug).toBe("back-up-the-data");
  await embedArticles(ctx, { workspaceId: base.workspaceId });

  expect(await liveModel(db, base.workspaceId)).toBe("paid-new");
  expect((await modelsOfChunks(db, base.workspaceId))["paid-old"]).toBeUndefined();
  expect((await first(ctx, "copy the folder data"))?.signals.vector).toBeGreaterThan(0.1);
});

test("a change of the embedding model that is taken back leaves everything as it was", async () => {
  await cutShort();

  await embedArticles(ctxOf(before), { workspaceId: base.workspaceId });

  expect(await besides()).toBe(0);
  expect(await modelsOfChunks(db, base.workspaceId)).toEqual({ "paid-old": 72 });
  expect(await liveModel(db, base.workspaceId)).toBe("paid-old");
});

test("a change of the embedding model that another change overtakes ends with the last model", async () => {
  await cutShort();
  const last = ctxOf(paidEmbedder("paid-last"), [before]);

  await embedArticles(last, { workspaceId: base.workspaceId });

  expect(await besides()).toBe(0);
  expect(await modelsOfChunks(db, base.workspaceId)).toEqual({ "paid-last": 72 });
  expect(await liveModel(db, base.workspaceId)).toBe("paid-last");
});

test("a change of the embedding model that was killed between the switch and the move is found whole and finished by the next job", async () => {
  const { after, ctx } = await cutShort();
  after.limit = Number.POSITIVE_INFINITY;
  await embedArticles(ctx, { workspaceId: base.workspaceId });
  const [passage] = await db.query.articleChunks.findMany({
    where: (row, { and, eq }) =>
      and(eq(row.workspaceId, base.workspaceId), eq(row.title, "Rotate API tokens")),
  });
  const { id = 0, embedding } = passage ?? {};
  await db
    .insert(schema.upcomingVectors)
    .values({ chunkId: id, workspaceId: base.workspaceId, model: "paid-new", embedding: embedding ?? [] });
  await db
    .update(schema.articleChunks)
    .set({ embeddingModel: "paid-old" })
    .where(and(eq(schema.articleChunks.workspaceId, base.workspaceId), eq(schema.articleChunks.id, id)));

  expect((await first(ctx))?.signals.vector).toBeGreaterThan(0.1);
  const asked = after.texts.length;
  await embedArticles(ctx, { workspaceId: base.workspaceId });

  expect(after.texts).toHaveLength(asked);
  expect(await besides()).toBe(0);
  expect(await modelsOfChunks(db, base.workspaceId)).toEqual({ "paid-new": 72 });
});

test("a change of the embedding model touches no neighbor", async () => {
  await load(ctxOf(before), [TOKENS]);
  const here = base.workspaceId;
  base.workspaceId = (await aWorkspace({ db })).id;
  await load(ctxOf(before), [TOKENS]);

  await embedArticles(ctxOf(paidEmbedder("paid-new")), { workspaceId: here });

  expect(await modelsOfChunks(db, base.workspaceId)).toEqual({ "paid-old": 1 });
  expect(await liveModel(db, base.workspaceId)).toBe("paid-old");
});
