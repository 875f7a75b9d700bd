import { constants } from "node:fs";
import { chmod, open } from "node:fs/promises";
import { join } from "node:path";
import { UpstreamError } from "../../errors.ts";
import type { Checkout, CommandRun, RunLimits, TreeFile } from "../../ports.ts";
import { watchDisk } from "./disk-room.ts";
import { makeFreshCopy } from "./fresh-copy.ts";
import { deleteFolder } from "./leftovers.ts";
import { runShutIn } from "./sandbox.ts";
import type { ModeOrProblem } from "./sandbox-mode.ts";

export type CheckoutInput = {
  sha: string;
  /** Clean files of the commit. */
  tree: string;
  files: TreeFile[];
  /** All of it; deleted at the end. */
  folder: string;
  readPaths: string[];
  hiddenPaths: string[];
  findMode: () => Promise<ModeOrProblem>;
  isFit: (path: string) => boolean;
  signal: AbortSignal;
};

const MAX_READ_BYTES = 1_000_000;

/** See the port. Runs may go on at the same time: each has a copy of its own. Closing ends those that still go on. */
export function createCheckout(input: CheckoutInput): Checkout {
  const files = new Map(input.files.map((file) => [file.path, file]));
  const closing = new AbortController();
  const signal = AbortSignal.any([input.signal, closing.signal]);
  const going = new Set<Promise<CommandRun>>();
  let runs = 0;
  return {
    sha: input.sha,
    listFiles: async () => input.files,
    readFile: async (path) => readText(input.tree, files.get(path)),
    async run(command, changes, limits) {
      runs += 1;
      const run = runOnce({ ...input, signal }, files, { number: runs, command, changes, limits });
      going.add(run);
      return run.finally(() => going.delete(run));
    },
    async close() {
      closing.abort(new UpstreamError("workbench", "The copy was deleted meanwhile.", { retryable: false }));
      await Promise.allSettled(going);
      await deleteFolder(input.folder);
    },
  };
}

type Run = {
  number: number;
  command: string;
  changes: ReadonlyMap<string, string | null>;
  limits: RunLimits;
};

async function runOnce(
  input: CheckoutInput,
  files: ReadonlyMap<string, TreeFile>,
  { number, command, changes, limits }: Run,
): Promise<CommandRun> {
  const { folder, tree, readPaths, hiddenPaths, signal, isFit } = input;
  const found = await input.findMode();
  if ("problem" in found) throw new UpstreamError("workbench", found.problem, { retryable: false });
  const { mode } = found;
  const copy = join(folder, `run-${number}`);
  try {
    // Who works in the copy may pass through, not look around.
    if (mode.uid !== null) await chmod(folder, 0o711);
    await makeFreshCopy({ tree, files, changes, isFit, target: copy, uid: mode.uid, signal });
    const ownBytes = input.files.reduce((sum, file) => sum + file.bytes, 0);
    const isDiskFull = await watchDisk(copy, ownBytes);
    return await runShutIn({
      mode,
      command,
      copy,
      folder,
      readPaths,
      hiddenPaths,
      limits,
      isDiskFull,
      signal,
    });
  } finally {
    await deleteFolder(copy);
  }
}

async function readText(tree: string, file: TreeFile | undefined): Promise<string | null> {
  if (!file || file.bytes > MAX_READ_BYTES) return null;
  if (file.kind !== "file" && file.kind !== "executable") return null;
  const handle = await open(join(tree, file.path), constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return toText(await handle.readFile());
  } finally {
    await handle.close();
  }
}

/** Null for what is not text. A byte order mark stays: the file is written back as it was. */
function toText(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null; // Not UTF-8.
  }
}
