import { fsyncSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/** The parts of Emscripten's file system on a real folder that are replaced here. */
type FsNode = { name: string; parent: FsNode };
type HostFiles = {
  realPath(node: FsNode): string;
  /** Turns an error of the host into one that Postgres gets as errno. */
  tryFSOperation<T>(operation: () => T): T;
  stream_ops: { fsync?(stream: { nfd: number }): number };
  node_ops: { rename(node: FsNode, folder: FsNode, name: string): void };
};
type Emscripten = {
  filesystems: { NODEFS: HostFiles };
  lookupNode(folder: FsNode, name: string): FsNode;
  hashRemoveNode(node: FsNode): void;
};
type ModuleOptions = Parameters<NodeFS["init"]>[1];

/**
 * PGlite's files on disk, with the two things that Postgres counts on after a crash and PGlite leaves out: fsync
 * reaches the disk, and a rename replaces the old file in one step.
 */
export class DurableFiles extends NodeFS {
  override async init(pg: PGlite, options: ModuleOptions): Promise<{ emscriptenOpts: ModuleOptions }> {
    const preRun = [
      (mod: { FS: unknown }): void => makeDurable(emscripten(mod.FS)),
      ...(options.preRun ?? []),
    ];
    return super.init(pg, { ...options, preRun });
  }
}

function makeDurable(files: Emscripten): void {
  const { NODEFS } = files.filesystems;
  NODEFS.stream_ops.fsync = ({ nfd }) => {
    NODEFS.tryFSOperation(() => fsyncSync(nfd));
    return 0;
  };
  NODEFS.node_ops.rename = (node, folder, name) => {
    const replaced = known(files, folder, name);
    NODEFS.tryFSOperation(() => renameSync(NODEFS.realPath(node), join(NODEFS.realPath(folder), name)));
    if (replaced) files.hashRemoveNode(replaced); // or a later unlink of the new file would bring the old name back
    node.name = name;
  };
}

function known(files: Emscripten, folder: FsNode, name: string): FsNode | null {
  try {
    return files.lookupNode(folder, name);
  } catch {
    return null; // Emscripten throws when there is no such file, which is the ordinary case
  }
}

/** PGlite types its file system as the public part of Emscripten's; the replaced parts are internal to it. */
function emscripten(files: unknown): Emscripten {
  return files as Emscripten;
}
