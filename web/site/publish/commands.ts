import { readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ConflictError, InvalidError, makeFolder, messageOf, preparePages } from "@firstline/core";
import { buildRelease, fillRelease } from "./build-site.ts";
import { lockSite } from "./lock.ts";
import { readManifest } from "./manifest.ts";
import type { Site } from "./site.ts";

const PATIENCE_MS = 60_000;
const PREPARED_AT_ONCE = 500;

/** Makes all pages anew and switches to them. Throws `ConflictError` while another process is writing. */
export async function buildNow(site: Site): Promise<{ pages: number }> {
  await prepareAll(site);
  const lock = await lockSite(site.dir, PATIENCE_MS);
  if (lock === null) throw new ConflictError("Another process is writing the site. Try again in a minute.");
  try {
    return await buildRelease(site);
  } finally {
    await lock.release();
  }
}

/**
 * Makes all pages in a folder of their own, for another web server. The folder is replaced as a whole; throws `InvalidError`
 * where it holds something that no earlier export has put there.
 */
export async function exportSite(site: Site, folder: string): Promise<{ pages: number; folder: string }> {
  const target = resolve(folder);
  await requireOurs(target);
  await prepareAll(site);
  const beside = join(dirname(target), `.${basename(target)}-${process.pid}`);
  await makeEmpty(beside).catch((cause: unknown) => cannotBe(target, "written", cause));
  try {
    const pages = await fillRelease(site, beside);
    await rm(target, { recursive: true, force: true });
    await rename(beside, target);
    return { pages, folder: target };
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

async function makeEmpty(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await makeFolder(folder);
}

/** Throws in place of the system's error, which says nothing of what was named. */
function cannotBe(folder: string, what: "read" | "written", cause: unknown): never {
  const reason = messageOf(cause);
  throw new InvalidError(`The folder ${folder} cannot be ${what} (${reason}).`, { cause });
}

async function requireOurs(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    // A file in its place is somebody's: it must not give way.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    return cannotBe(folder, "read", error);
  });
  if (names.length === 0 || (await readManifest(folder)) !== null) return;
  throw new InvalidError(
    `${folder} holds other files. Name an empty folder, or one that was written by this command.`,
  );
}

async function prepareAll(site: Site): Promise<void> {
  const { ctx, workspaceId, articles } = site;
  const limit = PREPARED_AT_ONCE;
  for (;;) {
    const prepared = await preparePages(ctx, { workspaceId, renderer: articles, limit });
    if (prepared.length < limit) return;
  }
}
