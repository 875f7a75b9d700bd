import { statfs } from "node:fs/promises";
import { runTool } from "./run-tool.ts";

/** What a command may write beside the repository's own files. */
const MAX_BYTES = 2 * 1024 ** 3;
const MAX_ENTRIES = 300_000;

/**
 * Watches what is written into a folder: cheaply by what the whole disk has left, and exactly only when that has shrunk, since others
 * write to it too.
 */
export async function watchDisk(folder: string, ownBytes: number): Promise<() => Promise<boolean>> {
  const before = await statfs(folder);
  return async () => {
    const now = await statfs(folder);
    if (before.ffree - now.ffree > MAX_ENTRIES) return true;
    const lost = (before.bavail - now.bavail) * now.bsize;
    return lost > MAX_BYTES && (await sizeOf(folder)) > ownBytes + MAX_BYTES;
  };
}

async function sizeOf(folder: string): Promise<number> {
  try {
    return Number((await runTool("du", ["-sk", "--", folder])).split("\t")[0]) * 1024;
  } catch {
    return 0; // Files came and went while they were counted; the next look will do.
  }
}
