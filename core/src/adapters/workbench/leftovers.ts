import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { runTool } from "./run-tool.ts";

/** Says which machine and process a folder is of: another container may share the place of temporary files. */
export function folderPrefix(pid: number): string {
  const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
  return `firstline-fix-${machine}-${pid}-`;
}

/** Deletes what processes of this machine that are gone have left behind, and says how many folders. */
export async function clearLeftovers(place: string): Promise<number> {
  const mine = folderPrefix(0).replace(/0-$/u, "");
  let count = 0;
  for (const name of await readdir(place)) {
    if (!name.startsWith(mine)) continue;
    const pid = Number(name.slice(mine.length).split("-")[0]);
    if (!Number.isInteger(pid) || pid <= 0 || isAlive(pid)) continue;
    await deleteFolder(join(place, name));
    count += 1;
  }
  return count;
}

/**
 * Deletes a folder of ours with all that a command has left in it. `rm` goes from folder to folder by their handles: what might
 * still be going on in there cannot lead it elsewhere, as it could by links in place of folders.
 */
export async function deleteFolder(folder: string): Promise<void> {
  try {
    await runTool("rm", ["-rf", "--", folder]);
  } catch {
    // A folder that was closed to everybody; only an administrator gets in all the same.
    await runTool("chmod", ["-R", "u+rwX", "--", folder]);
    await runTool("rm", ["-rf", "--", folder]);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
