import type { SiteStructure } from "@firstline/core";
import { filled } from "./links.ts";
import type { LocaleSite } from "./locale-site.ts";
import { encodeSegment } from "./plan.ts";
import type { PlanPart } from "./plan.ts";
import { postPath } from "./plan-feedback.ts";
import { escapeXml } from "./xml.ts";

/** The protocol allows 50,000 in a file. */
const IN_FILE = 45_000;
const SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9";

type Address = { path: string; changedAt: Date | null };

/** The list of all pages that search engines may show; several lists where one may not hold them all. */
export function planSitemap(structure: SiteStructure, sites: LocaleSite[], baseUrl: string): PlanPart {
  return ({ pages }) => {
    if (!structure.site.indexed) return;
    const addresses = listAddresses(structure, sites);
    const lists: Address[][] = [];
    for (let start = 0; start < addresses.length; start += IN_FILE) {
      lists.push(addresses.slice(start, start + IN_FILE));
    }
    if (lists.length <= 1) {
      pages.set("/sitemap.xml", () => ({ kind: "text", text: urlSet(addresses, baseUrl) }));
      return;
    }
    for (const [index, list] of lists.entries()) {
      pages.set(`/sitemap-${index + 1}.xml`, () => ({ kind: "text", text: urlSet(list, baseUrl) }));
    }
    pages.set("/sitemap.xml", () => ({ kind: "text", text: listOfLists(lists.length, baseUrl) }));
  };
}

/** Only where a text stands first: what stands in for a translation is left out. */
function listAddresses(structure: SiteStructure, sites: LocaleSite[]): Address[] {
  const { posts, entries, site } = structure;
  return sites.flatMap(({ prefix, shown, branches, loose }) => {
    const pages: string[] = [
      prefix === "" ? "/" : prefix,
      ...filled([...branches.values()]).map(({ href }) => href),
      ...(loose.length > 0 ? [`${prefix}/articles`] : []),
      ...(site.roadmap && posts.length > 0 ? [`${prefix}/roadmap`] : []),
      ...(site.changelog && entries.length > 0 ? [`${prefix}/changelog`] : []),
      ...(site.roadmap && prefix === ""
        ? posts.map((post) => `/roadmap/${encodeSegment(postPath(post).slice("/roadmap/".length))}`)
        : []),
    ];
    const articles = shown
      .filter(
        ({ article, textLocale, isHidden }) => textLocale === null && !isHidden && article.sourceUrl === null,
      )
      .map(({ href, article }) => ({ path: href, changedAt: article.updatedAt }));
    return [...pages.map((path) => ({ path, changedAt: null })), ...articles];
  });
}

function urlSet(addresses: Address[], baseUrl: string): string {
  const urls = addresses.map(({ path, changedAt }) => {
    const lastmod = changedAt === null ? "" : `<lastmod>${changedAt.toISOString()}</lastmod>`;
    return `<url><loc>${escapeXml(baseUrl + path)}</loc>${lastmod}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="${SCHEMA}">\n${urls.join("\n")}\n</urlset>\n`;
}

function listOfLists(count: number, baseUrl: string): string {
  const lists = Array.from(
    { length: count },
    (_, index) => `<sitemap><loc>${escapeXml(`${baseUrl}/sitemap-${index + 1}.xml`)}</loc></sitemap>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="${SCHEMA}">\n${lists.join("\n")}\n</sitemapindex>\n`;
}
