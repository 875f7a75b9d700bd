import { open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { currentIn, fileOf, isMissing, releasesIn } from "../publish/place.ts";

export type StoredFile = { body: Uint8Array<ArrayBuffer>; type: string; file: string };

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  xml: "application/xml; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  wasm: "application/wasm",
};

/** Of a file, or of an ending with its dot. */
export const typeOf = (file: string): string =>
  TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";

/** A path as the browser sent it, decoded; null where it is none that a page could have. */
export function toPath(pathname: string): string | null {
  try {
    const path = pathname.split("/").map(decodeURIComponent).join("/");
    // A slash that was written as %2F would make other segments of one.
    return path.split("/").length === pathname.split("/").length && path.isWellFormed() ? path : null;
  } catch {
    return null;
  }
}

/** The file that stands at a decoded path: a page, or a file by its own name. Nothing outside of the site is ever read. */
export async function findStored(siteDir: string, path: string): Promise<StoredFile | null> {
  for (const file of [fileOf(path, "page"), fileOf(path, "file")]) {
    const found = file === null ? null : await readInside(currentIn(siteDir), releasesIn(siteDir), file);
    if (found) return { body: found, type: typeOf(file ?? ""), file: file ?? "" };
  }
  return null;
}

/** Null where there is no such file, or where it is a link that leads elsewhere. */
async function readInside(
  current: string,
  releases: string,
  file: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const path = await realpath(join(current, file));
    const root = await realpath(releases);
    if (!path.startsWith(root + sep)) return null;
    const handle = await open(path);
    try {
      const facts = await handle.stat();
      return facts.isFile() ? new Uint8Array(await handle.readFile()) : null;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error) || isUnusable(error)) return null;
    throw error;
  }
}

const isUnusable = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  ["EISDIR", "ENAMETOOLONG", "ELOOP", "EACCES", "ERR_INVALID_ARG_VALUE"].includes(error.code);
