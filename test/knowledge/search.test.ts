import { embedArticles, importArticles, searchKnowledge, UpstreamError } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { anArticle, aWorkspace } from "../support/factories.ts";
import { silentLog } from "../support/fakes.ts";
import { searchBase } from "../support/search-base.ts";

const base = await searchBase();
const { ctx, load, search } = base;
const { db } = ctx;
const { articleChunks, articles } = schema;

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

async function segments(): Promise<{ id: number; chunkCount: number }[]> {
  return db.query.searchSegments.findMany({
    where: (segment, { eq }) => eq(segment.workspaceId, base.workspaceId),
  });
}

test.each([
  ["how do I rotate a token", "rotate-api-tokens"],
  ["rotating my tokens", "rotate-api-tokens"],
  ["where is my invioce", "find-your-invoices"],
  ["where is my invice", "find-your-invoices"],
  ["where is my invoioce", "find-your-invoices"],
  ["where is my invuice", "find-your-invoices"],
  ["where is my unvoice", "find-your-invoices"],
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

  const hits = await searchKnowledge(ctx, { workspaceId: base.workspaceId, query: "gadget", limit: 40 });

  expect((await segments()).length).toBeLessThanOrEqual(10);
  expect(new Set(hits.map((hit) => hit.chunkId)).size).toBe(hits.length);
  expect(hits).toHaveLength(14);
});

test("small imports are merged among themselves, and a large one is not counted again for them", async () => {
  const guides = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) =>
      anArticle({ title: `Guide ${from + n}`, content: `The gadget number${from + n} is blue.` }),
    );
  await load(guides(0, 60), "large");
  const [large] = await segments();
  for (let n = 0; n < 12; n += 1) await load(guides(100 + n, 1), `origin-${n}`);

  const all = await segments();

  expect(all).toContainEqual(large);
  expect(all.length).toBeLessThanOrEqual(10);
  expect(all.reduce((sum, { chunkCount }) => sum + chunkCount, 0)).toBe(72);
});

test("passages that a killed import left uncounted are counted by the job", async () => {
  await load([tokens, invoices]);
  await db.delete(schema.searchSegments);

  await embedArticles(ctx, { workspaceId: base.workspaceId });

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

  const [hit] = await searchKnowledge(other, { workspaceId: base.workspaceId, query: "rotate tokens" });

  expect(hit).toMatchObject({ slug: "rotate-api-tokens", signals: { vector: 0 } });
});

test("only the asking workspace's articles count, however well a neighbor's fit", async () => {
  const neighbor = await aWorkspace(ctx);
  await importArticles(ctx, { workspaceId: neighbor.id, origin: "docs", documents: [tokens] });
  await load([invoices]);

  expect((await search("rotate API tokens")).map((hit) => hit.slug)).not.toContain("rotate-api-tokens");
});

test("an article is found by words that it does not have but that are used like its own", async () => {
  const pets = anArticle({
    title: "Puppies at the office",
    content: "A terrier may come along on Fridays when everybody in the room agrees.",
  });
  await load([tokens, pets, invoices]);

  expect((await search("can I bring my dog"))[0]?.slug).toBe("puppies-at-the-office");
});

test("a word that English has is not taken for a slip of another", async () => {
  await load([tokens, invoices, errors]);

  expect(await search("voices")).toEqual([]);
});

test("a word that is no slip of any word finds nothing", async () => {
  await load([tokens, invoices, errors]);

  expect(await search("zzxqy")).toEqual([]);
});

test("beta articles and internal ones are found only where they are asked for", async () => {
  const slugs = async (input: { includeBeta?: boolean; includeInternal?: boolean }): Promise<string[]> =>
    (await searchKnowledge(ctx, { workspaceId: base.workspaceId, query: "gadget", ...input }))
      .map((hit) => hit.slug)
      .toSorted();
  await load([
    anArticle({ title: "Gadget one", content: "The gadget is blue." }),
    anArticle({ title: "Gadget two", content: "The gadget is red." }),
    anArticle({ title: "Gadget three", content: "The gadget is green." }),
  ]);
  const slugIs = (slug: string) => and(eq(articles.workspaceId, base.workspaceId), eq(articles.slug, slug));
  await db.update(articles).set({ isBeta: true }).where(slugIs("gadget-two"));
  await db.update(articles).set({ audience: "agents" }).where(slugIs("gadget-three"));

  expect(await slugs({})).toEqual(["gadget-one"]);
  expect(await slugs({ includeBeta: true })).toEqual(["gadget-one", "gadget-two"]);
  expect(await slugs({ includeInternal: true })).toEqual(["gadget-one", "gadget-three"]);
});

test.each([
  ["cannot be reached", () => Promise.reject(new UpstreamError("embedder", "down", { retryable: true }))],
  ["answers vectors of a wrong length", () => Promise.resolve([[1, 0, 0]])],
])("while the embedder %s, words find the article", async (_what, embed) => {
  await load([tokens, invoices]);
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_fields: object, message: string) => void warnings.push(message) };

  const [hit] = await searchKnowledge(
    { db, log, embedder: { ...ctx.embedder, embed } },
    { workspaceId: base.workspaceId, query: "rotate tokens" },
  );

  expect(hit).toMatchObject({ slug: "rotate-api-tokens", signals: { vector: 0 } });
  expect(warnings).toEqual([expect.stringContaining("by words")]);
});

test("a passage whose text was exchanged under its id is read anew", async () => {
  await load([tokens, invoices]);
  await search("rotate tokens");
  await db
    .update(articleChunks)
    .set({ content: "Restored from a backup: tokens rotate by themselves.", contentHash: "restored" })
    .where(
      and(eq(articleChunks.workspaceId, base.workspaceId), eq(articleChunks.title, "Rotate API tokens")),
    );

  const [hit] = await search("rotate tokens");

  expect(hit?.text).toBe("Restored from a backup: tokens rotate by themselves.");
});

test("of two articles that say the same, the one that helped readers comes first", async () => {
  const content = "Open Settings, choose Tokens and press Rotate.";
  await load([
    anArticle({ title: "Rotate tokens", slug: "a", content }),
    anArticle({ title: "Rotate tokens", slug: "b", content }),
  ]);
  const vote = (slug: string, helpfulCount: number, notHelpfulCount: number) =>
    db
      .update(schema.articles)
      .set({ helpfulCount, notHelpfulCount })
      .where(and(eq(schema.articles.workspaceId, base.workspaceId), eq(schema.articles.slug, slug)));

  await vote("a", 0, 6);
  const disliked = await search("how do I rotate tokens");
  await vote("a", 6, 0);
  const liked = await search("how do I rotate tokens");

  expect(disliked.map((hit) => hit.slug)).toEqual(["b", "a"]);
  expect(liked.map((hit) => hit.slug)).toEqual(["a", "b"]);
});

test("votes do not lift an article over one that answers better", async () => {
  await load([tokens, invoices]);
  await db
    .update(schema.articles)
    .set({ helpfulCount: 1_000 })
    .where(
      and(eq(schema.articles.workspaceId, base.workspaceId), eq(schema.articles.slug, "find-your-invoices")),
    );

  expect((await search("how do I rotate a token"))[0]?.slug).toBe("rotate-api-tokens");
});
