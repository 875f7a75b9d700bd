import { createHash, randomUUID } from "node:crypto";
import { getSettings, updateSettings, UpstreamError } from "@firstline/core";
import type { Embedder } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { schema } from "@firstline/db";
import { PortError, startWeb } from "@firstline/web/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aWeb, get, problemOf } from "./support.ts";
import type { TestWeb } from "./support.ts";

let database: TestDatabase;
let web: TestWeb;
let neighbor: TestWeb;

beforeAll(async () => {
  database = await testDatabase();
  web = await aWeb(database);
  neighbor = await aWeb(database);
});
afterAll(async () => {
  await web.stop();
  await neighbor.stop();
  await database.stop();
});

/** Files of ours, and data, which browsers do not run. */
const OUR_SCRIPTS = /<script (?:type="module" )?src="\/_site\/|<script type="application\/ld\+json">/gu;

type Article = Partial<typeof schema.articles.$inferInsert>;

async function anArticle(at: TestWeb, article: Article = {}): Promise<{ id: number; slug: string }> {
  const slug = article.slug ?? `a-${randomUUID()}`;
  const content = article.content ?? "Text.";
  const row = {
    workspaceId: at.workspace.id,
    title: "Rotate tokens",
    content,
    status: "published" as const,
    contentHash: createHash("sha256").update(content).digest("hex"),
    ...article,
    slug,
  };
  const [stored] = await at.ctx.db.insert(schema.articles).values(row).returning({ id: schema.articles.id });
  return { id: stored?.id ?? 0, slug };
}

describe("articles", () => {
  test("a published article is read by its slug and by its id", async () => {
    const { id, slug } = await anArticle(web, {
      content: "# Rotate tokens\n\n## By hand\n\nOpen **Settings**.",
    });

    const page = await get(web, `/articles/${slug}`);
    const byId = await get(web, `/articles/id/${id}`);

    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<h2 id="by-hand">');
    expect(byId.headers.get("location")).toBe(`/articles/${slug}`);
    expect(await (await get(web, "/articles")).text()).toContain(`href="/articles/${slug}"`);
  });

  test.each(["draft", "archived"] as const)("a %s article is not there", async (status) => {
    const { id, slug } = await anArticle(web, { status, title: `Hidden ${status}` });

    expect((await get(web, `/articles/${slug}`)).status).toBe(404);
    expect((await get(web, `/articles/id/${id}`)).status).toBe(404);
    expect(await (await get(web, "/articles")).text()).not.toContain(`Hidden ${status}`);
  });
});

describe("what is not for visitors", () => {
  test("an internal article is not there", async () => {
    const { id, slug } = await anArticle(web, { audience: "agents", title: "For agents" });

    expect((await get(web, `/articles/${slug}`)).status).toBe(404);
    expect((await get(web, `/articles/id/${id}`)).status).toBe(404);
    expect(await (await get(web, "/articles")).text()).not.toContain("For agents");
    expect(await (await get(web, "/")).text()).not.toContain("For agents");
  });

  test("a neighbor's article is not there", async () => {
    const { id, slug } = await anArticle(neighbor, { title: "Of the neighbor" });

    expect((await get(web, `/articles/${slug}`)).status).toBe(404);
    expect((await get(web, `/articles/id/${id}`)).status).toBe(404);
    expect(await (await get(web, "/articles")).text()).not.toContain("Of the neighbor");
    expect(await (await get(web, "/")).text()).not.toContain("Of the neighbor");
  });

  test("an article cannot bring scripts onto the page", async () => {
    const title = '<script>alert("title")</script>';
    const { slug } = await anArticle(web, {
      title,
      content: "<script>alert(1)</script>\n\n[x](javascript:alert(1))",
    });

    const html = await (await get(web, `/articles/${slug}`)).text();

    const tags = html.replaceAll(OUR_SCRIPTS, "").replaceAll(/="[^"]*"/gu, "");
    expect(tags).not.toMatch(/<script/iu);
    expect(html).not.toMatch(/href="javascript:/iu);
  });

  test.each([
    "/articles/nothing",
    "/articles/%00",
    "/articles/id/x",
    "/articles/id/99999999999999999999",
    "/articles/%ff",
    "/articles/../../etc/passwd",
    "/assets/../main.ts",
    "/assets/nothing.js",
    "/nothing",
  ])("%s is not found", async (path) => {
    expect((await get(web, path)).status).toBe(404);
  });

  test("a browser gets a page about an error, a program the problem as JSON", async () => {
    const page = await web.fetch("/articles/nothing", { headers: { Accept: "text/html" } });
    const byId = await web.fetch("/articles/id/x", { headers: { Accept: "text/html" } });
    const json = await get(web, "/articles/id/x");

    expect(page.headers.get("content-type")).toContain("text/html");
    expect(await page.text()).toContain("This page does not exist");
    expect(await byId.text()).toContain("This article was not found.");
    expect(await problemOf(json)).toMatchObject({ status: 404, code: "not_found" });
  });
});

test("pages allow no script but our own files, and no frame on other sites", async () => {
  const response = await get(web, "/");

  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain("'unsafe");
  expect(policy).toContain("frame-ancestors 'self'");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await response.text()).replaceAll(OUR_SCRIPTS, "")).not.toMatch(/\sstyle=|\son\w+=|<script/u);
});

