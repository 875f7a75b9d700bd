import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file of a commit; `mode` is git's: a link is 120000, a submodule 160000 with a commit's id as its content. */
export type Entry = {
  path: string;
  content: string | Buffer;
  mode?: "100644" | "100755" | "120000" | "160000";
};

/** A bare repository with one commit on `main`, made of objects as they are: also of names that git itself would refuse. */
export class HandmadeRepository {
  /** Holds `owner/name.git`, as a server of many repositories would. */
  readonly root = mkdtempSync(join(tmpdir(), "handmade-"));
  readonly path = join(this.root, "owner", "name.git");

  constructor(entries: readonly Entry[]) {
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", this.path], {
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
    });
    const tree = this.#writeTree(entries);
    const commit = this.git(["commit-tree", tree, "-m", "As found"]);
    this.git(["update-ref", "refs/heads/main", commit]);
  }

  get sha(): string {
    return this.git(["rev-parse", "main"]);
  }

  git(args: readonly string[], input?: string | Buffer): string {
    const who = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.com" };
    return execFileSync("git", ["--git-dir", this.path, ...args], {
      input: input ?? "",
      maxBuffer: 10_000_000,
      env: {
        PATH: process.env["PATH"],
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_COMMITTER_NAME: "a",
        GIT_COMMITTER_EMAIL: "a@example.com",
        ...who,
      },
    })
      .toString("utf8")
      .trim();
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Slashes make folders; everything else may stand in a name. */
  #writeTree(entries: readonly Entry[]): string {
    const folders = Map.groupBy(
      entries.filter(({ path }) => path.includes("/")),
      ({ path }) => path.slice(0, path.indexOf("/")),
    );
    const files = entries
      .filter(({ path }) => !path.includes("/"))
      .map(({ path, content, mode = "100644" }) => {
        const isCommit = mode === "160000";
        const object = isCommit ? String(content) : this.git(["hash-object", "-w", "--stdin"], content);
        return `${mode} ${isCommit ? "commit" : "blob"} ${object}\t${path}`;
      });
    const trees = [...folders].map(([name, inside]) => {
      const inner = inside.map((entry) => ({ ...entry, path: entry.path.slice(name.length + 1) }));
      return `040000 tree ${this.#writeTree(inner)}\t${name}`;
    });
    return this.git(["mktree", "-z", "--missing"], [...files, ...trees].map((line) => `${line}\0`).join(""));
  }
}
