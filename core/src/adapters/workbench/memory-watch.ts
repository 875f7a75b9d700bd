import { measureTree, readMachine } from "./process-tree.ts";

/** Everybody else on the machine keeps this share of its memory. */
const RESERVE = 0.04;
/** Others use shared memory too: so much more of it is taken for theirs. */
const OTHERS_BYTES = 768 * 1024 * 1024;

/**
 * Says of a process whether it and all that it started hold more than `limit` bytes. What lies in memory as files belongs to no
 * process: the folders for such files are bounded, and for files without a folder the machine's sum of them is watched.
 */
export function createMemoryWatch(limit: number): (pid: number) => boolean {
  const before = readMachine();
  return (pid) => {
    if (measureTree(pid).bytes > limit) return true;
    const now = readMachine();
    if (!now || !before) return false;
    return now.available < now.total * RESERVE || now.shared - before.shared > limit + OTHERS_BYTES;
  };
}
