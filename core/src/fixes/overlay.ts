import type { Checkout } from "../ports.ts";
import { indexTree } from "./tree.ts";
import type { Tree } from "./tree.ts";

/** What the model changes in its copy of a repository, held in memory: nothing is written before a run of the tests. */
export type Overlay = {
  /** The commit's files and the new ones. */
  tree(): Tree;
  /** Whole changed files; null means deleted. */
  readonly changes: ReadonlyMap<string, string | null>;
  /** Paths of the files as they are now, sorted. */
  listPaths(): string[];
  /** As it is now; null when there is no such text file. */
  read(path: string): Promise<string | null>;
  /** As the commit has it. */
  readBase(path: string): Promise<string | null>;
  /** Null deletes. A file that is as the commit has it again counts as unchanged. */
  set(path: string, content: string | null): Promise<void>;
};

export async function openOverlay(checkout: Checkout): Promise<Overlay> {
  const base = await checkout.listFiles();
  const inBase = new Set(base.map((file) => file.path));
  const changes = new Map<string, string | null>();
  let tree = indexTree(base);
  const readBase = async (path: string): Promise<string | null> =>
    inBase.has(path) ? checkout.readFile(path) : null;
  return {
    tree: () => tree,
    changes,
    readBase,
    listPaths: () =>
      [...tree.files.values()]
        .filter(({ path, kind }) => (kind === "file" || kind === "executable") && changes.get(path) !== null)
        .map(({ path }) => path)
        .sort(),
    read: async (path) => {
      const changed = changes.get(path);
      return changed === undefined ? readBase(path) : changed;
    },
    async set(path, content) {
      if ((await readBase(path)) === content) changes.delete(path);
      else changes.set(path, content);
      const isNew = !inBase.has(path);
      if (!isNew || tree.files.has(path) === changes.has(path)) return;
      // A new file must be in the way of a folder of the same name, and of the same name in other letters.
      const added = [...changes.keys()].filter((one) => !inBase.has(one));
      tree = indexTree([...base, ...added.map((one) => ({ path: one, kind: "file" as const, bytes: 0 }))]);
    },
  };
}
