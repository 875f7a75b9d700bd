import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorkbench } from "@firstline/core/adapters";
import type { WorkbenchOptions } from "@firstline/core/adapters";
import type { Checkout, RunLimits, Workbench } from "@firstline/core";
import { HandmadeRepository } from "./repository.ts";
import type { Entry } from "./repository.ts";

export const LIMITS: RunLimits = { seconds: 30, memoryMb: 512, outputBytes: 20_000 };

/** Why commands cannot be shut in on this machine; said once by each file of tests that needs it. */
export async function findProblem(): Promise<string | null> {
  const problem = await createWorkbench({ readPaths: [], log: silent }).findProblem();
  if (problem !== null) console.warn(`Left out, commands cannot be shut in here: ${problem}`);
  return problem;
}

const silent = { warn: () => {} };

/** A workbench with a place of its own, and repositories to clone; `[Symbol.dispose]` removes all of it. */
export class Bench {
  readonly place = mkdtempSync(join(tmpdir(), "workbench-test-"));
  readonly workbench: Workbench;
  readonly #repositories: HandmadeRepository[] = [];

  constructor(options: Partial<WorkbenchOptions> = {}) {
    // Commands run under another number than an administrator's, who must be able to pass.
    chmodSync(this.place, 0o711);
    this.workbench = createWorkbench({ readPaths: [], log: silent, place: this.place, ...options });
  }

  repository(entries: readonly Entry[]): HandmadeRepository {
    const repository = new HandmadeRepository(entries);
    this.#repositories.push(repository);
    return repository;
  }

  async checkOut(
    from: HandmadeRepository | string,
    more: { authorization?: string; branch?: string; signal?: AbortSignal } = {},
  ): Promise<Checkout> {
    return this.workbench.checkOut({
      url: typeof from === "string" ? from : from.path,
      authorization: more.authorization ?? null,
      branch: more.branch ?? "main",
      signal: more.signal ?? new AbortController().signal,
    });
  }

  async checkOutFiles(entries: readonly Entry[]): Promise<Checkout> {
    return this.checkOut(this.repository(entries));
  }

  /** Copies that are on the disk now. */
  copies(): string[] {
    return readdirSync(this.place);
  }

  [Symbol.dispose](): void {
    for (const repository of this.#repositories) repository.remove();
    rmSync(this.place, { recursive: true, force: true });
  }
}

/** Processes of the whole machine whose command line contains a mark. */
export function processesWith(mark: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name) && Number(name) !== process.pid)
    .filter((pid) => commandLine(pid).includes(mark))
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // It ended meanwhile.
  }
}
