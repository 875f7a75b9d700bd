import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runLimited } from "./limited-process.ts";
import { sandboxArguments } from "./sandbox-arguments.ts";
import { REPO_FOLDER } from "./sandbox-mounts.ts";
import { runTool } from "./run-tool.ts";
import { messageOf } from "../../errors.ts";

/** How commands can be shut in on this machine. */
export type SandboxMode = {
  /** Where bubblewrap is. */
  program: string;
  /** The number to run under in place of our own; null when we are no administrator anyway. */
  uid: number | null;
  closesNamespaces: boolean;
};

export type ModeOrProblem = { mode: SandboxMode } | { problem: string };

/** Belongs to nobody on any common system. */
const SPARE_UID = 64_247;
const PLACES = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"];
const LIMITS = { seconds: 20, memoryMb: 512, outputBytes: 10_000 };

/** Tries the safest way first, with copies in `place`. A problem is a sentence for whoever runs this machine. */
export async function findSandboxMode(place: string): Promise<ModeOrProblem> {
  if (process.platform !== "linux") return { problem: "Fix attempts can run tests on Linux only." };
  const program = PLACES.find((path) => existsSync(path));
  if (program === undefined) {
    return { problem: "bubblewrap is not installed. On Debian and Ubuntu: apt-get install bubblewrap" };
  }
  if (!existsSync("/proc/thread-self/children")) {
    return {
      problem: "The kernel does not list the children of a process, so their memory cannot be limited.",
    };
  }
  try {
    await runTool("git", ["--version"]);
  } catch {
    return { problem: "git is not installed. On Debian and Ubuntu: apt-get install git" };
  }
  let complaint = "";
  for (const mode of modesFor(program)) {
    const tried = await probe(mode, place);
    if (tried === null) return { mode };
    complaint ||= tried;
  }
  return { problem: explain(complaint) };
}

/** As an administrator we step down: what would break out is nobody on this machine. */
function modesFor(program: string): SandboxMode[] {
  const isRoot = process.getuid?.() === 0;
  const uids = isRoot ? [SPARE_UID, null] : [null];
  return uids.flatMap((uid) => [
    { program, uid, closesNamespaces: true },
    { program, uid, closesNamespaces: false },
  ]);
}

/** Null when a command ran, wrote its file and was seen to end; else what bubblewrap said. */
async function probe(mode: SandboxMode, place: string): Promise<string | null> {
  const folder = await mkdtemp(join(place, "firstline-probe-"));
  try {
    const copy = join(folder, "copy");
    await mkdir(copy);
    await chmod(folder, 0o711);
    if (mode.uid !== null) await chown(copy, mode.uid, mode.uid);
    const run = await runLimited({
      program: mode.program,
      args: sandboxArguments({
        command: `touch ${REPO_FOLDER}/a && echo ready`,
        seconds: LIMITS.seconds,
        mounts: probeMounts(),
        copy,
        path: ["/usr/bin", "/bin"],
        tmpBytes: 1024 * 1024,
        closesNamespaces: mode.closesNamespaces,
      }),
      env: {},
      uid: mode.uid,
      limits: LIMITS,
      isDiskFull: async () => false,
      signal: AbortSignal.timeout(LIMITS.seconds * 1000),
    });
    const isReady = run.exitCode === 0 && run.output.includes("ready") && existsSync(join(copy, "a"));
    return isReady ? null : run.complaint || run.output || "nothing was said";
  } catch (error) {
    return messageOf(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function probeMounts(): string[] {
  const places = ["/usr", "/bin", "/lib", "/lib32", "/lib64", "/libx32"];
  return places.flatMap((path) => ["--ro-bind-try", path, path]);
}

function explain(complaint: string): string {
  const said = complaint.replaceAll(/\s+/gu, " ").trim().slice(0, 200);
  if (/namespace|uid map|unshare|RTM_NEWADDR|setting up|clone/iu.test(said)) {
    return (
      "This machine does not let bubblewrap make user namespaces (kernel.unprivileged_userns_clone, AppArmor, or the seccomp " +
      `profile of a container). bubblewrap said: ${said}`
    );
  }
  return `bubblewrap cannot run here. It said: ${said}`;
}
