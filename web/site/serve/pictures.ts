import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { getArticle, makeFolder, NotFoundError, readSiteLook } from "@firstline/core";
import { ogPicture } from "../og.ts";
import type { OgPicture } from "../og.ts";
import { isMissing, shortHash, writeWhole } from "../publish/place.ts";
import type { Site } from "../publish/site.ts";

const FOLDER = "pictures";
const KEPT_MS = 30 * 86_400_000;
const PATH = /^\/og\/(?:home|articles\/(?<articleId>[1-9]\d{0,14}))\.png$/u;

/**
 * The picture that stands beside a link to a page. Drawn when somebody first shares the page and kept until the page is called
 * otherwise; null where the path is not one of a picture, or its article is not public.
 */
export async function findPicture(
  site: Site,
  path: string,
  takeTurn: () => void,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const match = PATH.exec(path);
  if (!match) return null;
  takeTurn();
  const { articleId } = match.groups ?? {};
  const picture = await describe(site, articleId === undefined ? null : Number(articleId));
  if (picture === null) return null;
  const folder = join(site.dir, FOLDER);
  const name = `${shortHash(JSON.stringify(picture))}.png`;
  try {
    return new Uint8Array(await readFile(join(folder, name)));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const drawn = new Uint8Array(ogPicture(picture));
  await makeFolder(folder);
  await writeWhole(folder, name, drawn);
  return drawn;
}

async function describe(site: Site, articleId: number | null): Promise<OgPicture | null> {
  const { ctx, workspaceId } = site;
  const { title: siteTitle, tagline, accentColor, firstLocale } = await readSiteLook(ctx, { workspaceId });
  if (articleId === null) return { title: tagline || siteTitle, siteTitle, accentColor, locale: firstLocale };
  try {
    const article = await getArticle(ctx, { workspaceId, articleId });
    if (article.status !== "published" || article.audience !== "everyone") return null;
    return { title: article.title, siteTitle, accentColor, locale: article.locale ?? firstLocale };
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

/** Takes away pictures that were drawn a month ago: those that are still shared are drawn anew. */
export async function removeOldPictures(site: Pick<Site, "dir" | "ctx">): Promise<void> {
  const folder = join(site.dir, FOLDER);
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const name of names) {
    const { mtimeMs } = await stat(join(folder, name));
    if (mtimeMs < site.ctx.now().getTime() - KEPT_MS) await rm(join(folder, name), { force: true });
  }
}
