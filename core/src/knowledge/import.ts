import { basename } from "node:path";
import type { Ctx } from "../context.ts";
import { InvalidError } from "../errors.ts";
import { archiveMissing } from "./archive-missing.ts";
import { hashDocument, problemAt } from "./documents.ts";
import type { ImportProblem, KnowledgeDocument, ReadItem } from "./documents.ts";
import { findExisting } from "./find-existing.ts";
import type { ExistingArticle } from "./find-existing.ts";
import { indexChunks } from "./index-chunks.ts";
import { readFolder } from "./read-folder.ts";
import { saveLanguages } from "./save-languages.ts";
import { storeArticles } from "./store-articles.ts";
import type { ArticleToStore } from "./store-articles.ts";

export type ImportInput = {
  workspaceId: number;
  /**
   * Names the collection: articles of the same origin that are no longer among the documents are archived, and
   * articles of other origins are never touched. A folder's name unless given.
   */
  origin?: string;
  /** Also overwrites what was changed here since the last import. */
  force?: boolean;
} & ({ folder: string } | { documents: AsyncIterable<ReadItem> | Iterable<ReadItem>; origin: string });

export type ImportReport = {
  added: number;
  changed: number;
  unchanged: number;
  archived: number;
  problems: ImportProblem[];
};

export type ImportCtx = Pick<Ctx, "db" | "embedder" | "log" | "now">;

/** Enough to fill a database round trip, little enough that memory does not grow with the collection. */
const BATCH = 40;

/**
 * Brings a collection of articles up to date: unchanged ones are left alone, changed ones are cut and embedded anew
 * as far as they changed, missing ones are archived. A broken document is reported and the rest goes in; articles
 * whose file is broken keep their last good state, and those that somebody changed here stay as they are.
 */
export async function importArticles(ctx: ImportCtx, input: ImportInput): Promise<ImportReport> {
  const origin = input.origin ?? ("folder" in input ? basename(input.folder) : "");
  if (!/^[^/]{1,100}$/.test(origin))
    throw new InvalidError("The origin of an import is a name without a slash.");
  const run = new Run(ctx, input.workspaceId, origin, input.force ?? false);
  const items = "folder" in input ? readFolder(input.folder) : input.documents;

  for await (const item of items) await run.take(item);
  return run.finish();
}

/** An import archived it since its document was gone: another document may have its slug. */
const isGiven = (article: ExistingArticle): boolean => article.contentHash === "";

const FORCE = "It stays as it is; --force overwrites it.";

function goneButEdited(sourcePath: string, title: string): ImportProblem {
  const message = `It is gone, but the article "${title}" was changed here: it stays, and imports no longer touch it.`;
  return { file: sourcePath.slice(sourcePath.indexOf("/") + 1), line: 0, message };
}

class Run {
  readonly #ctx: ImportCtx;
  readonly #workspaceId: number;
  readonly #origin: string;
  readonly #force: boolean;
  readonly #seenPaths = new Set<string>();
  readonly #seenSlugs = new Map<string, string>();
  readonly #report: ImportReport = { added: 0, changed: 0, unchanged: 0, archived: 0, problems: [] };
  #batch: { document: KnowledgeDocument; line: number }[] = [];

  constructor(ctx: ImportCtx, workspaceId: number, origin: string, force: boolean) {
    this.#ctx = ctx;
    this.#workspaceId = workspaceId;
    this.#origin = origin;
    this.#force = force;
  }

  async take(item: ReadItem): Promise<void> {
    if (item.kind === "problem") {
      this.#seenPaths.add(this.#sourcePath(item.path));
      this.#report.problems.push(item.problem);
      return;
    }
    const { document, line } = item;
    const twin = this.#seenSlugs.get(document.slug);
    this.#seenPaths.add(this.#sourcePath(document.path));
    if (twin !== undefined)
      return this.#reject(document, line, `The slug "${document.slug}" is already used by ${twin}.`);
    this.#seenSlugs.set(document.slug, document.path);
    this.#batch.push({ document, line });
    if (this.#batch.length >= BATCH) await this.#flush();
  }

  async finish(): Promise<ImportReport> {
    await this.#flush();
    const { archived, kept } = await archiveMissing(this.#ctx, {
      workspaceId: this.#workspaceId,
      prefix: this.#sourcePath(""),
      keep: this.#seenPaths,
      force: this.#force,
      hasNew: this.#report.added > 0,
    });
    this.#report.archived = archived;
    for (const { title, sourcePath } of kept)
      this.#report.problems.push(goneButEdited(sourcePath ?? "", title));
    await indexChunks(this.#ctx, { workspaceId: this.#workspaceId });
    await saveLanguages(this.#ctx, { workspaceId: this.#workspaceId });
    return this.#report;
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return;
    const existing = await findExisting(this.#ctx, {
      workspaceId: this.#workspaceId,
      sourcePaths: batch.map(({ document }) => this.#sourcePath(document.path)),
      slugs: batch.map(({ document }) => document.slug),
    });
    const toStore = batch.flatMap(({ document, line }) => this.#plan(document, line, existing) ?? []);
    await storeArticles(this.#ctx, { workspaceId: this.#workspaceId, articles: toStore });
  }

  /** What to write for a document; null when nothing is to be written. */
  #plan(document: KnowledgeDocument, line: number, existing: ExistingArticle[]): ArticleToStore | null {
    const sourcePath = this.#sourcePath(document.path);
    const atPath = existing.find((article) => article.sourcePath === sourcePath);
    const atSlug = existing.find((article) => article.slug === document.slug);
    if (atSlug && atSlug.id !== atPath?.id && (atPath || !(this.#hasMoved(atSlug) || isGiven(atSlug)))) {
      this.#reject(document, line, `The slug "${document.slug}" belongs to the article "${atSlug.title}".`);
      return null;
    }
    const present = atPath ?? atSlug ?? null;
    const contentHash = hashDocument(document);
    if (present?.contentHash === contentHash && present.sourcePath === sourcePath) {
      this.#report.unchanged += 1;
      return null;
    }
    if (present?.editedAt && !this.#force) {
      this.#reject(
        document,
        line,
        `The article "${present.title}" was changed here since it was imported. ${FORCE}`,
      );
      return null;
    }
    this.#report[present ? "changed" : "added"] += 1;
    return { document, sourcePath, contentHash, articleId: present?.id ?? null };
  }

  /** A file that was renamed keeps its article, as long as the old file was not seen in this run. */
  #hasMoved(article: ExistingArticle): boolean {
    const { sourcePath } = article;
    return (
      sourcePath !== null && sourcePath.startsWith(this.#sourcePath("")) && !this.#seenPaths.has(sourcePath)
    );
  }

  #reject(document: KnowledgeDocument, line: number, message: string): void {
    this.#report.problems.push(problemAt(document.path, line, message).problem);
  }

  #sourcePath(path: string): string {
    return `${this.#origin}/${path}`;
  }
}
