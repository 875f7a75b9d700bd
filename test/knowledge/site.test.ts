import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { getArticle, importSite, listArticlesPage } from "@firstline/core";
import type { ImportSiteInput } from "@firstline/core";
import { createOfflineEmbedder, createPageFetcher } from "@firstline/core/adapters";
import type { PageFetcherOptions } from "@firstline/core/adapters";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aWorkspace } from "../support/factories.ts";
import { silentLog } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();
const now = (): Date => new Date("2026-11-22T12:00:00Z");
const here = [{ address: "127.0.0.1", family: 4 }];

type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer };
const answers = new Map<string, Answer>();
const asked: string[] = [];
let server: Server;
let port = 0;
let workspaceId = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = request.url ?? "";
    asked.push(url);
    const { status = 200, headers = {}, body = "" } = answers.get(url) ?? { status: 404 };
    const isSame = headers["etag"] !== undefined && request.headers["if-none-match"] === headers["etag"];
    response.writeHead(isSame ? 304 : status, { "content-type": "text/html; charset=utf-8", ...headers });
    response.end(isSame ? "" : body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port; // listening on a port, not on a pipe
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(async () => {
  workspaceId = (await aWorkspace({ db })).id;
  answers.clear();
  asked.length = 0;
});

const at = (path: string, host = "docs.test"): string => `http://${host}:${port}${path}`;
const page = (title: string, text: string): string =>
  `<html><head><title>${title}</title></head><body><nav>Menu</nav><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
const listOf = (...urls: string[]): Answer => ({
  body: `<urlset>${urls.map((url) => `<url><loc>${url}</loc></url>`).join("")}</urlset>`,
});

function load(more: Partial<ImportSiteInput> = {}, options: PageFetcherOptions = {}) {
  const pages = createPageFetcher({ resolve: async () => here, isAllowed: () => true, ...options });
  const ctx = { db, embedder: createOfflineEmbedder(), log: silentLog, now, pages };
  return importSite(ctx, { workspaceId, sitemapUrl: at("/sitemap.xml"), ...more });
}

const articles = async () => (await listArticlesPage({ db }, { workspaceId })).articles;

test("pages of all sitemaps come in, and unchanged ones are not read again", async () => {
  answers.set("/sitemap.xml", {
    body: `<sitemapindex><sitemap><loc>${at("/s1.xml.gz")}</loc></sitemap><sitemap><loc>${at("/s2.xml")}</loc></sitemap></sitemapindex>`,
  });
  const packed = Buffer.from(String(listOf(at("/guide/install")).body));
  answers.set("/s1.xml.gz", { body: gzipSync(packed) });
  answers.set("/s2.xml", listOf(at("/"), at("/guide/tokens?v=2#top")));
  answers.set("/guide/install", { body: page("Install it", "Run it."), headers: { etag: '"1"' } });
  answers.set("/", { body: page("Welcome", "Read on.") });
  answers.set("/guide/tokens?v=2", { body: page("Tokens", "Rotate them.") });

  expect(await load()).toMatchObject({ added: 3, problems: [] });
  const install = await getArticle({ db }, { workspaceId, slug: "guide-install" });
  expect(install).toMatchObject({ title: "Install it", category: "guide", sourceUrl: at("/guide/install") });
  expect(install.content).toBe("# Install it\n\nRun it.");
  expect(await load()).toMatchObject({ added: 0, changed: 0, unchanged: 3, archived: 0, problems: [] });
});

test("links of a page lead where they lead on its site", async () => {
  answers.set("/sitemap.xml", listOf(at("/guide/install")));
  answers.set("/guide/install", { body: page("Install it", 'See <a href="tokens">the tokens</a>.') });

  await load();

  const { content } = await getArticle({ db }, { workspaceId, slug: "guide-install" });
  expect(content).toContain(`[the tokens](${at("/guide/tokens")})`);
});

test("a page that is gone is archived, one that fails for now keeps its article", async () => {
  answers.set("/sitemap.xml", listOf(at("/a"), at("/b"), at("/c")));
  for (const name of ["a", "b", "c"]) answers.set(`/${name}`, { body: page(name, `Text ${name}.`) });
  await load();
  answers.delete("/a");
  answers.set("/b", { status: 503 });

  const report = await load();

  expect(report).toMatchObject({ archived: 1, unchanged: 1, problems: [{ file: "b" }] });
  expect((await articles()).map(({ slug, status }) => `${slug} ${status}`).toSorted()).toEqual([
    "a archived",
    "b published",
    "c published",
  ]);
});

test("what robots.txt keeps to people is not asked for", async () => {
  answers.set("/robots.txt", {
    body: "User-agent: *\nDisallow: /private\n",
    headers: { "content-type": "text/plain" },
  });
  answers.set("/sitemap.xml", listOf(at("/open"), at("/private/page")));
  answers.set("/open", { body: page("Open", "Text.") });
  answers.set("/private/page", { body: page("Private", "Text.") });

  const report = await load();

  expect(report).toMatchObject({ added: 1, problems: [{ file: "private/page" }] });
  expect(asked).not.toContain("/private/page");
});

test("a site that cannot say what may be read is left alone", async () => {
  answers.set("/robots.txt", { status: 500 });
  answers.set("/sitemap.xml", listOf(at("/open")));

  await expect(load()).rejects.toMatchObject({ code: "upstream" });
  expect(asked).toEqual(["/robots.txt"]);
});

test("hosts that were not named are not read, nor are redirects to them followed", async () => {
  answers.set("/sitemap.xml", listOf(at("/a", "evil.test"), at("/moved"), at("/b", "other.test")));
  answers.set("/moved", { status: 302, headers: { location: at("/a", "evil.test") } });
  answers.set("/b", { body: page("Other", "Text.") });
  const hosts: string[] = [];
  const resolve = async (host: string) => {
    hosts.push(host);
    return here;
  };

  const report = await load({ allowHosts: ["docs.test", "other.test"] }, { resolve });

  expect(report.problems.map(({ file }) => file)).toEqual(["evil.test/a", "moved"]);
  expect((await articles()).map(({ slug }) => slug)).toEqual(["other.test-b"]);
  expect(hosts).not.toContain("evil.test");
});

test.each([
  ["this machine", "http://127.0.0.1/sitemap.xml"],
  ["this machine by another number", "http://2130706433/sitemap.xml"],
  ["this machine in hexadecimal", "http://0x7f.1/sitemap.xml"],
  ["this machine in IPv6", "http://[::1]/sitemap.xml"],
  ["this machine in both", "http://[::ffff:127.0.0.1]/sitemap.xml"],
  ["no address at all", "http://0.0.0.0/sitemap.xml"],
  ["the cloud's own service", "http://169.254.169.254/latest/meta-data"],
  ["a private network", "http://10.0.0.1/sitemap.xml"],
])("%s is not read", async (_title, sitemapUrl) => {
  const reached = load({ sitemapUrl }, { isAllowed: undefined, resolve: undefined });

  await expect(reached).rejects.toMatchObject({ code: "invalid" });
  expect(asked).toEqual([]);
});

test("a name that leads into a private network, or also there, is not read", async () => {
  for (const addresses of [here, [{ address: "1.1.1.1", family: 4 }, ...here]]) {
    const reached = load({}, { isAllowed: undefined, resolve: async () => addresses });
    await expect(reached).rejects.toMatchObject({ code: "invalid" });
  }
  expect(asked).toEqual([]);
});

test("the connection goes to the address that was looked at, whatever the name leads to by then", async () => {
  let lookups = 0;
  const resolve = async () => {
    lookups += 1;
    return here;
  };
  const pages = createPageFetcher({ resolve, isAllowed: (address) => address === "127.0.0.1" });
  answers.set("/a", { body: "text" });

  // The system knows no such name: only the address that was given can have been used.
  const answer = await pages.fetch({ url: new URL(at("/a", "name.invalid")), maxBytes: 100, headers: {} });

  expect(answer.body.toString()).toBe("text");
  expect(lookups).toBe(1);
});

test.each<[string, Record<string, Answer>]>([
  ["no sitemap", {}],
  ["an empty one", { "/sitemap.xml": listOf() }],
  ["a page in its place", { "/sitemap.xml": { body: page("Not found", "Sorry.") } }],
  ["one that is packed too well", { "/sitemap.xml": { body: gzipSync(Buffer.alloc(60_000_000)) } }],
  [
    "one that leads round in a circle",
    { "/sitemap.xml": { status: 302, headers: { location: "/sitemap.xml" } } },
  ],
  [
    "one that leads to a file",
    { "/sitemap.xml": { status: 302, headers: { location: "file:///etc/passwd" } } },
  ],
  [
    "a part that is missing",
    {
      "/sitemap.xml": {
        body: "<sitemapindex><sitemap><loc>http://docs.test/gone.xml</loc></sitemap></sitemapindex>",
      },
    },
  ],
])("with %s nothing is written and nothing is archived", async (_title, broken) => {
  answers.set("/sitemap.xml", listOf(at("/a")));
  answers.set("/a", { body: page("A", "Text.") });
  await load();
  answers.clear();
  for (const [path, answer] of Object.entries(broken)) answers.set(path, answer);

  await expect(load()).rejects.toMatchObject({ name: expect.stringMatching(/InvalidError|UpstreamError/u) });
  expect((await articles()).map(({ status }) => status)).toEqual(["published"]);
});

test("pages that are too large, of another kind or deep as a tower keep no other out", async () => {
  answers.set("/sitemap.xml", listOf(at("/large"), at("/picture"), at("/tower"), at("/good")));
  answers.set("/large", { body: "x".repeat(5_000_001) });
  answers.set("/picture", { body: "x", headers: { "content-type": "image/png" } });
  answers.set("/tower", { body: "<div>".repeat(5_000) });
  answers.set("/good", { body: page("Good", "Text.") });

  const report = await load();

  expect(report.added).toBe(1);
  expect(report.problems.map(({ file }) => file)).toEqual(["large", "picture", "tower"]);
});
