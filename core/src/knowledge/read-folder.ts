import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { InvalidError } from "../errors.ts";
import { decodeHtml, decodeText } from "./decode-text.ts";
import type { DecodedText } from "./decode-text.ts";
import { MAX_DOCUMENT_BYTES, problemAt } from "./documents.ts";
import type { ReadItem } from "./documents.ts";
import { parseMarkdown } from "./front-matter.ts";
import { parseTextFile } from "./read-text.ts";

type Format = {
  name: RegExp;
  maxBytes: number;
  decode: (bytes: Buffer) => DecodedText;
  parse: (path: string, text: string) => ReadItem | Promise<ReadItem>;
};

const FORMATS: readonly Format[] = [
  { name: /\.(?:md|mdx|markdown)$/i, maxBytes: MAX_DOCUMENT_BYTES, decode: decodeText, parse: parseMarkdown },
  // Most of a page is markup.
  { name: /\.(?:html?|xhtml)$/i, maxBytes: MAX_DOCUMENT_BYTES * 4, decode: decodeHtml, parse: parsePage },
  { name: /\.(?:txt|text)$/i, maxBytes: MAX_DOCUMENT_BYTES, decode: decodeText, parse: parseTextFile },
];

/** The parser is loaded with the first page: most knowledge bases have none. */
async function parsePage(path: string, html: string): Promise<ReadItem> {
  const { parseHtmlFile } = await import("./read-html.ts");
  return parseHtmlFile(path, html);
}

const formatOf = (name: string): Format | undefined => FORMATS.find((format) => format.name.test(name));

/** Reads the Markdown, HTML and text files, one at a time, in the order of their names; a broken file becomes a problem, not an error. */
export async function* readFolder(folder: string): AsyncGenerator<ReadItem> {
  for await (const path of articleFiles(folder, "")) {
    const format = formatOf(path);
    if (format) yield await readArticle(folder, path, format);
  }
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
    else if (entry.isFile() && formatOf(entry.name)) yield path;
  }
}

async function readArticle(folder: string, path: string, format: Format): Promise<ReadItem> {
  const file = join(folder, path);
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > format.maxBytes) return problemAt(path, 0, `The file is over ${format.maxBytes} bytes.`);
    bytes = await readFile(file);
  } catch (cause) {
    return problemAt(
      path,
      0,
      `The file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  const decoded = format.decode(bytes);
  return "text" in decoded
    ? format.parse(path, decoded.text)
    : problemAt(path, decoded.line, decoded.message);
}
