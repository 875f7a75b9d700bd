import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { schema } from "@firstline/db";
import { siteRoutes } from "@firstline/web/site";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aSite } from "./site-ground.ts";
import type { Ground } from "./site-ground.ts";

const database = await fileDatabase();
const ground = await aSite(database);
let get: (path: string, headers?: Record<string, string>) => Promise<Response>;
/** Requests for which a page had to be made. */
let turns = 0;

function servedBy(at: Ground): typeof get {
  const app = siteRoutes(at.site, {
    takeTurn: () => {
      turns += 1;
    },
  });
  return async (path, headers = {}) => app.request(`http://127.0.0.1${path}`, { headers });
}

beforeAll(async () => {
  get = servedBy(ground);
  await ground.import([
    anArticle({ title: "Rotate tokens", content: "Press it.", category: "Security" }),
    anArticle({ title: "Große andern", slug: "große-andern", content: "So geht es." }),
  ]);
  await ground.publish();
});
afterAll(() => ground.stop());

describe("files", () => {
  test.each([
    ["/", "text/html; charset=utf-8"],
    ["/articles/rotate-tokens", "text/html; charset=utf-8"],
    [`/articles/${encodeURIComponent("große-andern")}`, "text/html; charset=utf-8"],
    ["/articles/rotate-tokens.md", "text/markdown; charset=utf-8"],
    ["/sitemap.xml", "application/xml; charset=utf-8"],
    ["/llms.txt", "text/plain; charset=utf-8"],
    ["/theme.css", "text/css; charset=utf-8"],
    ["/favicon.svg", "image/svg+xml"],
  ])("%s is served as %s without asking the database", async (path, type) => {
    const before = turns;

    const response = await get(path);

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(turns).toBe(before);
  });

  test("a page is asked for again each time, and answered in a word when it is the same", async () => {
    const first = await get("/articles/rotate-tokens");
    const etag = first.headers.get("etag") ?? "";

    const again = await get("/articles/rotate-tokens", { "If-None-Match": `"other", W/${etag}` });

    expect(first.headers.get("cache-control")).toBe("no-cache");
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });

  test("what has its hash in its name or in its address is kept for good", async () => {
    const asset = await get("/_site/page.0a1b2c.css");
    const anyVersion = await get("/theme.css?v=00000000");

    const page = await (await get("/")).text();
    const named = /"(?<path>\/theme\.css\?v=[^"]+)"/u.exec(page)?.groups?.["path"] ?? "";
    const theme = await get(named);

    expect(asset.headers.get("cache-control")).toContain("immutable");
    expect(theme.headers.get("cache-control")).toContain("immutable");
    expect(anyVersion.headers.get("cache-control")).toBe("no-cache");
  });

  test.each([
    ["/articles/rotate-tokens/", "/articles/rotate-tokens"],
    ["/articles/rotate-tokens.html?from=mail", "/articles/rotate-tokens?from=mail"],
    ["/index.html", "/"],
  ])("%s leads to %s", async (path, to) => {
    const response = await get(path);

    expect(response.status).toBe(301);
    expect(response.headers.get("location")).toBe(to);
  });
});

describe("hostile addresses", () => {
  beforeAll(async () => {
    const current = join(ground.site.dir, "current");
    await writeFile(join(dirname(ground.site.dir), "secret.html"), "SECRET");
    await writeFile(join(ground.site.dir, "secret.html"), "SECRET");
    await mkdir(join(current, "linked"), { recursive: true });
    await symlink(join(dirname(ground.site.dir), "secret.html"), join(current, "linked", "out.html"));
    await symlink(dirname(ground.site.dir), join(current, "away"));
  });

  test.each([
    "/../secret.html",
    "/..%2fsecret.html",
    "/%2e%2e/secret",
    "/%2e%2e%2fsecret",
    "/articles/..%2f..%2f..%2fsecret",
    "/articles/%2e%2e/%2e%2e/secret",
    "/..%5csecret",
    "/articles%5c..%5c..%5csecret",
    "/secret%00",
    "/articles/rotate-tokens%00.html",
    "/%ff%fe",
    "/%E0%A4%A",
    "/.site.json",
    "/.site",
    "/articles/.hidden",
    "//evil.example/",
    "//evil.example",
    "/articles//rotate-tokens",
    "/linked/out",
    "/linked/out.html",
    "/away/secret",
    `/${"a".repeat(5000)}`,
    `/articles/${"%F0%9F%98%80".repeat(300)}`,
    "/articles",
    "/_site",
    "/_redirects/",
  ])("%s answers nothing that is not public", async (path) => {
    const response = await get(path);

    expect([200, 301, 404]).toContain(response.status);
    expect(response.headers.get("location") ?? "/").toMatch(/^\/(?!\/)/u);
    expect(await response.text()).not.toContain("SECRET");
  });
});

