import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Runs a small program of the system to its end; rejects with what it says when it fails. */
export async function runTool(program: string, args: string[], signal?: AbortSignal): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, {
    env: { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C" },
    cwd: "/",
    maxBuffer: 1_000_000,
    ...(signal ? { signal } : {}),
  });
  return stdout;
}
