import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { Ctx } from "../../context.ts";
import { InvalidError } from "../../errors.ts";
import { getSettings } from "../../workspaces/settings.ts";
import { decodeText } from "../reading/decode-text.ts";
import type { ReadItem } from "../documents.ts";
import { importArticles } from "../import.ts";
import type { ImportReport } from "../import.ts";
import { isArticleFile, readFiles } from "../reading/read-files.ts";
import { readJsonl } from "../reading/read-jsonl.ts";
import { openZip } from "./open-zip.ts";
import { readExport } from "./read-export.ts";
import type { ExportKind } from "./read-export.ts";

export type ImportPathInput = {
  workspaceId: number;
  /** A folder, a .zip, a .jsonl file, or the JSON of a help center's export. */
  path: string;
  /** Name of the collection; the path's last part unless given. */
  origin?: string;
  /** The product that the JSON comes from; found from the files unless given. */
  from?: ExportKind;
  force?: boolean;
  /** Answers lead to an export's articles where they are now. */
  linksBack?: boolean;
};

type PathCtx = Pick<Ctx, "db" | "embedder" | "log" | "now">;

/** A larger one is read into memory for nothing: no help center has so many words. */
const MAX_FILE_BYTES = 500_000_000;

/** Imports what is at a path of this machine, whatever it is. Throws `InvalidError` before anything is written. */
export async function importPath(ctx: PathCtx, input: ImportPathInput): Promise<ImportReport> {
  const { workspaceId, path, force = false } = input;
  const origin = input.origin ?? basename(path);
  const found = await stat(path).catch(() => null);
  if (!found) throw new InvalidError(`${path} does not exist.`);
  if (found.isFile() && found.size > MAX_FILE_BYTES)
    throw new InvalidError(`${path} is over ${MAX_FILE_BYTES} bytes.`);
  if (found.isDirectory() && input.from === undefined)
    return importArticles(ctx, { workspaceId, folder: path, origin, force, mustHaveArticles: true });
  const documents = await openDocuments(ctx, input, found.isDirectory());
  return importArticles(ctx, { workspaceId, origin, documents, force, mustHaveArticles: true });
}

async function openDocuments(
  ctx: PathCtx,
  input: ImportPathInput,
  isFolder: boolean,
): Promise<AsyncIterable<ReadItem> | Iterable<ReadItem>> {
  const { path, from, linksBack = false } = input;
  const options = { linksBack, ...(from !== undefined && { from }) };
  if (isFolder) return readExport(await readJsonFiles(path), options);
  switch (extname(path).toLowerCase()) {
    case ".jsonl":
      return readJsonl(path);
    case ".json":
      return readExport([{ path: basename(path), text: textOf(path, await readFile(path)) }], options);
    case ".zip":
      return openArchive(ctx, input, await readFile(path));
    default:
      throw new InvalidError(`${path} is neither a folder nor a .zip, .jsonl or .json file.`);
  }
}

async function readJsonFiles(folder: string): Promise<{ path: string; text: string }[]> {
  const names = (await readdir(folder)).filter((name) => /\.json$/iu.test(name)).toSorted();
  if (names.length === 0) throw new InvalidError(`${folder} holds no .json files.`);
  return Promise.all(
    names.map(async (path) => ({ path, text: textOf(path, await readFile(join(folder, path))) })),
  );
}

function textOf(path: string, bytes: Buffer): string {
  const decoded = decodeText(bytes);
  if ("text" in decoded) return decoded.text;
  throw new InvalidError(`${path}: ${decoded.message}`);
}

async function openArchive(
  ctx: PathCtx,
  { workspaceId, from, linksBack = false }: ImportPathInput,
  bytes: Uint8Array,
): Promise<AsyncIterable<ReadItem> | Iterable<ReadItem>> {
  const isJson = (path: string): boolean => /\.json$/iu.test(path);
  const entries = openZip(bytes, (path) => isArticleFile(path) || isJson(path));
  const articles = [...entries].filter(([path]) => isArticleFile(path)).toSorted(byPath);
  if (articles.length > 0 && from === undefined) {
    const { locales } = (await getSettings(ctx, workspaceId)).site;
    const files = articles.map(([path, content]) => ({
      path,
      size: async () => content.length,
      read: async () => content,
    }));
    return readFiles(files, locales);
  }
  const json = [...entries].filter(([path]) => isJson(path)).toSorted(byPath);
  if (json.length === 0)
    throw new InvalidError("The archive holds no Markdown, HTML, text or JSON files with articles.");
  const texts = json.map(([path, content]) => ({ path, text: textOf(path, content) }));
  return readExport(texts, { linksBack, ...(from !== undefined && { from }) });
}

const byPath = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
