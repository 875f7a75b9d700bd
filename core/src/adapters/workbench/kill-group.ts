import type { ChildProcess } from "node:child_process";

/** Kills a detached child with everything of its process group; nothing happens when it has ended. */
export function killGroup(child: ChildProcess): void {
  // Once it has ended its number may be somebody else's.
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Its exit code, or null after a signal, once its output is read to the end; rejects when it could not be started. */
export async function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}
