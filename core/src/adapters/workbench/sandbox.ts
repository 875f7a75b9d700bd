import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UpstreamError } from "../../errors.ts";
import type { CommandRun, RunLimits } from "../../ports.ts";
import { runLimited } from "./limited-process.ts";
import { sandboxArguments } from "./sandbox-arguments.ts";
import { sandboxMounts, sandboxPath } from "./sandbox-mounts.ts";
import type { SandboxMode } from "./sandbox-mode.ts";

export type ShutInInput = {
  mode: SandboxMode;
  command: string;
  /** The folder that the command works in. */
  copy: string;
  /** Another folder of ours, for the few files of /etc. */
  folder: string;
  readPaths: string[];
  hiddenPaths: string[];
  limits: RunLimits;
  isDiskFull: () => Promise<boolean>;
  signal: AbortSignal;
};

/** Of what lies in memory as files, beside what the programs use. */
const MAX_TMP_BYTES = 512 * 1024 * 1024;

/** Runs a command with nothing in reach but a copy and the installed programs. */
export async function runShutIn(input: ShutInInput): Promise<CommandRun> {
  const { mode, command, copy, readPaths, hiddenPaths, limits } = input;
  const ownEtc = join(input.folder, "etc");
  await writeEtc(ownEtc);
  const args = sandboxArguments({
    command,
    seconds: limits.seconds,
    mounts: sandboxMounts({ readPaths, hiddenPaths, ownEtc }),
    copy,
    path: sandboxPath(readPaths),
    tmpBytes: Math.min(MAX_TMP_BYTES, (limits.memoryMb * 1024 * 1024) / 2),
    closesNamespaces: mode.closesNamespaces,
  });
  const { complaint, ...run } = await runLimited({
    program: mode.program,
    args,
    // bubblewrap is the first process inside, and its environment can be read there: it has none.
    env: {},
    uid: mode.uid,
    limits,
    isDiskFull: input.isDiskFull,
    signal: input.signal,
  });
  if (run.stopped === null && complaint.includes("bwrap:")) {
    const cause = new Error(complaint.slice(0, 2000));
    throw new UpstreamError("workbench", "The command could not be shut in.", { retryable: false, cause });
  }
  return run;
}

/** The few files without which programs stumble, with nobody's names in them. */
async function writeEtc(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const files = {
    passwd: "fix:x:1000:1000::/tmp/home:/bin/sh\nroot:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n",
    group: "fix:x:1000:\nroot:x:0:\nnogroup:x:65534:\n",
    hosts: "127.0.0.1 localhost workbench\n::1 localhost\n",
  };
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, name), text, { mode: 0o644 });
}
