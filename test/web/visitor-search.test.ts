import { importArticles, listUnanswered, updateSettings } from "@firstline/core";
import { schema } from "@firstline/db";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aWeb, post, problemOf } from "./support.ts";
import type { TestWeb } from "./support.ts";

const database = await fileDatabase();
let clock = new Date("2026-11-22T12:00:00Z");
const now = (): Date => clock;
const later = (seconds: number): void => {
  clock = new Date(clock.getTime() + seconds * 1000);
};
let web: TestWeb;

const ARTICLES = [
  anArticle({
    title: "Rotate the API token",
    category: "Security",
    content:
      "## Rotating a token\n\nOpen **Settings**, then rotate the token. Old tokens stop working at once.",
  }),
  anArticle({ title: "Internal token runbook", content: "Rotate the master token.", audience: "agents" }),
  anArticle({ title: "Draft about a token", content: "Rotate the draft token.", status: "draft" }),
  anArticle({ title: "Beta token scopes", content: "Rotate the beta token.", isBeta: true }),
];

beforeAll(async () => {
  web = await aWeb(database, { now });
  await importArticles(web.ctx, { workspaceId: web.workspace.id, origin: "docs", documents: ARTICLES });
});
afterAll(() => web.stop());
beforeEach(async () => {
  later(60);
  await database.db.delete(schema.searches);
});

type Found = {
  searchId: number;
  results: {
    articleId: number;
    title: string;
    url: string;
    category: string | null;
    anchor: string | null;
    passage: { text: string; hit: boolean }[];
  }[];
};

