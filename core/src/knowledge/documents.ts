import { createHash } from "node:crypto";
import { toSlug } from "../text/index.ts";

export const AUDIENCES = ["everyone", "agents"] as const;
export type Audience = (typeof AUDIENCES)[number];

/** An article as its author wrote it, before it is stored. */
export type KnowledgeDocument = {
  /** Where it came from, for people: a file name, or the id in a file of many articles. */
  path: string;
  title: string;
  slug: string;
  /** The slug was made of the path: an article that is there already keeps its own, and a new one yields to others. */
  yieldsSlug?: boolean;
  /** CommonMark. */
  content: string;
  status: "draft" | "published" | "archived";
  isBeta: boolean;
  /** Articles for agents never reach a member. */
  audience: Audience;
  /** Name of its category. */
  category: string | null;
  /** The category's slug, where it is not simply made of its name. */
  categorySlug?: string;
  order: number;
  /** Public address, when the article lives outside the help center. */
  url: string | null;
  /** The language's code; left out: the help center's first language. */
  locale?: string;
  /** Paths or slugs of the document that this one translates; the first that there is counts. */
  translationOf?: string[];
  /** What the site that it was fetched from calls this state of it. */
  etag?: string;
};

/** A category as a collection describes it; what it leaves out stays as it is. */
export type KnowledgeCategory = {
  slug: string;
  name: string;
  description?: string;
  icon?: string;
  order?: number;
  visible?: boolean;
  /** The category that it stands in. */
  parentSlug?: string;
  translations?: Record<string, { name: string; description?: string }>;
};

/** Why one file, or one line of it, was left out. `line` counts from 1; 0 stands for the file as a whole. */
export type ImportProblem = { file: string; line: number; message: string };

/** What a file of one article gives. */
export type ReadDocument =
  | {
      kind: "document";
      document: KnowledgeDocument;
      line: number;
      /** The file of many articles that it stands in. */
      file?: string;
    }
  | ImportFailure;
export type ReadItem =
  | ReadDocument
  /** Comes before the documents in it. */
  | { kind: "category"; category: KnowledgeCategory }
  /** The document of this path is as it was at the last import. */
  | { kind: "unchanged"; path: string }
  /** Something to look at that keeps nothing out. */
  | { kind: "note"; note: ImportProblem };
export type ImportFailure = {
  kind: "problem";
  /** Of the document; null when nobody can say which one it was. */
  path: string | null;
  problem: ImportProblem;
};

/** Larger files are no articles but dumps; they would also crowd all others out of the search. */
export const MAX_DOCUMENT_BYTES = 1_000_000;

/** A file without settings of its own is a published article for everybody, in the category of its folder. */
export function plainDocument(
  path: string,
  { title, content, url }: Pick<KnowledgeDocument, "content" | "url"> & { title: string | null },
): ReadDocument {
  const place = placeOf(path);
  if (place.slug === "") return problemAt(path, 0, "No slug can be made of the file's name.");
  return {
    kind: "document",
    line: 1,
    document: {
      path,
      title: title ?? place.name,
      slug: place.slug,
      content,
      status: "published",
      isBeta: false,
      audience: "everyone",
      category: place.category,
      order: 0,
      url,
    },
  };
}

/** For `JSON.parse` and its like: the database takes no null characters, however they were written. */
export const withoutNulls = (_key: unknown, value: unknown): unknown =>
  typeof value === "string" ? value.replaceAll("\u0000", "") : value;

export function problemAt(path: string, line: number, message: string): ImportFailure {
  return { kind: "problem", path, problem: { file: path, line, message } };
}

/** What a file's path says about its article: a name for people, an address, and its first folder as the category. */
export function placeOf(path: string): { name: string; slug: string; category: string | null } {
  const bare = path.replace(/\.\w+$/, "").replace(/\/index$/, "");
  const name = withoutId(bare.split("/").at(-1) ?? bare)
    .replace(/[-_]+/g, " ")
    .trim();
  return {
    name: name || bare,
    slug: toSlug(bare),
    category: path.includes("/") ? withoutId(path.split("/")[0] ?? "") : null,
  };
}

/** Notion's exports have ids behind the names of pages. They keep addresses apart, but nobody reads them. */
const withoutId = (name: string): string => name.replace(/(?<=\S) [0-9a-f]{32}$/u, "");

/** Changes when anything does that is stored, so that an unchanged document is left alone. */
export function hashDocument(document: KnowledgeDocument): string {
  const { path: _path, etag: _etag, yieldsSlug: _yields, ...stored } = document;
  return hashText(JSON.stringify([CUTTING_VERSION, ...Object.entries(stored).toSorted(byName)]));
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** Counted up when articles are cut differently, so that the next import cuts them anew. */
const CUTTING_VERSION = 3;

export const hashText = (text: string): string =>
  createHash("sha256").update(text).digest("base64url").slice(0, 32);
