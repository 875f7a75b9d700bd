import { schema } from "@firstline/db";
import { and, eq, isNotNull, isNull, ne, sql } from "drizzle-orm";
import type { Ctx } from "../../../context.ts";
import { InvalidError } from "../../../errors.ts";
import type { PageFetcher } from "../../../page-ports.ts";
import { importArticles } from "../../import.ts";
import type { ImportReport } from "../../import.ts";
import { listPages, readSite } from "./read-site.ts";
import { SiteReader } from "./site-reader.ts";

export type ImportSiteInput = {
  workspaceId: number;
  /** Of a sitemap, or of an index of them. */
  sitemapUrl: string;
  /** Hosts that may be read; the sitemap's own unless given. */
  allowHosts?: string[];
  /** Name of the collection; the sitemap's host unless given. */
  origin?: string;
  /** Overwrites what was changed here, and reads pages again that have not changed. */
  force?: boolean;
  /** 10,000 unless given. */
  maxPages?: number;
};

type SiteCtx = Pick<Ctx, "db" | "embedder" | "log" | "now"> & { pages: PageFetcher };

/**
 * Imports the pages that a site's sitemap lists, as its robots.txt allows. Pages that have not changed since the last time are
 * asked for, but not read; pages that are no longer listed, or gone, are archived. Throws `InvalidError` and `UpstreamError`
 * before anything is written when the list itself cannot be read.
 */
export async function importSite(ctx: SiteCtx, input: ImportSiteInput): Promise<ImportReport> {
  const { workspaceId, force = false } = input;
  if (!URL.canParse(input.sitemapUrl))
    throw new InvalidError("Give the sitemap's whole address, with https://.");
  const sitemap = new URL(input.sitemapUrl);
  const hosts = input.allowHosts?.length ? input.allowHosts : [sitemap.hostname];
  const reader = new SiteReader(ctx.pages, { hosts, port: sitemap.port });
  const origin = input.origin ?? sitemap.hostname;
  const pages = await listPages(reader, sitemap, input.maxPages ?? 10_000);
  const etags = force ? new Map<string, string>() : await readEtags(ctx, workspaceId, `${origin}/`);
  const documents = readSite(reader, { pages, host: sitemap.hostname, etags });
  return importArticles(ctx, { workspaceId, origin, documents, force, mustHaveArticles: true });
}

async function readEtags(
  ctx: Pick<Ctx, "db">,
  workspaceId: number,
  prefix: string,
): Promise<ReadonlyMap<string, string>> {
  const { articles } = schema;
  const rows = await ctx.db
    .select({ path: articles.sourcePath, etag: articles.sourceEtag })
    .from(articles)
    .where(
      and(
        eq(articles.workspaceId, workspaceId),
        isNotNull(articles.sourceEtag),
        isNull(articles.editedAt),
        ne(articles.status, "archived"),
        sql`starts_with(${articles.sourcePath}, ${prefix})`,
      ),
    );
  return new Map(rows.map(({ path, etag }) => [(path ?? "").slice(prefix.length), etag ?? ""]));
}
