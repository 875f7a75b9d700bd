import { createHash, randomBytes } from "node:crypto";
import { readdir, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "@firstline/core";

/**
 * The folder of a site:
 *
 *     current -> releases/<id>    what is served
 *     releases/<id>/              a whole site; other web servers can serve it as it is
 *     lock                        who is writing
 */
export const currentIn = (siteDir: string): string => join(siteDir, "current");
export const releasesIn = (siteDir: string): string => join(siteDir, "releases");

/** Longer names cannot be written to most disks; such pages are made when they are asked for. */
const LONGEST_NAME = 250;

/**
 * The file of a path, relative to the site's root; null where it can have none. `articles/how-to` is in `articles/how-to.html`,
 * which both we and other web servers serve under the path without the ending.
 */
export function fileOf(path: string, kind: "page" | "file"): string | null {
  const segments = path.split("/").slice(1);
  const isSafe = (segment: string): boolean =>
    segment !== "" && !segment.startsWith(".") && !/[/\\\0]/u.test(segment);
  if (path === "/") return "index.html";
  if (!path.startsWith("/") || !segments.every(isSafe)) return null;
  const file = segments.join("/") + (kind === "page" ? ".html" : "");
  return file.split("/").every((name) => Buffer.byteLength(name) <= LONGEST_NAME) ? file : null;
}

/** Writes a file so that readers see the old one or the new one, never a part. */
export async function writeWhole(root: string, file: string, content: string | Uint8Array): Promise<void> {
  const path = join(root, file);
  const beside = join(dirname(path), `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeFile(beside, content);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Makes the folders that files stand in, each once. */
export function folderMaker(root: string): (file: string) => Promise<void> {
  const made = new Set<string>();
  return async (file) => {
    const folder = dirname(file);
    if (made.has(folder)) return;
    await makeFolder(join(root, folder));
    made.add(folder);
  };
}

/** The release that is served; null before the first. */
export async function findRelease(siteDir: string): Promise<string | null> {
  try {
    return join(releasesIn(siteDir), basename(await readlink(currentIn(siteDir))));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export async function newRelease(siteDir: string, at: Date): Promise<string> {
  const stamp = at
    .toISOString()
    .replaceAll(/[^0-9]/gu, "")
    .slice(0, 14);
  const folder = join(releasesIn(siteDir), `${stamp}-${randomBytes(3).toString("hex")}`);
  await makeFolder(folder);
  return folder;
}

/** From one moment to the next this release is the one that is served. */
export async function switchTo(siteDir: string, release: string): Promise<void> {
  const beside = join(siteDir, `.current-${randomBytes(6).toString("hex")}`);
  await symlink(join("releases", basename(release)), beside);
  await rename(beside, currentIn(siteDir));
}

/** What crashes and earlier releases have left, but for those named. */
export async function removeLeftovers(siteDir: string, kept: (string | null)[]): Promise<void> {
  const names = new Set(kept.flatMap((release) => (release === null ? [] : [basename(release)])));
  for (const name of await readdir(releasesIn(siteDir))) {
    if (!names.has(name)) await rm(join(releasesIn(siteDir), name), { recursive: true, force: true });
  }
  for (const name of await readdir(siteDir)) {
    if (name.startsWith(".current-")) await rm(join(siteDir, name), { force: true });
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

/** Short enough to keep one for each page, long enough that two never are the same by chance. */
export const shortHash = (text: string | Uint8Array): string =>
  createHash("sha256").update(text).digest("base64url").slice(0, 16);
