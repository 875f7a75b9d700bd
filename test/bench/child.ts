import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export type Child = {
  process: ChildProcess;
  /** Asks it to end; resolves when it has. */
  stop(): Promise<void>;
};

/** Runs a file of this repository in a process of its own, which gets only these settings. */
export function startChild(file: string, args: readonly string[], env: Record<string, string>): Child {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [ROOT + file, ...args], {
    cwd: ROOT,
    env: { PATH, HOME, LOG_LEVEL: "error", ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return {
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** The product itself, as its users start it. */
export const startFirstline = (env: Record<string, string>, ...args: string[]): Child =>
  startChild("cli/src/main.ts", ["start", ...args], env);

/** Runs a command of the product to its end. Throws when it fails. */
export async function runFirstline(env: Record<string, string>, ...args: string[]): Promise<void> {
  const { process: child } = startChild("cli/src/main.ts", args, env);
  await once(child, "exit");
  if (child.exitCode !== 0) throw new Error(`firstline ${args.join(" ")} ended with ${child.exitCode}`);
}

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("a server on a port has an address");
  return address.port;
}

/** Looks again and again until `look` says yes. Throws when the child ends before. */
export async function untilTrue(child: Child, look: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await look())) {
    const { exitCode } = child.process;
    if (exitCode !== null) throw new Error(`a process ended with ${exitCode} before it was ready`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
