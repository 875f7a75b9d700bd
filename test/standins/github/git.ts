import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const SHA = /^[0-9a-f]{40}$/u;

export type TreeChange = { path: string; mode: string; sha: string | null };
export type Commit = {
  sha: string;
  tree: string;
  parents: string[];
  message: string;
  author: Signature;
  committer: Signature;
};
export type Signature = { name: string; email: string; date: string };

/** A real bare repository, written by git's own plumbing. */
export class Git {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async init(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await this.#run(["init", "--quiet", "--bare", "--initial-branch=main", "."]);
    await this.#run(["config", "uploadpack.allowAnySHA1InWant", "true"]);
  }

  async writeBlob(content: Buffer | string): Promise<string> {
    return this.#run(["hash-object", "-w", "--stdin"], { input: content });
  }

  async readBlob(sha: string): Promise<string> {
    return this.#run(["cat-file", "blob", sha], { isRaw: true });
  }

  async readFile(ref: string, path: string): Promise<string> {
    return this.#run(["show", `${ref}:${path}`], { isRaw: true });
  }

  /** Throws for paths that git refuses, and for removing what is not there. */
  async writeTree(base: string | null, changes: TreeChange[]): Promise<string> {
    const index = join(this.folder, `index-${randomUUID()}`);
    const env = { GIT_INDEX_FILE: index };
    try {
      if (base !== null) await this.#run(["read-tree", base], { env });
      for (const { path, mode, sha } of changes) {
        if (sha !== null) {
          await this.#run(["update-index", "--add", "--cacheinfo", `${mode},${sha},${path}`], { env });
          continue;
        }
        await this.#run(["ls-files", "--error-unmatch", "--", path], { env });
        await this.#run(["rm", "--quiet", "--cached", "--", path], { env });
      }
      return await this.#run(["write-tree"], { env });
    } finally {
      await rm(index, { force: true });
    }
  }

  async commit(input: {
    tree: string;
    parents: string[];
    message: string;
    author: Signature;
    committer?: Signature;
  }): Promise<string> {
    const { author, committer = author } = input;
    const env = {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: author.date,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: committer.date,
    };
    const parents = input.parents.flatMap((parent) => ["-p", parent]);
    return this.#run(["commit-tree", input.tree, ...parents, "-F", "-"], { env, input: input.message });
  }

  async readCommit(sha: string): Promise<Commit | null> {
    if (!SHA.test(sha) || (await this.typeOf(sha)) !== "commit") return null;
    const format = ["%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");
    const shown = await this.#run(["show", "--no-patch", `--format=${format}`, sha]);
    const [tree = "", parents = "", an = "", ae = "", at = "", cn = "", ce = "", ct = "", message = ""] =
      shown.split("\0");
    return {
      sha,
      tree,
      parents: parents === "" ? [] : parents.split(" "),
      message: message.trimEnd(),
      author: { name: an, email: ae, date: toUtc(at) },
      committer: { name: cn, email: ce, date: toUtc(ct) },
    };
  }

  async typeOf(sha: string): Promise<string | null> {
    return SHA.test(sha) ? this.#orNull(["cat-file", "-t", sha]) : null;
  }

  /** The commit of a branch, tag or (part of a) sha. */
  async resolve(name: string): Promise<string | null> {
    for (const ref of SHA.test(name) ? [name] : [`refs/heads/${name}`, name]) {
      const found = await this.#orNull(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
      if (found !== null) return found;
    }
    return null;
  }

  /** `ref` in full: "refs/heads/main". */
  async readRef(ref: string): Promise<string | null> {
    return this.#orNull(["rev-parse", "--verify", "--quiet", ref]);
  }

  async writeRef(ref: string, sha: string): Promise<void> {
    await this.#run(["update-ref", ref, sha]);
  }

  async deleteRef(ref: string): Promise<void> {
    await this.#run(["update-ref", "-d", ref]);
  }

  async listRefs(prefix: string): Promise<{ ref: string; sha: string }[]> {
    const format = "--format=%(refname) %(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)";
    const lines = await this.#run(["for-each-ref", format, prefix]);
    return lines
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [ref = "", sha = ""] = line.split(" ");
        return { ref, sha };
      });
  }

  async compare(base: string, head: string): Promise<{ behind: number; ahead: number } | null> {
    if ((await this.#orNull(["merge-base", base, head])) === null) return null;
    const counts = await this.#run(["rev-list", "--left-right", "--count", `${base}...${head}`]);
    const [behind = 0, ahead = 0] = counts.split(/\s+/u).map(Number);
    return { behind, ahead };
  }

  /** The tree of both together; null when they conflict. */
  async mergeTrees(base: string, head: string): Promise<string | null> {
    return this.#orNull(["merge-tree", "--write-tree", base, head]);
  }

  async #orNull(args: string[]): Promise<string | null> {
    try {
      return await this.#run(args);
    } catch {
      return null;
    }
  }

  async #run(
    args: string[],
    {
      env = {},
      input,
      isRaw = false,
    }: { env?: Record<string, string>; input?: Buffer | string; isRaw?: boolean } = {},
  ): Promise<string> {
    const options = { cwd: this.folder, env: { ...quiet(), ...env }, maxBuffer: 64 * 1024 * 1024 };
    const running = run("git", args, options);
    if (input !== undefined) running.child.stdin?.end(input);
    const { stdout } = await running;
    return isRaw ? stdout : stdout.trimEnd();
  }
}

/** The settings of whoever runs the tests must not matter. */
function quiet(): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    HOME: "/nonexistent",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    TZ: "UTC",
  };
}

function toUtc(date: string): string {
  return new Date(date).toISOString().replace(/\.\d+Z$/u, "Z");
}

/** Git's own server for fetches over HTTP, as a CGI program. */
export function startHttpBackend(root: string, request: Record<string, string>): ReturnType<typeof spawn> {
  return spawn("git", ["http-backend"], {
    env: { ...quiet(), GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: "1", ...request },
    stdio: ["pipe", "pipe", "ignore"],
  });
}
