import type { TreeFile } from "../ports.ts";
import { foldPath } from "./path-names.ts";

/** The files of a checkout, ready to be asked about single paths. */
export type Tree = {
  files: ReadonlyMap<string, TreeFile>;
  /** Files and folders by their folded spelling, with the real one. */
  folded: ReadonlyMap<string, { path: string; isFolder: boolean }>;
};

export function indexTree(list: readonly TreeFile[]): Tree {
  const files = new Map<string, TreeFile>();
  const folded = new Map<string, { path: string; isFolder: boolean }>();
  for (const file of list) {
    files.set(file.path, file);
    folded.set(foldPath(file.path), { path: file.path, isFolder: false });
    for (const folder of foldersAbove(file.path)) {
      const key = foldPath(folder);
      if (folded.has(key)) break;
      folded.set(key, { path: folder, isFolder: true });
    }
  }
  return { files, folded };
}

/** The nearest first: "a/b/c" has "a/b" and "a". */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    folders.push(path.slice(0, end));
  }
  return folders;
}

/** The mode that a commit gives a file: executables stay so, new files are plain. */
export function modeOf(path: string, tree: Tree): "100644" | "100755" {
  return tree.files.get(path)?.kind === "executable" ? "100755" : "100644";
}
