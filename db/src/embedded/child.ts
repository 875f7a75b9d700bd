import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What the database process tells its parent, once. */
export type ChildReport = { kind: "ready"; url: string } | { kind: "busy" | "failed"; message: string };

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
/** Kilobytes: deep JSON needs more than Node's one megabyte before Postgres sees its own limit; systems give eight. */
const STACK = "--stack-size=3900";
const STOP_MS = 30_000;

/** Starts the database process and waits for its report. */
export async function startChild(folder: string): Promise<{ child: ChildProcess; report: ChildReport }> {
  const child = spawn(process.execPath, [STACK, MAIN, folder], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const report = await new Promise<ChildReport>((resolve) => {
    child.once("message", (message) => resolve(toReport(message)));
    child.once("error", (error) => resolve({ kind: "failed", message: error.message }));
    child.once("exit", (code, signal) => {
      resolve({
        kind: "failed",
        message: `The database process ended (${signal ?? code}) before it was ready.`,
      });
    });
  });
  return { child, report };
}

/** Lets the process finish its statement and write a checkpoint. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = once(child, "exit");
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}

/** Lets this process end by itself although the child still runs; the child then ends too. */
export function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

function toReport(message: unknown): ChildReport {
  if (typeof message === "object" && message !== null && "kind" in message) {
    if (message.kind === "ready" && "url" in message) return { kind: "ready", url: String(message.url) };
    const text = "message" in message ? String(message.message) : "no reason given";
    if (message.kind === "busy" || message.kind === "failed") return { kind: message.kind, message: text };
  }
  return { kind: "failed", message: "The database process sent something unexpected." };
}
