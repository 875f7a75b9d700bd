import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";
import { vector } from "@electric-sql/pglite-pgvector";
import { DurableFiles } from "./durable-files.ts";
import { readPreparedCluster, syncAll, unpackPreparedCluster } from "./prepared-cluster.ts";

/** The major version of Postgres inside the pinned PGlite; data folders of another one cannot be opened. */
export const POSTGRES_MAJOR = "18";
const EXTENSIONS = { vector, pg_trgm, unaccent };

/**
 * Half of Postgres' own 128 MB, which would take 60 MB more of resident memory and make searches of 10,000 articles no
 * faster; with 32 MB they take up to a third more, since pages are read from the files again and again.
 */
const MODEST_MEMORY = ["-c", "shared_buffers=64MB"];
/** Postgres counts only a part of the stack that WebAssembly uses; at the default it would overflow before it refuses. */
const STACK_LIMIT = ["-c", "max_stack_depth=500kB"];
/** PGlite starts with -F (no fsync), and its fdatasync does nothing; with these a commit waits for the disk. */
const DURABLE = ["-c", "wal_sync_method=fsync", "-c", "max_wal_size=64MB", "-c", "min_wal_size=32MB"];

export class IncompatibleFolderError extends Error {
  override name = "IncompatibleFolderError";
}

/**
 * Opens the cluster in `dataDir`, or makes one. A kill in the middle of making one leaves no marker behind, so the
 * next start begins anew.
 */
export async function openCluster(dataDir: string): Promise<PGlite> {
  const folder = join(dataDir, "pg");
  const marker = join(dataDir, "cluster-is-complete");
  if (existsSync(marker)) {
    refuseOtherVersion(folder);
    return startOn(folder);
  }
  rmSync(folder, { recursive: true, force: true });
  const syncing = syncAll(unpackPreparedCluster(folder)); // takes as long as the start, and they can go together
  const [pg] = await Promise.all([startOn(folder), syncing]);
  writeFileSync(marker, `Postgres ${POSTGRES_MAJOR}\n`);
  await syncAll([marker, dataDir]);
  return pg;
}

async function startOn(folder: string): Promise<PGlite> {
  return PGlite.create({
    fs: new DurableFiles(folder),
    extensions: EXTENSIONS,
    startParams: [
      ...PGlite.defaultStartParams.filter((one) => one !== "-F"),
      ...MODEST_MEMORY,
      ...STACK_LIMIT,
      ...DURABLE,
    ],
  });
}

/** A cluster in memory, from a tar that `dumpDataDir` made or an empty one. */
export async function openMemoryCluster(template?: Blob): Promise<PGlite> {
  return PGlite.create({
    dataDir: "memory://",
    extensions: EXTENSIONS,
    startParams: [...PGlite.defaultStartParams, ...MODEST_MEMORY, ...STACK_LIMIT],
    loadDataDir: template ?? new Blob([readPreparedCluster()]),
  });
}

function refuseOtherVersion(folder: string): void {
  const major = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (major === POSTGRES_MAJOR) return;
  throw new IncompatibleFolderError(
    `${dirname(folder)} holds data of Postgres ${major}, but this version of Firstline brings Postgres ` +
      `${POSTGRES_MAJOR}. With the version that wrote it, copy the data to a Postgres of your own as ` +
      `handbook/running/move-database.md says, and set DATABASE_URL; or name another folder by FIRSTLINE_DATA_DIR.`,
  );
}
