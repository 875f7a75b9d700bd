import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { InvalidError } from "../errors.ts";
import { MAX_DOCUMENT_BYTES, problemAt } from "./documents.ts";
import type { ReadItem } from "./documents.ts";
import { parseMarkdown } from "./front-matter.ts";

const ARTICLE_FILE = /\.(?:md|mdx|markdown)$/i;

/** Reads one article at a time, in the order of their names; a broken file becomes a problem, not an error. */
export async function* readFolder(folder: string): AsyncGenerator<ReadItem> {
  for await (const path of articleFiles(folder, "")) yield await readArticle(folder, path);
}

async function* articleFiles(folder: string, under: string): AsyncGenerator<string> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(folder, under), { withFileTypes: true });
  } catch (cause) {
    throw new InvalidError(`The folder ${join(folder, under)} cannot be read.`, { cause });
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = under === "" ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) yield* articleFiles(folder, path);
    else if (entry.isFile() && ARTICLE_FILE.test(entry.name)) yield path;
  }
}

async function readArticle(folder: string, path: string): Promise<ReadItem> {
  const file = join(folder, path);
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > MAX_DOCUMENT_BYTES) return problemAt(path, 0, `The file is over ${MAX_DOCUMENT_BYTES} bytes.`);
    bytes = await readFile(file);
  } catch (cause) {
    return problemAt(
      path,
      0,
      `The file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  const line = invalidUtf8Line(bytes);
  if (line !== null) return problemAt(path, line, "The file is not valid UTF-8.");
  if (bytes.includes(0)) return problemAt(path, 0, "The file holds a null character; it may not be text.");
  return parseMarkdown(path, bytes.toString("utf8"));
}

/** The first line that is not UTF-8, or null. */
export function invalidUtf8Line(bytes: Buffer): number | null {
  if (isUtf8(bytes)) return null;
  let start = 0;
  for (let line = 1; start <= bytes.length; line += 1) {
    const end = bytes.indexOf(10, start);
    if (!isUtf8(bytes.subarray(start, end < 0 ? bytes.length : end))) return line;
    if (end < 0) break;
    start = end + 1;
  }
  return 1;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