describe("what has no file", () => {
  test("an address that leads nowhere gets the page for that, in the language that it begins with", async () => {
    const response = await get("/articles/nothing");

    expect(response.status).toBe(404);
    expect(await response.text()).toContain('"kind":"not_found"');
  });

  test("other parts of the server are none of the site's business", async () => {
    for (const path of ["/api/x", "/console/x", "/assets/x.css", "/webhooks/x"]) {
      expect(await (await get(path)).text()).toBe("404 Not Found");
    }
  });

  test("before anything is built, each page is made when it is asked for", async () => {
    const fresh = await aSite(database);
    const ask = servedBy(fresh);
    await fresh.import([
      anArticle({ title: "New", content: "Text." }),
      anArticle({ title: "Draft", content: "Secret.", status: "draft" }),
      anArticle({ title: "Internal", content: "Secret.", audience: "agents" }),
    ]);

    const types = await Promise.all(
      ["/", "/articles/new.md", "/nothing"].map(async (path) =>
        (await ask(path)).headers.get("content-type"),
      ),
    );
    const statuses = await Promise.all(
      [
        "/",
        "/articles/new",
        "/articles/new.md",
        "/robots.txt",
        "/articles/draft",
        "/articles/internal.md",
      ].map(async (path) => (await ask(path)).status),
    );

    expect(statuses).toEqual([200, 200, 200, 200, 404, 404]);
    expect(types).toEqual([
      "text/html; charset=utf-8",
      "text/markdown; charset=utf-8",
      "text/html; charset=utf-8",
    ]);
    await fresh.stop();
  });

  test("a neighbor's article is not there", async () => {
    const fresh = await aSite(database);
    const ask = servedBy(fresh);

    expect((await ask("/articles/rotate-tokens")).status).toBe(404);
    await fresh.stop();
  });

  test("a name too long for a file is made when it is asked for", async () => {
    const slug = "語".repeat(100);
    const fresh = await aSite(database);
    await fresh.import([anArticle({ title: "Long", slug, content: "Text." })]);
    await fresh.publish();

    const response = await servedBy(fresh)(`/articles/${encodeURIComponent(slug)}`);

    expect(response.status).toBe(200);
    await fresh.stop();
  });
});

test("an article's old address leads to where it is now", async () => {
  const { articles, articleRedirects } = schema;
  const ours = and(eq(articles.workspaceId, ground.workspace.id), eq(articles.slug, "rotate-tokens"));
  const [article] = await ground.ctx.db.select({ id: articles.id }).from(articles).where(ours);
  await ground.ctx.db
    .insert(articleRedirects)
    .values({ workspaceId: ground.workspace.id, slug: "old-tokens", articleId: article?.id ?? 0 });
  await ground.publish();

  const page = await get("/articles/old-tokens");
  const markdown = await get("/articles/old-tokens.md");

  expect([page.status, page.headers.get("location")]).toEqual([301, "/articles/rotate-tokens"]);
  expect(markdown.headers.get("location")).toBe("/articles/rotate-tokens.md");
  expect(await ground.read("_redirects")).toContain("/articles/old-tokens /articles/rotate-tokens 301\n");
  expect(await ground.read("articles/old-tokens.html")).toContain(
    'content="0; url=https://help.acme.example/articles/rotate-tokens"',
  );
});

test("each public article has a picture for those who share it, and no other has", async () => {
  await ground.import([anArticle({ title: "Draft", content: "Secret.", status: "draft" })], "drafts");
  const { articles } = schema;
  const rows = await ground.ctx.db
    .select({ id: articles.id, status: articles.status })
    .from(articles)
    .where(eq(articles.workspaceId, ground.workspace.id));
  const idOf = (status: string): number => rows.find((row) => row.status === status)?.id ?? 0;

  const home = await get("/og/home.png");
  const shared = await get(`/og/articles/${idOf("published")}.png`);
  const again = await get(`/og/articles/${idOf("published")}.png`);
  const draft = await get(`/og/articles/${idOf("draft")}.png`);

  expect([home.status, shared.status, draft.status]).toEqual([200, 200, 404]);
  expect(shared.headers.get("content-type")).toBe("image/png");
  expect(again.headers.get("etag")).toBe(shared.headers.get("etag"));
});

test("when the templates fail, a plain page says so, and the stack stays in the log", async () => {
  const fresh = await aSite(database, {
    templates: () => Promise.reject(new Error("SECRET stack")),
  });

  const response = await servedBy(fresh)("/");

  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain("SECRET");
  await fresh.stop();
});
