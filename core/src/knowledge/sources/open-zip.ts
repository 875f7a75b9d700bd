import { Unzip, UnzipInflate } from "fflate";
import type { UnzipFile } from "fflate";
import { InvalidError } from "../../errors.ts";

export type ZipLimits = {
  entries: number;
  /** Unpacked, of all entries together. */
  totalBytes: number;
  /** Unpacked bytes for each packed one, of all entries together. */
  ratio: number;
};

const LIMITS: ZipLimits = { entries: 20_000, totalBytes: 500_000_000, ratio: 200 };
/** A few large tables pack very well; only what is large and packs well is a bomb. */
const RATIO_FROM = 20_000_000;
/** Packed bytes handed over at once: nothing grows beyond a thousandfold of them before it is looked at. */
const STEP = 16_384;

const ARCHIVE = /\.(?:zip|gz|tgz|bz2|xz|7z|rar|tar|zst|jar)$/iu;

/**
 * Unpacks an archive in memory: path -> bytes of the entries that `wants` names, without a folder that is around all of
 * them. Nothing is trusted that the archive says of itself: what really comes out is counted. Throws `InvalidError` for a
 * broken archive, one that is too large, paths that lead outside and archives in the archive.
 */
export function openZip(
  bytes: Uint8Array,
  wants: (path: string) => boolean,
  limits: ZipLimits = LIMITS,
): ReadonlyMap<string, Buffer> {
  const unpacking = new Unpacking(wants, limits);
  try {
    for (let start = 0; start < bytes.length; start += STEP)
      unpacking.push(bytes.subarray(start, start + STEP), start + STEP >= bytes.length);
  } catch (cause) {
    if (cause instanceof InvalidError) throw cause;
    throw broken(cause);
  }
  return withoutRoot(unpacking.finish());
}

const broken = (cause?: unknown): InvalidError =>
  new InvalidError("The archive cannot be read: it is no zip file, it is broken, or it is encrypted.", {
    cause,
  });

class Unpacking {
  readonly #unzip: Unzip;
  readonly #wants: (path: string) => boolean;
  readonly #limits: ZipLimits;
  readonly #files = new Map<string, Buffer[]>();
  #entries = 0;
  #finished = 0;
  #packed = 0;
  #unpacked = 0;
  #error: unknown = null;

  constructor(wants: (path: string) => boolean, limits: ZipLimits) {
    this.#wants = wants;
    this.#limits = limits;
    this.#unzip = new Unzip((file) => this.#begin(file));
    this.#unzip.register(UnzipInflate);
  }

  push(bytes: Uint8Array, isLast: boolean): void {
    this.#packed += bytes.length;
    this.#unzip.push(bytes, isLast);
    if (this.#error !== null) throw this.#error;
  }

  finish(): Map<string, Buffer> {
    if (this.#entries === 0 || this.#finished < this.#entries) throw broken();
    return new Map([...this.#files].map(([path, parts]) => [path, Buffer.concat(parts)]));
  }

  #begin(file: UnzipFile): void {
    this.#entries += 1;
    if (this.#entries > this.#limits.entries)
      throw new InvalidError(`The archive holds more than ${this.#limits.entries} files.`);
    const path = requireSafePath(file.name);
    if (ARCHIVE.test(path))
      throw new InvalidError(`The archive holds another one, ${path}: unpack it first.`);
    const isWanted = !path.endsWith("/") && !isHidden(path) && this.#wants(path);
    const parts: Buffer[] = [];
    if (isWanted) {
      if (this.#files.has(path)) throw new InvalidError(`The archive holds ${path} twice.`);
      this.#files.set(path, parts);
    }
    file.ondata = (error, chunk, isLast) => {
      if (error) this.#error ??= error;
      this.#unpacked += chunk.length;
      this.#requireSmall();
      // The parser goes on to use its buffer.
      if (isWanted) parts.push(Buffer.from(chunk));
      if (isLast) this.#finished += 1;
    };
    file.start();
  }

  #requireSmall(): void {
    const { totalBytes, ratio } = this.#limits;
    if (this.#unpacked > totalBytes)
      throw new InvalidError(`The archive holds more than ${totalBytes} bytes when it is unpacked.`);
    if (this.#unpacked > RATIO_FROM && this.#unpacked > this.#packed * ratio)
      throw new InvalidError("The archive unpacks to far more than files of articles do.");
  }
}

/** The path with slashes between its parts: older programs of Windows write backslashes. */
function requireSafePath(name: string): string {
  const path = name.replaceAll("\\", "/");
  const isOutside = /^\/|^[a-z]:/iu.test(path) || /\p{Cc}/u.test(path) || path.split("/").includes("..");
  if (isOutside) throw new InvalidError("The archive holds a path that leads outside of it.");
  return path;
}

/** What desktops put beside the files. */
const isHidden = (path: string): boolean =>
  path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX" || part === "node_modules");

function withoutRoot(files: Map<string, Buffer>): ReadonlyMap<string, Buffer> {
  const roots = new Set([...files.keys()].map((path) => path.slice(0, path.indexOf("/") + 1)));
  const [root = ""] = roots;
  if (roots.size !== 1 || root === "") return files;
  return new Map([...files].map(([path, bytes]) => [path.slice(root.length), bytes]));
}
