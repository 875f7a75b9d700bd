import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { InvalidError } from "../errors.ts";
import type { ReadItem } from "./documents.ts";
import { isArticleFile, readFiles } from "./read-files.ts";
import type { SourceFile } from "./read-files.ts";

/** Reads the Markdown, HTML and text files, one at a time, in the order of their names; a broken file becomes a problem, not an error. */
export async function* readFolder(folder: string, locales: readonly string[] = []): AsyncGenerator<ReadItem> {
  yield* readFiles(await listFiles(folder, ""), locales);
}

async function listFiles(folder: string, under: string): Promise<SourceFile[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(folder, under), { withFileTypes: true });
  } catch (cause) {
    throw new InvalidError(`The folder ${join(folder, under)} cannot be read.`, { cause });
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: SourceFile[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = under === "" ? entry.name : `${under}/${entry.name}`;
    const file = join(folder, path);
    if (entry.isDirectory()) files.push(...(await listFiles(folder, path)));
    else if (entry.isFile() && isArticleFile(entry.name))
      files.push({ path, size: async () => (await stat(file)).size, read: () => readFile(file) });
  }
  return files;
}
