import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, runFirstline, startFirstline, untilTrue } from "./child.ts";
import { madeUpArticle } from "./made-up.ts";
import { median, timed } from "./measure.ts";
import type { Line } from "./report.ts";

const MANY = 10_000;
const WARM_STARTS = 3;
/** Time to import the handbook, or to see that nothing in it changed, before memory is read. */
const SETTLE_MS = { first: 15_000, again: 4_000 };

/** `start` without a setting, as on the first day and on the second: the embedded database and the handbook. */
export async function benchStart(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "firstline-bench-"));
  try {
    const first = await startOnce(folder, SETTLE_MS.first);
    const again: Started[] = [];
    for (let i = 0; i < WARM_STARTS; i += 1) again.push(await startOnce(folder, SETTLE_MS.again));
    return [
      seconds("start on a new folder, to the first page", first.readyMs, 5),
      seconds("start again, to the first page", median(again.map((each) => each.readyMs)), 5),
      seconds("SIGTERM to exit", median(again.map((each) => each.exitMs)), null),
      ...memory("first start, handbook", first),
      ...memory("later start, handbook", again.at(-1)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same with many articles. Importing them takes some minutes. */
export async function benchStartLarge(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "firstline-bench-"));
  try {
    const file = join(folder, "made-up.jsonl");
    writeFileSync(file, Array.from({ length: MANY }, (_, i) => toJsonLine(i)).join("\n"));
    const importMs = await timed(() => runFirstline({ FIRSTLINE_DATA_DIR: folder }, "import", file));
    const started = await startOnce(folder, SETTLE_MS.first);
    const what = `${MANY} articles`;
    return [
      seconds(`import of ${what}`, importMs, null),
      seconds(`start with ${what}, to the first page`, started.readyMs, 5),
      seconds(`SIGTERM to exit with ${what}`, started.exitMs, null),
      ...memory(`start with ${what}`, started),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Started = { readyMs: number; exitMs: number; ownMb: number; databaseMb: number };

async function startOnce(folder: string, settleMs: number): Promise<Started> {
  const port = await freePort();
  const started = performance.now();
  const firstline = startFirstline({ FIRSTLINE_DATA_DIR: folder, PORT: String(port) });
  await untilTrue(firstline, () => answers(port));
  const readyMs = performance.now() - started;
  await sleep(settleMs);
  const own = firstline.process.pid ?? 0;
  const ownMb = residentMb(own);
  const databaseMb = childrenOf(own).reduce((sum, pid) => sum + residentMb(pid), 0);
  return { readyMs, ownMb, databaseMb, exitMs: await timed(() => firstline.stop()) };
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    await response.text();
    return response.ok;
  } catch {
    return false; // nobody listens yet
  }
}

const seconds = (what: string, ms: number, under: number | null): Line => ({
  what,
  ours: ms / 1000,
  floor: null,
  unit: "s",
  target: under === null ? null : { oursUnder: under },
});

function memory(what: string, started: Started | undefined): Line[] {
  if (!started) return [];
  const shared = { floor: null, unit: "MB" } as const;
  return [
    { ...shared, what: `${what}: memory of the process`, ours: started.ownMb, target: { oursUnder: 500 } },
    { ...shared, what: `${what}: memory of the database`, ours: started.databaseMb, target: null },
  ];
}

/** Resident memory now. Linux tells by a file; elsewhere `ps` does. */
function residentMb(pid: number): number {
  if (process.platform !== "linux") {
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
  }
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/mu.exec(status)?.[1]) / 1024;
}

function childrenOf(pid: number): number[] {
  const ids =
    process.platform === "linux"
      ? readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      : execFileSync("pgrep", ["-P", String(pid)], { encoding: "utf8" });
  return ids.split(/\s+/u).filter(Boolean).map(Number);
}

function toJsonLine(i: number): string {
  const { title, slug, content } = madeUpArticle(i);
  return JSON.stringify({ id: slug, title, text: content, category: "Made up" });
}
