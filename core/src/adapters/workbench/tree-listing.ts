import type { TreeFile } from "../../ports.ts";

/** `git ls-tree -r -l -z`: mode, kind, object and size, a tab, the path, a zero byte. */
const ENTRY = /^(\d{6}) (blob|commit) [\da-f]{40,64} +(\d+|-)\t(.+)$/su;

/**
 * The files of a commit. Names that are not plain relative paths, that hide something, or that some file system takes for git's own
 * folder are left out: nobody can ask for them.
 */
export function readTreeListing(listing: string, isFit: (path: string) => boolean): TreeFile[] {
  const files: TreeFile[] = [];
  for (const entry of listing.split("\0")) {
    const [, mode, type, size, path] = ENTRY.exec(entry) ?? [];
    if (mode === undefined || path === undefined || !isFit(path)) continue;
    files.push({ path, kind: kindOf(mode, type), bytes: size === "-" ? 0 : Number(size) });
  }
  return files;
}

function kindOf(mode: string, type: string | undefined): TreeFile["kind"] {
  if (type === "commit") return "submodule";
  if (mode === "120000") return "symlink";
  return mode === "100755" ? "executable" : "file";
}
