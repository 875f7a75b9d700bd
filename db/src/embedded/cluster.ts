import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { constants, zstdDecompressSync } from "node:zlib";
import { PGlite, type PGliteInterface } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";
import { vector } from "@electric-sql/pglite-pgvector";
import { DurableFiles } from "./durable-files.ts";

/** The major version of Postgres inside the pinned PGlite; data folders of another one cannot be opened. */
export const POSTGRES_MAJOR = "18";
const EXTENSIONS = { vector, pg_trgm, unaccent };

/** A cluster as initdb leaves it, made by prepare-cluster.ts: unpacking it takes a fifth of the time of initdb. */
const PREPARED = new URL("./cluster-pglite-0.5.14.tar.zst", import.meta.url);
/** The three template databases are nearly the same; only a window as large as the tar sees that. */
const ZSTD_WINDOW_LOG = 27;

/** 32 MB of buffers instead of 128 save 150 MB of resident memory; the operating system caches the files as well. */
const MODEST_MEMORY = ["-c", "shared_buffers=32MB"];
/** PGlite starts with -F (no fsync), and its fdatasync does nothing; with these a commit waits for the disk. */
const DURABLE = ["-c", "wal_sync_method=fsync", "-c", "max_wal_size=64MB", "-c", "min_wal_size=32MB"];

export class IncompatibleFolderError extends Error {
  override name = "IncompatibleFolderError";
}

/**
 * Opens the cluster in `dataDir`, or makes one. A kill in the middle of making one leaves no marker behind, so the
 * next start begins anew; data is served only after the marker.
 */
export async function openCluster(dataDir: string): Promise<PGlite> {
  const folder = join(dataDir, "pg");
  const marker = join(dataDir, "cluster-is-complete");
  const isNew = !existsSync(marker);
  if (isNew) rmSync(folder, { recursive: true, force: true });
  else refuseOtherVersion(folder);
  const startParams = [
    ...PGlite.defaultStartParams.filter((one) => one !== "-F"),
    ...MODEST_MEMORY,
    ...DURABLE,
  ];
  const pg = await PGlite.create({
    fs: new DurableFiles(folder),
    extensions: EXTENSIONS,
    startParams,
    ...(isNew ? { loadDataDir: preparedCluster() } : {}),
  });
  if (isNew) {
    syncTree(folder);
    writeFileSync(marker, `Postgres ${POSTGRES_MAJOR}\n`);
    syncPath(marker);
    syncPath(dataDir);
  }
  return pg;
}

/** A cluster in memory, from a tar that `dumpDataDir` made or an empty one. */
export async function openMemoryCluster(template?: Blob): Promise<PGlite> {
  return PGlite.create({
    dataDir: "memory://",
    extensions: EXTENSIONS,
    startParams: [...PGlite.defaultStartParams, ...MODEST_MEMORY],
    loadDataDir: template ?? preparedCluster(),
  });
}

/** Runs initdb in memory and returns its files as a tar. */
export async function makeCluster(): Promise<Uint8Array> {
  const pg: PGliteInterface = await PGlite.create({
    dataDir: "memory://",
    initDbStartParams: ["--wal-segsize=4"],
  });
  await pg.exec("vacuum freeze");
  await pg.exec("checkpoint");
  const tar = await pg.dumpDataDir("none");
  await pg.close();
  return new Uint8Array(await tar.arrayBuffer());
}

export const preparedClusterPath: string = PREPARED.pathname;
export const zstdParameters = {
  [constants.ZSTD_c_compressionLevel]: 19,
  [constants.ZSTD_c_windowLog]: ZSTD_WINDOW_LOG,
  [constants.ZSTD_c_enableLongDistanceMatching]: 1,
};

function preparedCluster(): Blob {
  const params = { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG };
  return new Blob([zstdDecompressSync(readFileSync(PREPARED), { params })]);
}

function refuseOtherVersion(folder: string): void {
  const major = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (major === POSTGRES_MAJOR) return;
  throw new IncompatibleFolderError(
    `${dirname(folder)} holds data of Postgres ${major}, but this version of Firstline brings Postgres ` +
      `${POSTGRES_MAJOR}. Start the version that wrote it and copy the data with pg_dump, or name another folder.`,
  );
}

function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else syncPath(path);
  }
  syncPath(folder);
}

function syncPath(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