test.each(["/", "/ask", "/api/docs"])(
  "%s goes by the help center's title, else by the workspace's name",
  async (path) => {
    const workspaceId = neighbor.workspace.id;
    const { site } = await getSettings(neighbor.ctx, workspaceId);
    await updateSettings(neighbor.ctx, {
      workspaceId,
      settings: { site: { ...site, title: "Acme & Sons Desk" } },
    });

    const titled = await (await get(neighbor, path)).text();
    const untitled = await (await get(web, path)).text();

    const named = (name: string): RegExp =>
      new RegExp(`<title>([^<]+ · )?${name}</title>[^]+<span>${name}</span>`, "u");
    expect(titled).toMatch(named("Acme (?:&amp;|&#38;) Sons Desk"));
    expect(untitled).toMatch(named("Acme"));
  },
);

test("the page to ask on is in the help center's first language", async () => {
  const workspaceId = neighbor.workspace.id;
  const { site } = await getSettings(neighbor.ctx, workspaceId);
  await updateSettings(neighbor.ctx, { workspaceId, settings: { site: { ...site, locales: ["ar", "en"] } } });

  const page = await (await get(neighbor, "/ask")).text();

  await updateSettings(neighbor.ctx, { workspaceId, settings: { site } });
  expect(page).toContain('<html lang="ar" dir="rtl">');
  expect(page).toContain("<title>اطرح سؤالًا · ");
  expect(page).toContain(">مركز المساعدة</a>");
  expect(await (await get(web, "/ask")).text()).toContain('<html lang="en" dir="ltr">');
});

test("the lines that embed the panel are right when the public address ends with a slash", async () => {
  const slashed = await aWeb(database, { publicUrl: "https://help.acme.example/" });

  const page = await (await get(slashed, "/demo")).text();

  expect(page).toContain("https://help.acme.example/panel.js");
  await slashed.stop();
});

test("files of a page are kept by browsers until they change", async () => {
  const html = await (await get(web, "/ask")).text();
  const [, path = ""] = /href="([^"]+ask\.css[^"]*)"/u.exec(html) ?? [];

  const file = await get(web, path);
  const again = await web.fetch("/assets/ask.css", {
    headers: { "If-None-Match": file.headers.get("etag") ?? "" },
  });

  expect(file.headers.get("cache-control")).toContain("immutable");
  expect(file.headers.get("content-type")).toContain("text/css");
  expect(again.status).toBe(304);
});

describe("search", () => {
  test.each([
    ["", 400],
    ["   ", 400],
    ["x".repeat(301), 400],
    ["tokens", 200],
    ["🙂", 200],
    ["'; drop table x", 200],
  ])("%j is answered with %d", async (q, status) => {
    expect((await get(web, `/api/search?q=${encodeURIComponent(q)}`)).status).toBe(status);
  });

  test("a missing query names the field", async () => {
    expect((await problemOf(await get(web, "/api/search"))).field).toBe("q");
  });
});

describe("errors of services", () => {
  async function searchWith(embed: Embedder["embed"]): Promise<{ response: Response; broken: TestWeb }> {
    const broken = await aWeb(database, { embedder: { ...createOfflineEmbedder(), embed } });
    const response = await broken.fetch("/api/search?q=tokens");
    await broken.stop();
    return { response, broken };
  }

  test("an unknown error is logged under the number that is shown, and its message is not shown", async () => {
    const { response, broken } = await searchWith(() => Promise.reject(new Error("password=hunter2")));

    const problem = await problemOf(response);
    expect(problem).toMatchObject({ status: 500, code: "internal" });
    expect(JSON.stringify(problem)).not.toContain("hunter2");
    expect(problem.detail).toContain(problem.reference);
    expect(broken.logged).toContainEqual(expect.objectContaining({ reference: problem.reference }));
  });

  test("while the service that makes vectors is down, words are searched for", async () => {
    const down = new UpstreamError("openai", "OpenAI cannot be reached.", { retryable: true });

    const { response } = await searchWith(() => Promise.reject(down));

    expect(response.status).toBe(200);
  });
});

test("health says whether the database answers", async () => {
  const own = await testDatabase();
  const lonely = await aWeb(own);
  const well = [await get(lonely, "/healthz"), await get(lonely, "/readyz")];
  await own.db.delete(schema.workspaces);
  const ill = [await get(lonely, "/healthz"), await get(lonely, "/readyz")];
  await lonely.stop();
  await own.stop();

  expect(well.map((response) => response.status)).toEqual([200, 200]);
  expect(ill.map((response) => response.status)).toEqual([503, 503]);
});

test("a taken port and an address of another machine are errors that say what to set", async () => {
  const { port } = new URL(web.url);
  const start = (host: string): Promise<unknown> => {
    const config = {
      web: {
        host,
        port: Number(port),
        publicUrl: "http://localhost",
        consoleToken: null,
        siteDir: null,
        panelSecret: null,
        stripeWebhookSecret: null,
      },
    };
    return startWeb(web.ctx, config, { database, workspace: web.workspace, consoleToken: "x" });
  };

  const taken = start("127.0.0.1");
  await expect(taken).rejects.toBeInstanceOf(PortError);
  await expect(taken).rejects.toThrow(`Port ${port} is taken by another program. Set PORT to a free one.`);
  await expect(start("192.0.2.1")).rejects.toThrow(
    "This machine has no address 192.0.2.1. Set HOST to one that it has.",
  );
});
