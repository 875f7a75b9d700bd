import { REPO_FOLDER } from "./sandbox-mounts.ts";

export type SandboxInput = {
  command: string;
  /** How long it may take; the caller ends it then. */
  seconds: number;
  /** bubblewrap's arguments that show parts of the machine, see `sandbox-mounts.ts`. */
  mounts: string[];
  /** Folder on this machine that the command works in. */
  copy: string;
  /** Folders that programs are looked for in. */
  path: string[];
  tmpBytes: number;
  /** Whether programs inside may not make namespaces of their own; older kernels and versions cannot. */
  closesNamespaces: boolean;
};

const SHARED_MEMORY_BYTES = 64 * 1024 * 1024;
/** 512 bytes each. */
const MAX_FILE_BLOCKS = 2 * 1024 * 1024;
const MAX_PROCESSES = 1024;
const CLOCK_GRACE = 30;

/**
 * Runs inside, before the command: the kernel ends it first when memory is short, no core dumps, files up to 1 GB, so many processes
 * (an option has two names among shells), behind everything else on this machine; and a clock of its own, should we be gone.
 */
function prelude(seconds: number): string {
  return [
    "echo 1000 >/proc/self/oom_score_adj",
    "ulimit -c 0",
    `ulimit -f ${MAX_FILE_BLOCKS}`,
    `if (ulimit -u ${MAX_PROCESSES}) 2>/dev/null; then ulimit -u ${MAX_PROCESSES}; else ulimit -p ${MAX_PROCESSES}; fi`,
    `exec timeout -s KILL ${Math.ceil(seconds) + CLOCK_GRACE} nice -n 10 /bin/sh -c "$0" 2>&1`,
  ].join("\n");
}

/**
 * bubblewrap's arguments for one command: namespaces of its own for everything (so no network but its own loopback), an empty
 * environment, an unprivileged user, and a file system of which only the copy and two bounded folders in memory can be written.
 */
export function sandboxArguments(input: SandboxInput): string[] {
  const { command, seconds, mounts, copy, path, tmpBytes, closesNamespaces } = input;
  return [
    ["--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000", "--hostname", "workbench"],
    closesNamespaces ? ["--disable-userns"] : [],
    ["--die-with-parent", "--new-session", "--clearenv"],
    ["--proc", "/proc", "--dev", "/dev"],
    ["--size", String(SHARED_MEMORY_BYTES), "--tmpfs", "/dev/shm", "--remount-ro", "/dev"],
    ["--size", String(Math.floor(tmpBytes)), "--tmpfs", "/tmp", "--dir", "/tmp/home"],
    // Last: what the operator shows may lie under /tmp.
    mounts,
    ["--bind", copy, REPO_FOLDER, "--chdir", REPO_FOLDER],
    ["--setenv", "PATH", path.join(":"), "--setenv", "HOME", "/tmp/home"],
    ["--setenv", "CI", "1", "--setenv", "LANG", "C.UTF-8", "--setenv", "NO_COLOR", "1"],
    ["--remount-ro", "/", "/bin/sh", "-c", prelude(seconds), command],
  ].flat();
}
