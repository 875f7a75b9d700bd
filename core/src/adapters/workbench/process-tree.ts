import { readdirSync, readFileSync } from "node:fs";

export type TreeSize = { processes: number; bytes: number };

/** Resident memory of a process and of everything it started; what has ended meanwhile counts for nothing. */
export function measureTree(pid: number): TreeSize {
  const size = { processes: 0, bytes: 0 };
  const open = [pid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const status = readIfThere(`/proc/${next}/status`);
    if (status === null) continue;
    size.processes += 1;
    size.bytes += Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0) * 1024;
    open.push(...childrenOf(next));
  }
  return size;
}

/** Memory of the whole machine, in bytes: what programs can still have, and what files in memory and shared memory take. */
export function readMachine(): { available: number; total: number; shared: number } | null {
  const text = readIfThere("/proc/meminfo");
  if (text === null) return null;
  const bytesOf = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "mu").exec(text)?.[1] ?? 0) * 1024;
  return { available: bytesOf("MemAvailable"), total: bytesOf("MemTotal"), shared: bytesOf("Shmem") };
}

/** Every thread may have children of its own. */
function childrenOf(pid: number): number[] {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // It ended between two reads.
  }
  return threads.flatMap((thread) =>
    (readIfThere(`/proc/${pid}/task/${thread}/children`) ?? "").split(" ").filter(Boolean).map(Number),
  );
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null; // It ended between two reads.
  }
}
