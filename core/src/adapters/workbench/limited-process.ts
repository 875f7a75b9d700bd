import { spawn } from "node:child_process";
import type { CommandRun, RunLimits } from "../../ports.ts";
import { KeptOutput } from "./kept-output.ts";
import { endOf, killGroup } from "./kill-group.ts";
import { createMemoryWatch } from "./memory-watch.ts";

export type LimitedProcess = {
  program: string;
  args: string[];
  /** All there is: nothing of our own environment is passed on. */
  env: Record<string, string>;
  /** Runs under this number instead of our own; needs root. */
  uid: number | null;
  limits: RunLimits;
  /** Asked every second: whether it has written more to the disk than it may. */
  isDiskFull: () => Promise<boolean>;
  signal: AbortSignal;
};

export type LimitedRun = CommandRun & {
  /** What the program itself, not the command inside, wrote to its standard error. */
  complaint: string;
};

const WATCH_MS = 250;
const DISK_MS = 1000;
const MAX_COMPLAINT_BYTES = 10_000;
/** A command that writes this many times more than is kept is only burning time. */
const FLOOD = 50;
const MIN_FLOOD_BYTES = 16 * 1024 * 1024;
/**
 * Runs a program and everything it starts until it ends or breaks a limit; then all of it is killed. Rejects with the system's error
 * when it cannot be started, and with the signal's reason when that fires.
 */
export async function runLimited(input: LimitedProcess): Promise<LimitedRun> {
  const { program, args, env, uid, limits, signal } = input;
  signal.throwIfAborted();
  const started = performance.now();
  const who = uid === null ? {} : { uid, gid: uid };
  const child = spawn(program, args, {
    env,
    ...who,
    cwd: "/",
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = new KeptOutput(limits.outputBytes);
  const complaint = new KeptOutput(MAX_COMPLAINT_BYTES);
  let stopped: CommandRun["stopped"] = null;

  const kill = (): void => killGroup(child);
  const isOverMemory = createMemoryWatch(limits.memoryMb * 1024 * 1024);
  const stop = (why: NonNullable<CommandRun["stopped"]>): void => {
    stopped ??= why;
    kill();
  };
  child.stdout.on("data", (chunk: Buffer) => {
    output.add(chunk);
    if (output.totalBytes > Math.max(MIN_FLOOD_BYTES, limits.outputBytes * FLOOD)) stop("output");
  });
  child.stderr.on("data", (chunk: Buffer) => complaint.add(chunk));
  const watches = [
    setTimeout(() => stop("time"), limits.seconds * 1000),
    setInterval(() => {
      if (child.pid !== undefined && isOverMemory(child.pid)) stop("memory");
    }, WATCH_MS),
    setInterval(() => {
      input.isDiskFull().then((isFull) => isFull && stop("output"), kill);
    }, DISK_MS),
  ];
  signal.addEventListener("abort", kill);
  try {
    const exitCode = await endOf(child);
    signal.throwIfAborted();
    const seconds = (performance.now() - started) / 1000;
    const text = output.text();
    return {
      exitCode: stopped ? null : exitCode,
      stopped,
      output: text,
      seconds,
      complaint: complaint.text(),
    };
  } finally {
    watches.forEach((watch) => clearTimeout(watch));
    signal.removeEventListener("abort", kill);
    kill();
  }
}
