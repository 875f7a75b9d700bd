import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importArticles, readJsonl, searchKnowledge } from "@firstline/core";
import type { ReadItem } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { schema } from "@firstline/db";
import { eq, inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { anArticle, aWorkspace } from "../support/factories.ts";
import { silentLog } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
const { db } = database;
const { articleChunks, articles } = schema;
const offline = createOfflineEmbedder();
/** Any name but `offline-...`: a model whose vectors are in the index. */
const embedder = { ...offline, model: "indexed-vectors" };
const ctx = { db, embedder, log: silentLog, now: () => new Date("2026-11-22T12:00:00Z") };
const BASE = fileURLToPath(new URL("../../../shared/data/ray-docs/", import.meta.url));
/** A few more passages than are compared one by one: each takes the embedded database some milliseconds. */
const ARTICLES = 270;
const COMPARED_ONE_BY_ONE = 1_000;

async function nearest(workspaceId: number, text: string, limit: number): Promise<number[]> {
  const [vector = []] = await embedder.embed([text], "query");
  const rows = await database.sql`
    select nearest_passages(
      ${workspaceId}, ${`[${vector.join(",")}]`}::text::vector, ${embedder.model}, ${limit}, false, false) as id`;
  return rows.map((row) => Number(row["id"]));
}

async function exactlyNearest(workspaceId: number, text: string, limit: number): Promise<number[]> {
  const [vector = []] = await embedder.embed([text], "query");
  const rows = await database.sql`
    select id from article_chunks where workspace_id = ${workspaceId}
    order by (embedding <=> ${`[${vector.join(",")}]`}::text::vector) + 0 limit ${limit}`;
  return rows.map((row) => Number(row["id"]));
}

async function* some(file: string, count: number): AsyncGenerator<ReadItem> {
  let taken = 0;
  for await (const item of readJsonl(file)) {
    if (taken >= count) return;
    taken += 1;
    yield item;
  }
}

/** An embedder whose every text lies in one of a few directions, whatever its words. */
const topics = {
  ...embedder,
  embed: (texts: string[]) =>
    Promise.resolve(
      texts.map((text) => {
        const vector = Array.from<number>({ length: 1536 }).fill(0);
        vector[/money|refund/i.test(text) ? 0 : 1] = 1;
        return vector;
      }),
    ),
};

test("a passage that shares no word with the question is found by a learned vector", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  await importArticles(
    { ...ctx, embedder: topics },
    {
      workspaceId,
      origin: "docs",
      documents: [
        anArticle({ title: "Refunds", content: "Refunds arrive after thirty days." }),
        anArticle({ title: "Colors", content: "The gadget is blue." }),
      ],
    },
  );

  const hits = await searchKnowledge({ ...ctx, embedder: topics }, { workspaceId, query: "want my money" });

  expect(hits[0]).toMatchObject({ slug: "refunds", signals: { vector: 1 } });
});

test("drafts, beta and internal articles are no neighbors", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const document = (title: string) => anArticle({ title, content: `${title} is about gadgets.` });
  const titles = ["Public", "Draft", "Beta", "Internal"];
  await importArticles(ctx, { workspaceId, origin: "docs", documents: titles.map(document) });
  await db.update(articles).set({ status: "draft" }).where(eq(articles.slug, "draft"));
  await db.update(articles).set({ isBeta: true }).where(eq(articles.slug, "beta"));
  await db.update(articles).set({ audience: "agents" }).where(eq(articles.slug, "internal"));

  const ids = await nearest(workspaceId, "gadgets", 10);

  const found = await db.query.articleChunks.findMany({ where: inArray(articleChunks.id, ids) });
  expect(found.map((chunk) => chunk.title)).toEqual(["Public"]);
});

const hasBase = existsSync(`${BASE}corpus.jsonl`);
if (!hasBase) console.log(`skipped: ${BASE} is not there, so there is no real base to search`);

test.skipIf(!hasBase)(
  "the index finds nine of the ten nearest passages of a real base, and all of a small one beside it",
  { timeout: 300_000 },
  async () => {
    const large = (await aWorkspace(ctx)).id;
    const small = (await aWorkspace(ctx)).id;
    const questions = ["how do I read a file", "what is an actor", "tune a training job", "start a cluster"];
    const documents = some(`${BASE}corpus.jsonl`, ARTICLES);
    await importArticles(ctx, { workspaceId: large, origin: "docs", documents });
    const few = ["alpha", "beta", "gamma", "delta", "epsilon"].map((name) =>
      anArticle({ title: `Guide ${name}`, content: `The ${name} gadget is blue.` }),
    );
    await importArticles(ctx, { workspaceId: small, origin: "docs", documents: few });

    const passages = await db.$count(articleChunks, eq(articleChunks.workspaceId, large));
    let found = 0;
    for (const question of questions) {
      const ids = new Set(await nearest(large, question, 10));
      found += (await exactlyNearest(large, question, 10)).filter((id) => ids.has(id)).length;
    }

    expect(passages).toBeGreaterThan(COMPARED_ONE_BY_ONE);
    expect(found / (10 * questions.length)).toBeGreaterThanOrEqual(0.9);
    const neighbors = await nearest(small, "gadget", 10);
    expect(neighbors).toHaveLength(few.length);
    expect(new Set(neighbors)).toEqual(new Set(await exactlyNearest(small, "gadget", 10)));
  },
);
