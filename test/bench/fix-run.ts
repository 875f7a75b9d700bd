import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorkbench } from "@firstline/core/adapters";
import { aFixWorld } from "../fixes/fix-world.ts";
import { benchDatabase } from "./database.ts";
import type { Line } from "./report.ts";

const FILES = 20_000;
const STEPS = 100;
const SETTINGS = {
  testCommand: "true",
  fixSteps: 200,
  fixMinutes: 120,
  fixCostUsd: 100,
  fixMaxLines: 5000,
  fixMaxFiles: 50,
};

/** What one fix attempt over a large repository takes from the process that answers members as well. */
export async function benchFixRun(): Promise<Line[]> {
  const place = mkdtempSync(join(tmpdir(), "bench-fix-"));
  const database = await benchDatabase();
  try {
    const workbench = createWorkbench({ readPaths: [], log: { warn: () => {} }, place });
    const cloneUrl = makeRepository(join(place, "app"));
    const world = await aFixWorld(database.db, { workbench, cloneUrl, settings: SETTINGS });
    world.agent.next(...turns());
    const watch = watchProcess();
    const { status } = await world.wholeFix();
    const most = watch.stop();
    if (status !== "suggested") throw new Error(`the attempt was to end with a suggestion, not ${status}`);
    const what = `fix attempt, ${FILES} files, ${STEPS} steps`;
    return [
      {
        what: `${what}: memory at most`,
        ours: most.megabytes,
        floor: null,
        unit: "MB",
        target: { oursUnder: 300 },
      },
      {
        what: `${what}: others wait at most`,
        ours: most.busyMs,
        floor: null,
        unit: "ms",
        target: { oursUnder: 250 },
      },
    ];
  } finally {
    await database.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Megabytes by which the process grows, and milliseconds that it computes without letting others in, at the most. */
function watchProcess(): { stop(): { megabytes: number; busyMs: number } } {
  const before = process.memoryUsage.rss();
  const most = { megabytes: 0, busyMs: 0 };
  let last = process.threadCpuUsage();
  const timer = setInterval(() => {
    const now = process.threadCpuUsage();
    most.busyMs = Math.max(most.busyMs, (now.user + now.system - last.user - last.system) / 1000);
    last = now;
    most.megabytes = Math.max(most.megabytes, (process.memoryUsage.rss() - before) / 1e6);
  }, 5);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}

function makeRepository(folder: string): string {
  const line = "export const value = compute(1, 2, 3); // a line of code as there are many\n";
  for (let index = 0; index < FILES; index += 1) {
    const inside = join(folder, "src", `part-${index % 200}`);
    if (index < 200) mkdirSync(inside, { recursive: true });
    writeFileSync(join(inside, `file-${index}.ts`), `export const name = "f${index}";\n${line.repeat(30)}`);
  }
  writeFileSync(join(folder, "large.ts"), line.repeat(12_000));
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-C", folder, "-c", "user.name=b", "-c", "user.email=b@example.com", ...args]);
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "-m", "bench");
  return folder;
}

/** Reads, searches and writes as long as the steps last. */
function turns() {
  const calls = Array.from({ length: STEPS - 1 }, (_, index) => {
    const path = `src/part-${index}/file-${index}.ts`;
    if (index % 30 === 0) return { name: "search", input: { text: `"f${index + 15_000}"` } };
    if (index % 10 === 0) return { name: "read_file", input: { path: "large.ts", fromLine: index * 70 + 1 } };
    if (index % 15 === 1) return { name: "write_file", input: { path, contents: "x = 1;\n".repeat(10) } };
    return { name: "read_file", input: { path } };
  });
  const limits: string[] = [];
  const end = { name: "finish", input: { summary: "s", cause: "c", confidence: 0.5, limits } };
  return [...calls.map((call) => ({ calls: [call] })), { calls: [end] }, { calls: [end] }];
}
