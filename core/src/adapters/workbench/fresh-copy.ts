import { constants } from "node:fs";
import { chmod, chown, lstat, mkdir, open, readFile, symlink, unlink } from "node:fs/promises";
import { join } from "node:path";
import { UpstreamError } from "../../errors.ts";
import type { TreeFile } from "../../ports.ts";
import { runTool } from "./run-tool.ts";

export type FreshCopyInput = {
  /** Clean files of the commit. */
  tree: string;
  files: ReadonlyMap<string, TreeFile>;
  /** Path to contents; null deletes. */
  changes: ReadonlyMap<string, string | null>;
  isFit: (path: string) => boolean;
  /** Where the copy is made; does not exist yet. */
  target: string;
  /** Who works in it, when not we ourselves. */
  uid: number | null;
  signal: AbortSignal;
};

/** A copy of the files with changes laid over it, for one run; where the file system can, without copying any data. */
export async function makeFreshCopy(input: FreshCopyInput): Promise<void> {
  const { tree, target, changes, files, uid, signal } = input;
  await runTool("cp", ["-a", "--", tree, target], signal);
  await chmod(target, 0o700);
  for (const [path, content] of changes) {
    if (!input.isFit(path)) throw refused(path);
    await layOver(target, path, content, files.get(path)?.kind === "executable");
  }
  // Last, when nothing of ours is written any more: inside, a link reaches no further than the command itself.
  for (const { kind, path } of files.values()) {
    if (kind === "symlink" && !changes.has(path)) await makeLink(tree, target, path);
  }
  if (uid !== null) {
    await chown(target, uid, uid);
    await runTool("chown", ["-R", "-h", `${uid}:${uid}`, "--", target], signal);
  }
}

/** Every folder on the way is looked at, and the file is made anew: no link is ever followed. */
async function layOver(
  target: string,
  path: string,
  content: string | null,
  isExecutable: boolean,
): Promise<void> {
  const parts = path.split("/");
  for (let depth = 1; depth < parts.length; depth += 1) {
    const folder = join(target, ...parts.slice(0, depth));
    if (!(await isFolder(folder, path))) {
      if (content === null) return;
      await mkdir(folder, { mode: 0o755 });
    }
  }
  const file = join(target, path);
  if (await isFolder(file, path, "file")) throw refused(path);
  await unlink(file).catch(unlessMissing);
  if (content === null) return;
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const handle = await open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, isExecutable ? 0o755 : 0o644);
  try {
    await handle.writeFile(content, "utf8");
  } finally {
    await handle.close();
  }
}

/** False when nothing is there. What stands in a folder's place, but is none, is refused. */
async function isFolder(
  place: string,
  path: string,
  expected: "folder" | "file" = "folder",
): Promise<boolean> {
  const there = await lstat(place).catch(unlessMissing);
  if (!there) return false;
  if (there.isDirectory()) return true;
  if (expected === "folder") throw refused(path);
  return false;
}

/** A link's text stands in a plain file of the clean tree. */
async function makeLink(tree: string, target: string, path: string): Promise<void> {
  const text = await readFile(join(tree, path), "utf8");
  const place = join(target, path);
  if (text === "" || text.includes("\0")) return;
  await unlink(place);
  await symlink(text, place);
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

function refused(path: string): UpstreamError {
  const cause = new Error(`refused to write ${JSON.stringify(path)}`);
  return new UpstreamError("workbench", "A change names a place that cannot be written.", {
    retryable: false,
    cause,
  });
}
