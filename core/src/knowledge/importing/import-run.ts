import { createHash } from "node:crypto";
import type { Ctx } from "../../context.ts";
import { ConflictError } from "../../errors.ts";
import { archiveMissing } from "./archive-missing.ts";
import { toArticleSlug } from "../article-slug.ts";
import { hashDocument } from "../documents.ts";
import type { ImportProblem, KnowledgeDocument, ReadDocument, ReadItem } from "../documents.ts";
import { findExisting } from "./find-existing.ts";
import type { ExistingArticle } from "./find-existing.ts";
import type { ImportReport } from "../import.ts";
import { indexChunks } from "../indexing/index-chunks.ts";
import { linkTranslations } from "./link-translations.ts";
import type { TranslationToLink } from "./link-translations.ts";
import { localize } from "../reading/localize.ts";
import { withQuestionHeadings } from "../reading/question-headings.ts";
import { saveCategory } from "../categories/save-category.ts";
import { saveLanguages } from "../save-languages.ts";
import { findSlugRing } from "./slug-ring.ts";
import { storeArticles } from "./store-articles.ts";
import type { ArticleToStore } from "./store-articles.ts";

type RunInput = {
  workspaceId: number;
  origin: string;
  /** Overwrites what was changed here. */
  force: boolean;
  /** Nothing is archived where no document came. */
  mustHaveArticles: boolean;
  /** Of the help center, the first one first. */
  locales: string[];
};

type ReadArticle = Extract<ReadDocument, { kind: "document" }>;
type Waiting = { document: KnowledgeDocument; line: number; file: string };

/** Enough to fill a database round trip, little enough that memory does not grow with the collection. */
const BATCH = 40;
const MOST_TRIES = 5;

/**
 * An import archived it since its document was gone: another document may have its slug. What somebody has taken up again
 * since then is nobody's but ours.
 */
const isGiven = ({ contentHash, sourcePath }: ExistingArticle): boolean =>
  contentHash === "" && sourcePath !== null;

/** One import of a collection: takes its documents one by one, then looks for what is gone. */
export class ImportRun {
  readonly #ctx: Pick<Ctx, "db" | "embedder" | "log" | "now">;
  readonly #input: RunInput;
  readonly #seenPaths = new Set<string>();
  readonly #seenSlugs = new Map<string, string>();
  readonly #translations: TranslationToLink[] = [];
  readonly #report: ImportReport = { added: 0, changed: 0, unchanged: 0, archived: 0, problems: [] };
  #batch: Waiting[] = [];
  /** Their slugs belong to articles of this collection, which may give them up until it ends. */
  #late: { waiting: Waiting; holder: ExistingArticle }[] = [];
  /** Something could not be read that may be any article. */
  #hasUnknown = false;
  #hasArticles = false;

  constructor(ctx: Pick<Ctx, "db" | "embedder" | "log" | "now">, input: RunInput) {
    this.#ctx = ctx;
    this.#input = input;
  }

