import { statSync } from "node:fs";
import { InvalidError } from "../errors.ts";
import { problemAt } from "../knowledge/documents.ts";
import type { ReadItem } from "../knowledge/documents.ts";
import { readJsonl } from "../knowledge/index.ts";
import { isArticleFile } from "../knowledge/reading/read-files.ts";
import { readFolder } from "../knowledge/reading/read-folder.ts";

export type Corpus = {
  /** The articles in the order of their file, without the gap. */
  documents: AsyncIterable<ReadItem>;
  /** Ids of all articles, those of the gap included; complete once `documents` was read to its end. */
  known: ReadonlySet<string>;
};

/**
 * Articles to measure with: a .jsonl file, whose ids are the ids of its lines, or a folder, whose ids are the slugs of
 * its articles. An id that comes twice is a problem, since nobody could say which article was meant.
 */
export function openCorpus(path: string, gap: ReadonlySet<string>): Corpus {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new InvalidError(`${path} does not exist.`);
  if (!found.isDirectory() && isArticleFile(path))
    throw new InvalidError(`${path} is a single article: give the folder it lies in, or a .jsonl file.`);
  const known = new Set<string>();
  const items = found.isDirectory() ? namedBySlug(readFolder(path)) : readJsonl(path);
  return { documents: select(items, path, known, gap), known };
}

async function* namedBySlug(items: AsyncIterable<ReadItem>): AsyncGenerator<ReadItem> {
  for await (const item of items) {
    if (item.kind === "document") yield { ...item, document: { ...item.document, path: item.document.slug } };
    else yield item;
  }
}

async function* select(
  items: AsyncIterable<ReadItem>,
  file: string,
  known: Set<string>,
  gap: ReadonlySet<string>,
): AsyncGenerator<ReadItem> {
  for await (const item of items) {
    if (item.kind !== "document") {
      yield item;
      continue;
    }
    const id = item.document.path;
    if (known.has(id)) {
      yield problemAt(file, item.line, `The id "${id}" stands on an earlier line, too.`);
      continue;
    }
    known.add(id);
    if (!gap.has(id)) yield item;
  }
}
