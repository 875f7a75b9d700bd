import { articlePath } from "../article-path.ts";
import { toArticleSlug } from "../article-slug.ts";
import { decodeHtml, decodeText } from "./decode-text.ts";
import type { DecodedText } from "./decode-text.ts";
import { MAX_DOCUMENT_BYTES, placeOf } from "../documents.ts";
import type { KnowledgeDocument, ReadDocument, ReadItem } from "../documents.ts";
import { isCategoryFile, readCategories } from "./category-file.ts";
import type { FolderCategories } from "./category-file.ts";
import { parseMarkdown } from "./front-matter.ts";
import { localize } from "./localize.ts";
import { findRelativeImages } from "./relative-images.ts";
import { filesOfLink, leadLinks } from "./relative-links.ts";
import { parseTextFile } from "./read-text.ts";
import { readText } from "./source-file.ts";
import type { SourceFile } from "./source-file.ts";

type Format = {
  name: RegExp;
  maxBytes: number;
  decode: (bytes: Buffer) => DecodedText;
  parse: (path: string, text: string) => ReadDocument | Promise<ReadDocument>;
};

const FORMATS: readonly Format[] = [
  { name: /\.(?:md|mdx|markdown)$/i, maxBytes: MAX_DOCUMENT_BYTES, decode: decodeText, parse: parseMarkdown },
  // Most of a page is markup.
  { name: /\.(?:html?|xhtml)$/i, maxBytes: MAX_DOCUMENT_BYTES * 4, decode: decodeHtml, parse: parsePage },
  { name: /\.(?:txt|text)$/i, maxBytes: MAX_DOCUMENT_BYTES, decode: decodeText, parse: parseTextFile },
];

/** The parser is loaded with the first page: most knowledge bases have none. */
async function parsePage(path: string, html: string): Promise<ReadDocument> {
  const { parseHtmlFile } = await import("./read-html.ts");
  return parseHtmlFile(path, html);
}

const formatOf = (name: string): Format | undefined => FORMATS.find((format) => format.name.test(name));

/** Whether a file of this name is an article, or says something about the category of its folder. */
export const isArticleFile = (path: string): boolean => formatOf(path) !== undefined || isCategoryFile(path);

/** Reads articles and the categories of their folders, one file at a time; a broken file becomes a problem, not an error. */
export async function* readFiles(files: SourceFile[], locales: readonly string[]): AsyncGenerator<ReadItem> {
  const { items, categories } = await readCategories(
    files.filter(({ path }) => isCategoryFile(path)),
    locales,
  );
  yield* items;
  const lead = articleFinder(files, locales);
  for (const file of files) {
    const format = formatOf(file.path);
    if (!format) continue;
    const item = await readArticle(file, format);
    if (item.kind !== "document") {
      yield item;
      continue;
    }
    const document = inCategory(item.document, categories);
    const content = await leadLinks(document.content, (href) => lead(document.path, href));
    yield { ...item, document: { ...document, content } };
    yield* noteImages(document);
  }
}

/** Finds where in the help center the article stands whose file a link means; null where there is none. */
function articleFinder(
  files: readonly SourceFile[],
  locales: readonly string[],
): (path: string, href: string) => Promise<string | null> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const places = new Map<SourceFile, Promise<string | null>>();
  return async (path, href) => {
    const file = filesOfLink(path, href).flatMap((name) => byPath.get(name) ?? [])[0];
    const format = formatOf(file?.path ?? "");
    if (!file || !format) return null;
    const place = places.get(file) ?? placeOfFile(file, format, locales);
    places.set(file, place);
    return place;
  };
}

async function placeOfFile(
  file: SourceFile,
  format: Format,
  locales: readonly string[],
): Promise<string | null> {
  const item = await readArticle(file, format);
  if (item.kind !== "document") return null;
  const { slug, locale = null } = localize(item.document, locales);
  return articlePath({ slug: toArticleSlug(slug), locale }, locales);
}

async function readArticle(file: SourceFile, format: Format): Promise<ReadDocument> {
  const read = await readText(file, format);
  return typeof read === "string" ? format.parse(file.path, read) : read;
}

/** A category of its own front matter stays; what was made of the folder's name is the folder's category. */
function inCategory(document: KnowledgeDocument, categories: FolderCategories): KnowledgeDocument {
  const folders = document.path.split("/").slice(0, -1);
  if (document.category !== placeOf(document.path).category) return document;
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const found = categories.get(folders.slice(0, depth).join("/"));
    if (found) return { ...document, category: found.name, categorySlug: found.slug };
  }
  return document;
}

function* noteImages({ path, content }: KnowledgeDocument): Generator<ReadItem> {
  if (!/\.(?:md|mdx|markdown)$/iu.test(path)) return;
  const [image, ...others] = findRelativeImages(content);
  if (image === undefined) return;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const message = `Pictures of the folder are not imported: ${image}${more}. Put them on the web and use their addresses.`;
  yield { kind: "note", note: { file: path, line: 0, message } };
}
