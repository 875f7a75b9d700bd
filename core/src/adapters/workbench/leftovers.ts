import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isRunningHere, MACHINE } from "../../machine.ts";
import { runTool } from "./run-tool.ts";

const ALL = "firstline-fix-";
/** No attempt takes that long: whoever made a folder so old is gone, wherever it was. */
const OLD_MS = 24 * 60 * 60_000;

/** Says which machine and process a folder is of: another container may share the place of temporary files. */
export function folderPrefix(pid: number): string {
  const machine = createHash("sha256").update(MACHINE).digest("hex").slice(0, 8);
  return `${ALL}${machine}-${pid}-`;
}

/**
 * Deletes what processes of this machine that are gone have left behind, and of others what is so old that it is nobody's any
 * more: a container is another machine after each start. Says how many folders.
 */
export async function clearLeftovers(place: string): Promise<number> {
  const mine = folderPrefix(0).replace(/0-$/u, "");
  let count = 0;
  for (const name of await readdir(place)) {
    if (!name.startsWith(ALL)) continue;
    const folder = join(place, name);
    const isLeft = name.startsWith(mine) ? isOfTheDead(name.slice(mine.length)) : await isOld(folder);
    if (!isLeft) continue;
    await deleteFolder(folder);
    count += 1;
  }
  return count;
}

function isOfTheDead(rest: string): boolean {
  const pid = Number(rest.split("-")[0]);
  return Number.isInteger(pid) && pid > 0 && !isRunningHere(pid);
}

/** One that another process has just deleted is no concern of ours. */
async function isOld(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > OLD_MS;
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
