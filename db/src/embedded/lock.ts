import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type Lock = { release(): void };

const SQLITE_BUSY = 5;

/**
 * Takes the folder for this process, or returns null when another process has it. PGlite itself has no lock, and two
 * on one folder lose rows. Node has no file locks but SQLite does, and the system frees them at a kill -9.
 */
export function lockFolder(folder: string): Lock | null {
  const database = new DatabaseSync(join(folder, "lock.sqlite"));
  try {
    database.exec("pragma locking_mode = exclusive; begin exclusive");
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return { release: () => database.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}
