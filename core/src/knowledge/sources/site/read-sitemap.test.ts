import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readSitemap } from "./read-sitemap.ts";

const PAGES = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://docs.example/a?x=1&amp;y=2 </loc><lastmod>2026-01-01</lastmod><image:image><image:loc>https://docs.example/a.png</image:loc></image:image></url>
<url><loc>https://docs.example/b</loc></url></urlset>`;

test.each([
  ["pages", PAGES, ["https://docs.example/a?x=1&y=2", "https://docs.example/b"], []],
  [
    "an index",
    "<sitemapindex><sitemap><loc>https://docs.example/s1.xml.gz</loc></sitemap></sitemapindex>",
    [],
    ["https://docs.example/s1.xml.gz"],
  ],
  ["a list", "https://docs.example/a\nftp://docs.example/b\n", ["https://docs.example/a"], []],
  [
    "other schemes",
    "<urlset><url><loc>file:///etc/passwd</loc></url><url><loc>javascript:x()</loc></url></urlset>",
    [],
    [],
  ],
  ["a page instead", "<html><body>Not found</body></html>", [], []],
  ["nothing", "", [], []],
])("%s", (_title, text, pages, sitemaps) => {
  expect(readSitemap(Buffer.from(text))).toEqual({ pages, sitemaps });
  expect(readSitemap(gzipSync(text))).toEqual({ pages, sitemaps });
});

test("entities of its own are not followed, neither to files nor to floods", () => {
  const text = `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<urlset><url><loc>https://docs.example/&f;&b;</loc></url></urlset>`;

  expect(readSitemap(Buffer.from(text)).pages).toEqual(["https://docs.example/&f;&b;"]);
});

test("what unpacks to more than a sitemap may be is refused", () => {
  expect(() => readSitemap(gzipSync(Buffer.alloc(60_000_000)))).toThrow("over 50000000 bytes");
});
