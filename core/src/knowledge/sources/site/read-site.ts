import { setTimeout as wait } from "node:timers/promises";
import { InvalidError, UpstreamError } from "../../../errors.ts";
import { decodeHtml } from "../../reading/decode-text.ts";
import { problemAt } from "../../documents.ts";
import type { ReadItem } from "../../documents.ts";
import { parseHtmlFile } from "../../reading/read-html.ts";
import { readSitemap } from "./read-sitemap.ts";
import { reasonOf } from "./site-reader.ts";
import type { SiteReader } from "./site-reader.ts";

const MAX_SITEMAP_BYTES = 50_000_000;
const MAX_PAGE_BYTES = 5_000_000;
const MOST_SITEMAPS = 200;
/** Pages that are read at the same time, where the site does not ask for a pause. */
const AT_ONCE = 2;

/** Addresses of all pages of a sitemap and of those that it lists. Throws rather than answer a part of them. */
export async function listPages(reader: SiteReader, start: URL, limit: number): Promise<URL[]> {
  const pages = new Map<string, URL>();
  const seen = new Set<string>();
  const waiting = [start];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (seen.has(next.href)) continue;
    seen.add(next.href);
    if (seen.size > MOST_SITEMAPS)
      throw new InvalidError(`The site has more than ${MOST_SITEMAPS} sitemaps.`);
    const { status, body } = await reader.read(next, { maxBytes: MAX_SITEMAP_BYTES });
    if (status !== 200)
      throw new UpstreamError(
        "site",
        `The sitemap ${next.href} cannot be read: the site answers ${status}.`,
        {
          retryable: status >= 500,
        },
      );
    const found = readSitemap(body);
    waiting.push(...found.sitemaps.map((address) => new URL(address)));
    for (const address of found.pages) {
      const url = new URL(address);
      url.hash = "";
      pages.set(url.href, url);
    }
    if (pages.size > limit) throw new InvalidError(`The site has more than ${limit} pages.`);
  }
  if (pages.size === 0) throw new InvalidError(`${start.href} lists no pages.`);
  return [...pages.values()];
}

export type ReadSiteInput = {
  pages: URL[];
  /** Host whose pages are called by their path alone. */
  host: string;
  /** What the site called the state in which a page was read the last time, by the document's path. */
  etags: ReadonlyMap<string, string>;
};

/** Pages as documents. Those that are gone are left out; those that cannot be read now are problems, and keep their article. */
export async function* readSite(reader: SiteReader, input: ReadSiteInput): AsyncGenerator<ReadItem> {
  const waiting = [...input.pages];
  while (waiting.length > 0) {
    const [first] = waiting;
    const pause = first && reader.allows(first) ? await reader.delayOf(first).catch(() => 0) : 0;
    const batch = waiting.splice(0, pause > 0 ? 1 : AT_ONCE);
    const items = await Promise.all(batch.map((url) => readOne(reader, url, input)));
    yield* items.filter((item) => item !== null);
    if (pause > 0 && waiting.length > 0) await wait(pause * 1000);
  }
}

async function readOne(reader: SiteReader, url: URL, input: ReadSiteInput): Promise<ReadItem | null> {
  const path = pathOf(url, input.host);
  try {
    const page = await reader.read(url, { maxBytes: MAX_PAGE_BYTES, etag: input.etags.get(path) ?? null });
    if (page.status === 304) return { kind: "unchanged", path };
    if (page.status === 404 || page.status === 410) return null;
    if (page.status !== 200) return problemAt(path, 0, `The site answers ${page.status}.`);
    if (!/^(?:text\/html|application\/xhtml\+xml)\b/iu.test(page.contentType))
      return problemAt(path, 0, "It is no web page.");
    const decoded = decodeHtml(page.body);
    if (!("text" in decoded)) return problemAt(path, 0, decoded.message);
    const item = parseHtmlFile(path, decoded.text, page.url.href);
    if (item.kind !== "document") return item;
    const address = publicAddress(reader, item.document.url, page.url);
    const etag = page.etag === null || page.etag.length > 500 ? {} : { etag: page.etag };
    return { ...item, document: { ...item.document, url: address, ...etag } };
  } catch (error) {
    return problemAt(path, 0, reasonOf(error));
  }
}

/** Where a page says that it lives, if that is one of the hosts, else where it was found. */
function publicAddress(reader: SiteReader, canonical: string | null, found: URL): string {
  return canonical !== null && reader.allows(new URL(canonical)) ? canonical : found.href;
}

/** What a page is called among the documents: its path, behind the host of those that are not of the sitemap's own. */
function pathOf(url: URL, host: string): string {
  const path = `${decode(url.pathname)}${decode(url.search)}`
    .replace(/^\/+|\/+$/gu, "")
    .replaceAll("\u0000", "");
  const own = path === "" ? "home" : path;
  return url.hostname === host ? own : `${url.hostname}/${own}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that stands for itself
  }
}
