import { spawn } from "node:child_process";
import { KeptOutput } from "./kept-output.ts";
import { endOf, killGroup } from "./kill-group.ts";

export type GitInput = {
  args: string[];
  /** An empty folder: git finds no settings of anybody. */
  home: string;
  /** Settings for this process alone; an authorization goes here, where no argument list or file shows it. */
  config?: Record<string, string>;
  /** Most bytes of one file, such as the pack that a server sends. */
  maxFileBytes?: number;
  /** Most bytes of standard output; more ends it. */
  maxOutputBytes?: number;
  seconds: number;
  signal: AbortSignal;
};

export type GitRun = { exitCode: number | null; isLate: boolean; output: string; errors: string };

const DEFAULT_FILE_BYTES = 1024 ** 3;

/** Nothing of a repository, of this machine or of its user decides what git runs or reads. */
const SHUT: Record<string, string> = {
  "core.hooksPath": "/dev/null",
  "core.fsmonitor": "false",
  "core.symlinks": "false",
  "core.attributesFile": "/dev/null",
  "core.excludesFile": "/dev/null",
  "core.autocrlf": "false",
  "core.sshCommand": "false",
  "core.protectHFS": "true",
  "core.protectNTFS": "true",
  "core.bigFileThreshold": "16m",
  "credential.helper": "",
  "fetch.unpackLimit": "1",
  "gc.auto": "0",
  "init.templateDir": "",
  "maintenance.auto": "false",
  "protocol.allow": "never",
  "submodule.recurse": "false",
  "transfer.bundleURI": "false",
  "transfer.fsckObjects": "true",
  // Old commits of honest repositories have these; they harm nobody.
  "fetch.fsck.zeroPaddedFilemode": "ignore",
  "fetch.fsck.badTimezone": "ignore",
  "fetch.fsck.missingSpaceBeforeDate": "ignore",
  "http.lowSpeedLimit": "1000",
  "http.lowSpeedTime": "30",
};

/** Runs git in an environment of our making; it is killed with everything it started when it takes too long or says too much. */
export async function runGit(input: GitInput): Promise<GitRun> {
  const { args, home, seconds, signal, maxOutputBytes = 1_000_000 } = input;
  signal.throwIfAborted();
  const blocks = Math.ceil((input.maxFileBytes ?? DEFAULT_FILE_BYTES) / 512);
  const child = spawn("/bin/sh", ["-c", `ulimit -c 0; ulimit -f ${blocks}; exec git "$@"`, "git", ...args], {
    cwd: home,
    env: gitEnvironment(home, input.config ?? {}),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = new KeptOutput(maxOutputBytes);
  const errors = new KeptOutput(20_000);
  child.stderr.on("data", (chunk: Buffer) => errors.add(chunk));
  let isLate = false;
  const kill = (): void => killGroup(child);
  child.stdout.on("data", (chunk: Buffer) => {
    output.add(chunk);
    if (output.totalBytes > maxOutputBytes) kill();
  });
  const clock = setTimeout(() => {
    isLate = true;
    kill();
  }, seconds * 1000);
  signal.addEventListener("abort", kill);
  try {
    const exitCode = await endOf(child);
    signal.throwIfAborted();
    return { exitCode, isLate, output: output.text(), errors: errors.text() };
  } finally {
    clearTimeout(clock);
    signal.removeEventListener("abort", kill);
  }
}

function gitEnvironment(home: string, config: Record<string, string>): Record<string, string> {
  const entries = Object.entries({ ...SHUT, ...config });
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: home,
    LANG: "C.UTF-8",
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "true",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_LFS_SKIP_SMUDGE: "1",
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(
      entries.flatMap(([key, value], n) => [
        [`GIT_CONFIG_KEY_${n}`, key],
        [`GIT_CONFIG_VALUE_${n}`, value],
      ]),
    ),
  };
}
