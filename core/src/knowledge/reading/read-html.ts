import { AppError } from "../../errors.ts";
import { MAX_DOCUMENT_BYTES, plainDocument, problemAt } from "../documents.ts";
import type { ReadDocument } from "../documents.ts";
import { readHtmlPage } from "./html/index.ts";
import type { HtmlPage } from "./html/index.ts";

/** Makes a document of an HTML page, or says why it is none. A page without any title is called by its file's name. */
export function parseHtmlFile(path: string, html: string, foundAt: string | null = null): ReadDocument {
  let page: HtmlPage;
  try {
    page = readHtmlPage(html, foundAt);
  } catch (error) {
    if (error instanceof AppError) return problemAt(path, 0, error.message);
    throw error;
  }
  if (page.content === "") return problemAt(path, 0, "The page has no text outside of its menus and forms.");
  if (page.content.length > MAX_DOCUMENT_BYTES)
    return problemAt(path, 0, `The page's text is over ${MAX_DOCUMENT_BYTES} characters.`);
  return plainDocument(path, { ...page, title: page.title?.slice(0, 300) ?? null });
}
