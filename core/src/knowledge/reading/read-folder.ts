import type { Dirent, Stats } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { InvalidError } from "../../errors.ts";
import type { ReadItem } from "../documents.ts";
import { isArticleFile, readFiles } from "./read-files.ts";
import type { SourceFile } from "./source-file.ts";

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
    else if (isArticleFile(entry.name) && (entry.isFile() || entry.isSymbolicLink()))
      files.push({
        path,
        size: async () => (await statInside(folder, file)).size,
        read: () => readFile(file),
      });
  }
  return files;
}

/**
 * A link to a file of the folder is that file, as where Kubernetes puts files into a container; one that leads out of it could
 * make anything on the machine an article.
 */
async function statInside(folder: string, file: string): Promise<Stats> {
  const [root, target] = await Promise.all([realpath(folder), realpath(file)]);
  if (!target.startsWith(join(root, sep)))
    throw new InvalidError("it is a link that leads out of the folder.");
  const found = await stat(target);
  if (!found.isFile()) throw new InvalidError("it is a link to something that is no file.");
  return found;
}
