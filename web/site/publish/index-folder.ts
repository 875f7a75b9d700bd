import { link, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "@firstline/core";
import { isMissing } from "./place.ts";

/** Of the static search index, in a release. */
export const INDEX_FOLDER = "pagefind";

/** Gives a new release the search index of the one before, until it has its own. The files never change: links will do. */
export async function keepIndex(before: string, release: string): Promise<void> {
  const from = join(before, INDEX_FOLDER);
  const entries = await readdir(from, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const to = join(release, path.slice(before.length));
    await makeFolder(dirname(to));
    await link(path, to);
  }
}
