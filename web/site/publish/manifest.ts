import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isMissing, writeWhole } from "./place.ts";

/**
 * What stands in a release: for each file the signature of what it was made of. A file is named here before it is written,
 * with an empty signature until it is: whatever a crash leaves is found, and made anew or taken away, the next time.
 */
const Manifest = z.object({
  format: z.literal(1),
  workspaceId: z.number(),
  /** Of the templates; others need another release, since pages and their styles belong together. */
  templates: z.string(),
  files: z.record(z.string(), z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

const FILE = ".site.json";

/** Null where there is none that can be used. */
export async function readManifest(release: string): Promise<Manifest | null> {
  try {
    const parsed = Manifest.safeParse(JSON.parse(await readFile(join(release, FILE), "utf8")));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}

export async function writeManifest(release: string, manifest: Manifest): Promise<void> {
  await writeWhole(release, FILE, JSON.stringify(manifest));
}
