import { randomBytes } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, readArticleBodies, readSiteStructure, requestSiteJob } from "@firstline/core";
import { close, createIndex } from "pagefind";
import type { PagefindIndex } from "pagefind";
import { INDEX_FOLDER } from "./index-folder.ts";
import { localeSite } from "./locale-site.ts";
import type { Shown } from "./locale-site.ts";
import { findRelease, isMissing, shortHash } from "./place.ts";
import type { Site } from "./site.ts";

/** Indexing ten thousand articles takes a minute, and the index is only for when the API is down. */
const SELDOM_MS = 3_600_000;
const BATCH = 50;
/** What the index was made of. */
const STAMP = "made-of.txt";

type Listed = { locale: string; shown: Shown };

/** Makes the static search index anew where articles have changed, at most once an hour; earlier, it asks to come again. */
export async function indexSite(site: Site, signal?: AbortSignal): Promise<void> {
  const { ctx, workspaceId } = site;
  const release = await findRelease(site.dir);
  if (release === null) return;
  const structure = await readSiteStructure(ctx, { workspaceId });
  const listed = structure.site.locales.flatMap((locale) =>
    localeSite(structure, locale)
      .shown.filter(({ textLocale, isHidden }) => textLocale === null && !isHidden)
      .map((shown) => ({ locale, shown })),
  );
  const stamp = shortHash(
    JSON.stringify(listed.map(({ locale, shown }) => [locale, shown.href, shown.article.textHash])),
  );
  const folder = join(release, INDEX_FOLDER);
  const present = await readStamp(folder);
  if (present?.stamp === stamp) return;
  const soonest = (present?.at ?? 0) + SELDOM_MS;
  if (soonest > ctx.now().getTime()) {
    return requestSiteJob(ctx.db, { workspaceId, job: "index_site", runAt: new Date(soonest) });
  }
  const beside = join(release, `.${INDEX_FOLDER}-${randomBytes(4).toString("hex")}`);
  try {
    await writeIndex(site, listed, beside, signal);
    await writeFile(join(beside, STAMP), stamp);
    await rm(folder, { recursive: true, force: true });
    await rename(beside, folder);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  ctx.log.info({ workspaceId, articles: listed.length }, "the static search index was made");
}

async function readStamp(folder: string): Promise<{ stamp: string; at: number } | null> {
  try {
    const path = join(folder, STAMP);
    return { stamp: await readFile(path, "utf8"), at: (await stat(path)).mtimeMs };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function writeIndex(site: Site, listed: Listed[], folder: string, signal?: AbortSignal): Promise<void> {
  const { index, errors } = await createIndex();
  if (!index) throw new Error(`the search index could not be begun: ${errors.join(" ")}`);
  try {
    for (let start = 0; start < listed.length; start += BATCH) {
      signal?.throwIfAborted();
      await addBatch(site, index, listed.slice(start, start + BATCH));
    }
    await makeFolder(folder);
    const written = await index.writeFiles({ outputPath: folder });
    if (written.errors.length > 0) {
      throw new Error(`the search index could not be written: ${written.errors.join(" ")}`);
    }
  } finally {
    await index.deleteIndex();
    await close();
  }
}

async function addBatch(site: Site, index: PagefindIndex, batch: Listed[]): Promise<void> {
  const articleIds = batch.map(({ shown }) => shown.article.id);
  const bodies = await readArticleBodies(site.ctx, { workspaceId: site.workspaceId, articleIds });
  for (const { locale, shown } of batch) {
    const body = bodies.get(shown.article.id);
    if (!body) continue;
    const { title } = shown.article;
    const { errors } = await index.addCustomRecord({
      url: shown.href,
      content: `${title}. ${plainWords(body.content)}`,
      language: locale,
      meta: { title, category: shown.branch?.name ?? "" },
    });
    if (errors.length > 0) {
      const { workspaceId } = site;
      const articleId = shown.article.id;
      site.ctx.log.warn({ workspaceId, articleId }, "an article is missing in the static search index");
    }
  }
}

/** Words without the signs of Markdown: excerpts are shown as they are. */
function plainWords(markdown: string): string {
  return markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/gu, "$1")
    .replaceAll(/^[#>\-*+|\s]+|[`*_|]+/gmu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim();
}
