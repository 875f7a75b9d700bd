import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../cli/src/main.ts", import.meta.url));
const STARTS_WITHIN_MS = 40_000;

type Output = { stdout: string; stderr: string };
export type Ran = Output & { code: number | null };
export type Env = Record<string, string>;

const running = new Set<ChildProcess>();

/** Ends what a failed test left running. */
export async function endAll(): Promise<void> {
  for (const child of running) {
    const ended = once(child, "close");
    child.kill("SIGTERM");
    await ended;
  }
}

export type RunOptions = {
  cwd: string;
  env?: Env;
  /** Sends the signals, shortly after each other, when this has come on standard error. */
  onceSaid?: { text: string; signals: NodeJS.Signals[] };
};

/** Runs the real command in `cwd`, with these settings and no others. */
export async function runFirstline(args: string[], options: RunOptions): Promise<Ran> {
  const { child, output } = launch(args, options);
  if (options.onceSaid) signalOnce(child, options.onceSaid);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, ...output };
}

function signalOnce(
  child: ReturnType<typeof launch>["child"],
  { text, signals }: NonNullable<RunOptions["onceSaid"]>,
): void {
  let said = "";
  let sent = false;
  child.stderr?.on("data", (data: Buffer) => {
    said += data.toString();
    if (sent || !said.includes(text)) return;
    sent = true;
    for (const [at, signal] of signals.entries()) setTimeout(() => child.kill(signal), 50 * at);
  });
}

export type Started = {
  url: string;
  pid: number;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Ran>;
};

/** Starts Firstline and waits until it prints its address. Rejects with what it said when it ends before. */
export async function startFirstline(args: string[], options: { cwd: string; env?: Env }): Promise<Started> {
  const { child, output } = launch(["start", ...args], options);
  const ended = new Promise<Ran>((resolve) => {
    child.once("close", (code) => resolve({ code, ...output }));
  });
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not start: ${output.stderr}`)), STARTS_WITHIN_MS);
    child.stdout?.on("data", () => {
      const found = /Help center\s+(\S+)/u.exec(output.stdout);
      if (!found?.[1]) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
    void ended.then(({ stderr }) => {
      clearTimeout(timer);
      reject(new Error(stderr));
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

function launch(
  args: string[],
  options: { cwd: string; env?: Env },
): { child: ChildProcess; output: Output } {
  const env = { PATH: process.env["PATH"] ?? "", HOME: options.cwd, LOG_LEVEL: "warn", ...options.env };
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: options.cwd, env });
  running.add(child);
  child.once("close", () => running.delete(child));
  const output: Output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (output.stderr += data.toString()));
  return { child, output };
}
