import { randomUUID } from "node:crypto";
import { importArticles, pruneEvents } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aWeb } from "./support.ts";
import type { TestWeb } from "./support.ts";

const database = await fileDatabase();
let clock = new Date("2026-11-22T12:00:00Z");
let web: TestWeb;
let articleId = 0;

beforeAll(async () => {
  web = await aWeb(database, { now: () => clock });
});
afterAll(() => web.stop());
beforeEach(async () => {
  articleId = await addArticle({});
});

async function addArticle(more: Partial<Parameters<typeof anArticle>[0]>): Promise<number> {
  const slug = `a-${randomUUID()}`;
  const document = anArticle({ title: "Tokens", content: "Open the settings.", slug, ...more });
  await importArticles(web.ctx, { workspaceId: web.workspace.id, origin: slug, documents: [document] });
  const [row] = await database.db.select().from(schema.articles).where(eq(schema.articles.slug, slug));
  return row?.id ?? 0;
}

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";

function send(path: string, body: unknown, visitor = "203.0.113.7", agent = BROWSER): Promise<Response> {
  return web.fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Forwarded-For": visitor, "User-Agent": agent },
    body: JSON.stringify(body),
  });
}

const vote = (body: unknown, visitor?: string, id = articleId): Promise<Response> =>
  send(`/api/articles/${id}/vote`, body, visitor);
const view = (visitor?: string, agent?: string, id = articleId): Promise<Response> =>
  send(`/api/articles/${id}/view`, {}, visitor, agent);

async function counters(): Promise<{ views: number; helpful: number; not: number; updatedAt: Date }> {
  const [row] = await database.db.select().from(schema.articles).where(eq(schema.articles.id, articleId));
  if (!row) throw new Error("the article is gone");
  return {
    views: row.viewCount,
    helpful: row.helpfulCount,
    not: row.notHelpfulCount,
    updatedAt: row.updatedAt,
  };
}

async function metrics(kind: "helpful_vote" | "article_view"): Promise<number[]> {
  const rows = await database.db
    .select()
    .from(schema.knowledgeMetrics)
    .where(eq(schema.knowledgeMetrics.articleId, articleId))
    .orderBy(schema.knowledgeMetrics.id);
  return rows.filter((row) => row.kind === kind).map(({ value }) => value);
}

describe("whether an article helped", () => {
  test("is one word of one visitor, who may change it", async () => {
    const before = await counters();

    expect((await vote({ helpful: true })).status).toBe(200);
    await vote({ helpful: true });
    await vote({ helpful: false, comment: "It does not say where." });
    await vote({ helpful: true }, "198.51.100.2");

    expect(await counters()).toEqual({ ...before, helpful: 1, not: 1 });
    expect(await metrics("helpful_vote")).toEqual([1, -2, 1]);
    const votes = await database.db
      .select()
      .from(schema.articleVotes)
      .where(eq(schema.articleVotes.articleId, articleId));
    expect(votes).toHaveLength(2);
    expect(votes).toContainEqual(
      expect.objectContaining({ isHelpful: false, comment: "It does not say where." }),
    );
    expect(JSON.stringify(votes)).not.toMatch(/203\.0\.113|Firefox/u);
  });

  test("keeps its counters exact when many say it at once", async () => {
    const visitors = Array.from({ length: 12 }, (_, index) => `203.0.113.${index}`);

    await Promise.all(
      visitors.flatMap((visitor) => [vote({ helpful: true }, visitor), vote({ helpful: false }, visitor)]),
    );
    await Promise.all(visitors.map((visitor) => vote({ helpful: true }, visitor)));

    expect(await counters()).toMatchObject({ helpful: 12, not: 0 });
  });

  test.each([
    ["no word", {}, 400],
    ["a word of another type", { helpful: "yes" }, 400],
    ["a comment that is too long", { helpful: true, comment: "x".repeat(501) }, 400],
  ])("is refused with %s", async (_, body, status) => {
    expect((await vote(body)).status).toBe(status);
    expect(await counters()).toMatchObject({ helpful: 0, not: 0 });
  });

  test("cannot be said of a draft, of an internal article, of a neighbor's, or of none", async () => {
    const draft = await addArticle({ status: "draft" });
    const internal = await addArticle({ audience: "agents" });
    const neighbor = await aWeb(database);
    const path = `/api/articles/${articleId}/vote`;
    const body = JSON.stringify({ helpful: true });
    const headers = { "Content-Type": "application/json" };

    const statuses = [
      (await vote({ helpful: true }, undefined, draft)).status,
      (await vote({ helpful: true }, undefined, internal)).status,
      (await vote({ helpful: true }, undefined, 9_999_999)).status,
      (await neighbor.fetch(path, { method: "POST", headers, body })).status,
      (await send("/api/articles/x/vote", { helpful: true })).status,
    ];

    expect(statuses).toEqual([404, 404, 404, 404, 400]);
    expect(await counters()).toMatchObject({ helpful: 0, not: 0 });
    await neighbor.stop();
  });
});

describe("views", () => {
  test("are counted once a visitor and day, and again the next day", async () => {
    await Promise.all([view(), view(), view("198.51.100.2")]);
    expect(await counters()).toMatchObject({ views: 2 });

    clock = new Date("2026-11-23T12:00:00Z");
    await view();

    expect(await counters()).toMatchObject({ views: 3 });
    expect(await metrics("article_view")).toEqual([2, 1]);
  });

  test.each([
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl/8.5.0",
    "python-requests/2.32",
    "Mozilla/5.0 HeadlessChrome/142.0",
  ])("of programs are not counted: %s", async (agent) => {
    const response = await view("203.0.113.9", agent);

    expect(await response.json()).toEqual({ counted: false });
    expect(await counters()).toMatchObject({ views: 0 });
  });

  test("leave nothing behind that tells who it was, once the day is over", async () => {
    await view();
    clock = new Date("2026-11-25T04:17:00Z");

    await pruneEvents(web.ctx);

    expect(await database.db.select().from(schema.visitorSalts)).toEqual([]);
    expect(await database.db.select().from(schema.articleViews)).toEqual([]);
    expect(await counters()).toMatchObject({ views: 1 });
  });
});
