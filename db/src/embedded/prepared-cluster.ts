import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/**
 * A cluster as initdb leaves it, made by make-prepared-cluster.ts. Unpacking it takes a fifth of the time of initdb.
 * Its version must be that of the installed PGlite; a test watches over that.
 */
export const preparedClusterFile: string = fileURLToPath(
  new URL("./cluster-pglite-0.5.14.tar.zst", import.meta.url),
);

/** The three databases in it are nearly the same, but only a window as large as the tar sees that: 1.1 MB, not 4.5. */
const WINDOW_LOG = 27;
const BLOCK = 512;
const IS_FOLDER = "5";

export function compress(tar: Uint8Array): Buffer {
  const params = {
    [constants.ZSTD_c_compressionLevel]: 19,
    [constants.ZSTD_c_windowLog]: WINDOW_LOG,
    [constants.ZSTD_c_enableLongDistanceMatching]: 1,
  };
  return zstdCompressSync(tar, { params });
}

export function readPreparedCluster(): Buffer<ArrayBuffer> {
  const params = { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG };
  return Buffer.from(zstdDecompressSync(readFileSync(preparedClusterFile), { params }));
}

/** Writes the prepared cluster into a folder and returns all paths, which are not on the disk before `syncAll`. */
export function unpackPreparedCluster(folder: string): string[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const paths = [dirname(folder), folder];
  for (const { name, isFolder, content } of entries(readPreparedCluster())) {
    const path = join(folder, name);
    if (isFolder) mkdirSync(path, { recursive: true, mode: 0o700 });
    else writeFileSync(path, content, { mode: 0o600 });
    paths.push(path);
  }
  return paths;
}

/** Returns once files and folders are on the disk; several at once, so that the disk takes them together. */
export async function syncAll(paths: string[]): Promise<void> {
  await Promise.all(
    paths.map(async (path) => {
      await using file = await open(path);
      await file.sync();
    }),
  );
}

/** The files of a tar as PGlite dumps it: names under 100 bytes, folders before what they hold. */
function* entries(tar: Buffer): Generator<{ name: string; isFolder: boolean; content: Buffer }> {
  let offset = 0;
  while (offset + BLOCK <= tar.length && tar[offset] !== 0) {
    const header = tar.subarray(offset, offset + BLOCK);
    const name = header.toString("utf8", 0, header.indexOf(0));
    const size = Number.parseInt(header.toString("latin1", 124, 136), 8);
    const start = offset + BLOCK;
    yield {
      name,
      isFolder: header.toString("latin1", 156, 157) === IS_FOLDER,
      content: tar.subarray(start, start + size),
    };
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}