async function search(query: string, more = "", visitor = "203.0.113.7"): Promise<Found> {
  const response = await web.fetch(`/api/search?q=${encodeURIComponent(query)}${more}`, {
    headers: { "X-Forwarded-For": visitor, "User-Agent": "Mozilla/5.0 test" },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Found;
}

const stored = () =>
  database.db
    .select()
    .from(schema.searches)
    .where(eq(schema.searches.workspaceId, web.workspace.id))
    .orderBy(asc(schema.searches.id));

describe("what a visitor finds", () => {
  test("is each published article once, with its category, its place and the words marked", async () => {
    const { results } = await search("rotating tokens");

    expect(results.map(({ title }) => title)).toEqual(["Rotate the API token"]);
    expect(results[0]).toMatchObject({
      category: "Security",
      anchor: "rotating-a-token",
      url: "/articles/rotate-the-api-token#rotating-a-token",
    });
    const hits = results[0]?.passage.filter(({ hit }) => hit).map(({ text }) => text);
    expect(hits).toEqual(expect.arrayContaining(["rotate", "token", "tokens"]));
    expect(results[0]?.passage.map(({ text }) => text).join("")).not.toContain("**");
  });

  test("never is an internal, draft or beta article, nor one of another workspace", async () => {
    const neighbor = await aWeb(database, { now });

    const here = await search("master draft beta token");
    const there = await neighbor.fetch("/api/search?q=rotate+token");

    expect(here.results.map(({ title }) => title)).toEqual(["Rotate the API token"]);
    expect(((await there.json()) as Found).results).toEqual([]);
    await neighbor.stop();
  });

  test("is in the visitor's language where there is a translation", async () => {
    const workspaceId = web.workspace.id;
    await updateSettings(web.ctx, {
      workspaceId,
      settings: { site: { ...SITE, locales: ["en", "de"] } },
    });
    const words = "Zebrafish keep in tanks.";
    await importArticles(web.ctx, {
      workspaceId,
      origin: "fish",
      documents: [
        anArticle({ title: "Zebrafish", content: words }),
        anArticle({ title: "Zebrafische", content: `${words} Auf Deutsch.` }),
      ],
    });
    const { articles } = schema;
    const [original] = await database.db.select().from(articles).where(eq(articles.title, "Zebrafish"));
    await database.db
      .update(articles)
      .set({ locale: "de", translationOfId: original?.id ?? null })
      .where(eq(articles.title, "Zebrafische"));

    const german = await search("zebrafish tanks", "&locale=de");
    const english = await search("zebrafish tanks", "&locale=en");
    const french = await search("zebrafish tanks", "&locale=fr");

    expect(german.results.map(({ url }) => url)).toEqual(["/de/articles/zebrafische"]);
    expect(english.results.map(({ url }) => url)).toEqual(["/articles/zebrafish"]);
    expect(french.results.map(({ url }) => url)).toEqual(["/articles/zebrafish"]);
  });
});

const SITE = {
  title: null,
  tagline: "",
  logoUrl: null,
  accentColor: "#2456e6",
  accentColorDark: null,
  links: [],
  locales: ["en"],
  editUrl: null,
  indexed: true,
  roadmap: true,
  changelog: true,
};

describe("searches are counted", () => {
  test("once, while somebody types one letter after the other", async () => {
    const first = await search("rot");
    later(3);
    const second = await search("rotate");
    later(3);
    const third = await search("rotate token");

    expect([second.searchId, third.searchId]).toEqual([first.searchId, first.searchId]);
    expect(await stored()).toMatchObject([{ query: "rotate token", place: "site", resultCount: 1 }]);
  });

  test("again for other words, another visitor, and after a while", async () => {
    await search("token");
    await search("billing");
    await search("billing", "", "198.51.100.9");
    later(11);
    await search("billing", "", "198.51.100.9");

    expect((await stored()).map(({ query }) => query)).toEqual(["token", "billing", "billing", "billing"]);
  });

  test("without what says who somebody is", async () => {
    await search("reset mia@example.com");

    expect((await stored())[0]?.query).not.toContain("mia@example.com");
  });

  test("as the panel's where the panel searches", async () => {
    await search("token", "&place=panel");

    expect(await stored()).toMatchObject([{ place: "panel" }]);
  });

  test("and those that found nothing are a list of what to write next", async () => {
    for (const visitor of ["203.0.113.1", "203.0.113.2"]) await search("Xylophones", "", visitor);
    await search("quokkas");
    await search("token");

    const list = await listUnanswered(web.ctx, {
      workspaceId: web.workspace.id,
      since: new Date("2026-11-01T00:00:00Z"),
    });

    expect(list.map(({ query, times }) => [query, times])).toEqual([
      ["Xylophones", 2],
      ["quokkas", 1],
    ]);
  });
});

describe("a click on a result", () => {
  test("is kept with its place, and the last one counts", async () => {
    const { searchId, results } = await search("rotate token");
    const articleId = results[0]?.articleId ?? 0;

    for (const rank of [1, 1]) {
      const response = await post(web, `/api/search/${searchId}/click`, { articleId, rank });
      expect(response.status).toBe(200);
    }

    expect(await stored()).toMatchObject([{ clickedArticleId: articleId, clickedRank: 1 }]);
    const metrics = await database.db
      .select()
      .from(schema.knowledgeMetrics)
      .where(eq(schema.knowledgeMetrics.kind, "search_result"));
    expect(metrics).toMatchObject([{ articleId, query: "rotate token" }]);
  });

  test("on another workspace's search or article, on a draft and on nonsense is refused", async () => {
    const neighbor = await aWeb(database, { now });
    const { searchId, results } = await search("rotate token");
    const articleId = results[0]?.articleId ?? 0;
    const [draft] = await database.db
      .select()
      .from(schema.articles)
      .where(eq(schema.articles.title, "Draft about a token"));

    const tries = [
      post(neighbor, `/api/search/${searchId}/click`, { articleId, rank: 1 }),
      post(web, `/api/search/${searchId}/click`, { articleId: draft?.id, rank: 1 }),
      post(web, `/api/search/99999999/click`, { articleId, rank: 1 }),
      post(web, `/api/search/x/click`, { articleId, rank: 1 }),
      post(web, `/api/search/${searchId}/click`, { articleId, rank: 0 }),
      post(web, `/api/search/${searchId}/click`, "{"),
    ];

    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([404, 404, 404, 400, 400, 400]);
    expect(await stored()).toMatchObject([{ clickedArticleId: null }]);
    await neighbor.stop();
  });
});

test.each([
  ["&locale=../../x", "locale"],
  ["&limit=0", "limit"],
  ["&limit=1000", "limit"],
  ["&place=chat", "place"],
])("a search with %s is refused", async (more, field) => {
  const response = await web.fetch(`/api/search?q=token${more}`);

  expect(response.status).toBe(400);
  expect((await problemOf(response)).field).toBe(field);
});
