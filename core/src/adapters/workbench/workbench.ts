import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UpstreamError } from "../../errors.ts";
import { normalisePath } from "../../fixes/path-names.ts";
import type { Checkout, Log, Workbench } from "../../ports.ts";
import { createCheckout } from "./checkout.ts";
import { clone } from "./clone.ts";
import { clearLeftovers, deleteFolder, folderPrefix } from "./leftovers.ts";
import { findSandboxMode } from "./sandbox-mode.ts";
import type { ModeOrProblem } from "./sandbox-mode.ts";

export type WorkbenchOptions = {
  /** Folders beside the system's own that commands may read: toolchains, package caches. */
  readPaths: string[];
  /** Folders that commands never see beside this program's own: the data folder. */
  hiddenPaths?: string[];
  log: Pick<Log, "warn">;
  /** Where copies are made; the system's place for temporary files unless given. */
  place?: string;
};

const PROBE_MS = 60_000;
/** No control characters, no option, nothing that git takes for more than a name. */
const BRANCH = /^(?!-)[^\p{Cc}\s~^:?*[\\]{1,250}$/u;

/** Throw-away copies of repositories on this machine, with git and bubblewrap. */
export function createWorkbench(options: WorkbenchOptions): Workbench {
  const { readPaths, log, place = tmpdir() } = options;
  const hiddenPaths = [
    ownFolder(),
    process.cwd(),
    ...(options.hiddenPaths ?? []).map((path) => resolve(path)),
  ];
  const findMode = rememberFor(PROBE_MS, async () => findSandboxMode(place));
  const clear = once(async () => clearQuietly(place, log));

  return {
    async findProblem() {
      const found = await findMode();
      return "problem" in found ? found.problem : null;
    },
    async checkOut({ url, authorization, branch, signal }): Promise<Checkout> {
      if (!BRANCH.test(branch)) {
        throw new UpstreamError("git", "The branch's name cannot be used.", { retryable: false });
      }
      await clear();
      const folder = await mkdtemp(join(place, folderPrefix(process.pid)));
      try {
        const cloned = await clone({ url, authorization, branch, folder, isFit, signal });
        return createCheckout({ ...cloned, folder, readPaths, hiddenPaths, findMode, isFit, signal });
      } catch (error) {
        await deleteFolder(folder);
        throw error;
      }
    },
  };
}

/** Only what is spelled the one way that paths are checked in. */
function isFit(path: string): boolean {
  const normal = normalisePath(path);
  return normal.ok && normal.path === path;
}

/** The folder of this installation, with its settings. */
function ownFolder(): string {
  return resolve(import.meta.dirname, "../../../..");
}

async function clearQuietly(place: string, log: Pick<Log, "warn">): Promise<void> {
  try {
    const count = await clearLeftovers(place);
    if (count > 0)
      log.warn({ count }, "Copies of repositories that another process left behind were deleted");
  } catch (error) {
    log.warn({ error }, "Copies of repositories that another process left behind could not be deleted");
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= work());
}

function rememberFor(milliseconds: number, find: () => Promise<ModeOrProblem>): () => Promise<ModeOrProblem> {
  let found: { value: Promise<ModeOrProblem>; until: number } | null = null;
  return () => {
    const now = performance.now();
    if (!found || found.until < now) found = { value: find(), until: now + milliseconds };
    return found.value;
  };
}
