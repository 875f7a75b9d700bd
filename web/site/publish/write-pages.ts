import { writeFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { join } from "node:path";
import type { Change } from "./compare.ts";
import { readBodies } from "./fill.ts";
import { folderMaker, writeWhole } from "./place.ts";
import type { Planned, SitePlan } from "./plan.ts";
import type { Site } from "./site.ts";

const BATCH = 40;

export type WriteOptions = {
  root: string;
  /** Nobody reads there yet: files are written in place. */
  isBeside: boolean;
  signal?: AbortSignal;
};

/**
 * Makes these pages and writes them. A page that cannot be made is logged and left as it is, and the others are made.
 * Answers the signatures of what was written.
 */
export async function writePages(
  site: Site,
  plan: SitePlan,
  changes: Change[],
  options: WriteOptions,
): Promise<Map<string, string>> {
  const written = new Map<string, string>();
  const makeFolder = folderMaker(options.root);
  for (let start = 0; start < changes.length; start += BATCH) {
    options.signal?.throwIfAborted();
    const batch = changes.slice(start, start + BATCH).flatMap((change) => {
      const planned = plan.pages.get(change.path)?.();
      return planned ? [{ change, planned }] : [];
    });
    const finish = await readBodies(
      site,
      batch.map(({ planned }) => planned),
    );
    for (const { change, planned } of batch) {
      const content = await makePage(site, change, () => finish(planned));
      if (content === null) continue;
      await makeFolder(change.file);
      // Not by promises: with two files an article, handing them over took a quarter of a build's time.
      if (options.isBeside) writeFileSync(join(options.root, change.file), content);
      else await writeWhole(options.root, change.file, content);
      written.set(change.file, change.signature);
      // Visitors are served between two pages.
      await setImmediate();
    }
  }
  return written;
}

async function makePage(
  site: Site,
  { path }: Change,
  make: () => Promise<string | null>,
): Promise<string | null> {
  try {
    return await make();
  } catch (error) {
    site.ctx.log.error({ workspaceId: site.workspaceId, path, error }, "a public page could not be made");
    return null;
  }
}

/** One page as it is now; null where there is none at the path, or not yet. */
export async function makeOne(site: Site, planned: Planned): Promise<string | null> {
  const finish = await readBodies(site, [planned]);
  return finish(planned);
}