  async take(item: ReadItem): Promise<void> {
    switch (item.kind) {
      case "problem":
        if (item.path === null) this.#hasUnknown = true;
        else this.#seenPaths.add(this.#sourcePath(item.path));
        this.#report.problems.push(item.problem);
        return;
      case "note":
        this.#report.notes = [...(this.#report.notes ?? []), item.note];
        return;
      case "unchanged":
        this.#hasArticles = true;
        this.#seenPaths.add(this.#sourcePath(item.path));
        this.#report.unchanged += 1;
        return;
      case "category": {
        const { workspaceId } = this.#input;
        return saveCategory(this.#ctx, { workspaceId, category: item.category });
      }
      case "document":
        return this.#takeDocument(item);
    }
  }

  async finish(): Promise<ImportReport> {
    await this.#flush(this.#batch.splice(0));
    const { workspaceId, origin, force, mustHaveArticles } = this.#input;
    const { archived, kept, spared } = await archiveMissing(this.#ctx, {
      workspaceId,
      prefix: this.#sourcePath(""),
      keep: this.#seenPaths,
      force,
      hasNew: this.#report.added > 0,
      lacksArticles: mustHaveArticles && !this.#hasArticles,
      hasUnknown: this.#hasUnknown,
    });
    this.#report.archived = archived;
    for (const { title, sourcePath } of kept)
      this.#report.problems.push(goneButEdited(sourcePath ?? "", title));
    if (spared > 0)
      this.#report.problems.push(this.#hasUnknown ? unknownGone(origin, spared) : allGone(origin, spared));
    await this.#storeLate();
    const untied = await linkTranslations(this.#ctx, {
      workspaceId,
      sourcePathOf: (path) => this.#sourcePath(path),
      translations: this.#translations,
    });
    for (const { path, message } of untied) this.#report.problems.push({ file: path, line: 1, message });
    await indexChunks(this.#ctx, { workspaceId });
    await saveLanguages(this.#ctx, { workspaceId });
    return this.#report;
  }

  async #takeDocument({ document: read, line, file = read.path }: ReadArticle): Promise<void> {
    this.#hasArticles = true;
    const localized = localize(read, this.#input.locales);
    const slug = toArticleSlug(localized.slug);
    const document = { ...localized, slug, content: withQuestionHeadings(localized.content) };
    const waiting = { document, line, file };
    const twin = this.#seenSlugs.get(document.slug);
    this.#seenPaths.add(this.#sourcePath(document.path));
    if (twin !== undefined)
      return this.#reject(waiting, `The slug "${document.slug}" is already used by ${twin}.`);
    this.#seenSlugs.set(document.slug, document.path);
    if (document.translationOf) this.#translations.push({ path: document.path, of: document.translationOf });
    this.#batch.push(waiting);
    if (this.#batch.length >= BATCH) await this.#flush(this.#batch.splice(0));
  }

  /** Each round may set slugs free for the next, but for those that wait for each other; what waits without end is reported. */
  async #storeLate(): Promise<void> {
    for (let before = Infinity; this.#late.length < before;) {
      before = this.#late.length;
      const late = this.#late.splice(0).map(({ waiting }) => waiting);
      for (let start = 0; start < late.length; start += BATCH)
        await this.#flush(late.slice(start, start + BATCH));
      if (this.#late.length === before) await this.#flush(this.#takeRing(), "swap");
    }
    for (const { waiting, holder } of this.#late) this.#rejectSlug(waiting, holder.title);
  }

  #takeRing(): Waiting[] {
    const ring = findSlugRing(
      this.#late
        .filter(({ holder }) => this.#mayChange(holder))
        .map(({ waiting, holder }) => ({
          path: this.#sourcePath(waiting.document.path),
          holder: holder.sourcePath ?? "",
        })),
    );
    const isInRing = ({ waiting }: { waiting: Waiting }): boolean =>
      ring.includes(this.#sourcePath(waiting.document.path));
    const taken = this.#late.filter(isInRing).map(({ waiting }) => waiting);
    this.#late = this.#late.filter((late) => !isInRing(late));
    return taken;
  }

  async #flush(batch: Waiting[], slugs: "keep" | "swap" = "keep"): Promise<void> {
    if (batch.length === 0) return;
    const { problems, unchanged } = this.#report;
    const noted = problems.length;
    const late = this.#late.length;
    const stored = new Set<string>();
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#store(
          batch.filter(({ document }) => !stored.has(this.#sourcePath(document.path))),
          stored,
          slugs,
        );
      } catch (error) {
        // A person or another import has changed or brought one of the articles meanwhile: it is looked at again.
        if (!(error instanceof ConflictError) || tries === MOST_TRIES) throw error;
        this.#report.unchanged = unchanged;
        problems.length = noted;
        this.#late.length = late;
      }
    }
  }

  async #store(batch: Waiting[], stored: Set<string>, slugs: "keep" | "swap"): Promise<void> {
    const { workspaceId } = this.#input;
    const existing = await findExisting(this.#ctx, {
      workspaceId,
      sourcePaths: batch.map(({ document }) => this.#sourcePath(document.path)),
      slugs: batch.map(({ document }) => document.slug),
    });
    const swapped = slugs === "swap" ? batch.map(({ document }) => this.#sourcePath(document.path)) : [];
    const plans = batch.map((waiting) => ({ waiting, plan: this.#plan(waiting, existing, swapped) }));
    const toStore = plans.flatMap(({ plan }) => plan ?? []);
    if (slugs === "swap" && toStore.length < batch.length) {
      // Somebody has changed one of them meanwhile: it keeps its slug, and so do all.
      for (const { waiting, plan } of plans) {
        const holder = existing.find(({ id }) => id === plan?.displacedId);
        if (holder) this.#late.push({ waiting, holder });
      }
      return;
    }
    const onStored = (articles: ArticleToStore[]): void => {
      for (const { articleId, sourcePath } of articles) {
        this.#report[articleId === null ? "added" : "changed"] += 1;
        stored.add(sourcePath);
      }
    };
    await storeArticles(this.#ctx, { workspaceId, articles: toStore, isSwap: slugs === "swap", onStored });
  }

  /** What to write for a document; null when nothing is to be written. */
  #plan(waiting: Waiting, existing: ExistingArticle[], swapped: readonly string[]): ArticleToStore | null {
    const { document: read } = waiting;
    const sourcePath = this.#sourcePath(read.path);
    const atPath = existing.find((article) => article.sourcePath === sourcePath);
    const document = read.yieldsSlug === true ? { ...read, slug: ownSlug(read, atPath, existing) } : read;
    const atSlug = existing.find((article) => article.slug === document.slug);
    const other = atSlug?.id === atPath?.id ? undefined : atSlug;
    const givesUp = other && (isGiven(other) || swapped.includes(other.sourcePath ?? ""));
    const displacedId = atPath && givesUp === true && this.#mayChange(other) ? other.id : null;
    if (other && displacedId === null && (atPath || !(this.#hasMoved(other) || isGiven(other)))) {
      this.#refuseSlug(waiting, other);
      return null;
    }
    const present = atPath ?? atSlug ?? null;
    const contentHash = hashDocument(document);
    if (present?.contentHash === contentHash && present.sourcePath === sourcePath) {
      this.#report.unchanged += 1;
      return null;
    }
    if (present && !this.#mayChange(present)) {
      const title = `The article "${present.title}" was changed here since it was imported.`;
      this.#reject(waiting, `${title} It stays as it is; --force overwrites it.`);
      return null;
    }
    const { id: articleId = null, updatedAt: version = null } = present ?? {};
    return { document, sourcePath, contentHash, articleId, version, displacedId };
  }

  #mayChange({ editedAt }: ExistingArticle): boolean {
    return editedAt === null || this.#input.force;
  }

  #refuseSlug(waiting: Waiting, holder: ExistingArticle): void {
    if (holder.sourcePath?.startsWith(this.#sourcePath("")) === true) this.#late.push({ waiting, holder });
    else this.#rejectSlug(waiting, holder.title);
  }

  #rejectSlug(waiting: Waiting, holder: string): void {
    this.#reject(waiting, `The slug "${waiting.document.slug}" belongs to the article "${holder}".`);
  }

  /** A file that was renamed keeps its article, as long as the old file was not seen in this run. */
  #hasMoved(article: ExistingArticle): boolean {
    const { sourcePath } = article;
    return (
      sourcePath !== null && sourcePath.startsWith(this.#sourcePath("")) && !this.#seenPaths.has(sourcePath)
    );
  }

  #reject({ file, line }: Waiting, message: string): void {
    this.#report.problems.push({ file, line, message });
  }

  #sourcePath(path: string): string {
    return `${this.#input.origin}/${path}`;
  }
}

/** Does not depend on what else is imported, or in which order. */
function ownSlug(
  { path, slug }: KnowledgeDocument,
  atPath: ExistingArticle | undefined,
  existing: ExistingArticle[],
): string {
  if (atPath) return atPath.slug;
  const isTaken = existing.some((article) => article.slug === slug && !isGiven(article));
  return isTaken ? `${slug}-${createHash("sha256").update(path).digest("hex").slice(0, 8)}` : slug;
}

function unknownGone(origin: string, articles: number): ImportProblem {
  const stay =
    articles === 1 ? "One that is no longer there stays" : `${articles} that are no longer there stay`;
  const message = `What could not be read may be any article. ${stay}; --force archives what is gone.`;
  return { file: origin, line: 0, message };
}

function allGone(origin: string, articles: number): ImportProblem {
  const stay =
    articles === 1 ? "the one that came from here stays" : `the ${articles} that came from here stay`;
  return {
    file: origin,
    line: 0,
    message: `No article was found, so ${stay}; --force archives what is gone.`,
  };
}

function goneButEdited(sourcePath: string, title: string): ImportProblem {
  const message = `It is gone, but the article "${title}" was changed here: it stays, and imports no longer touch it.`;
  return { file: sourcePath.slice(sourcePath.indexOf("/") + 1), line: 0, message };
}
