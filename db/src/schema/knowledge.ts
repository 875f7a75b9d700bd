import { sql } from "drizzle-orm";
import type { SQLWrapper } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  vector,
} from "drizzle-orm/pg-core";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import {
  at,
  createdAt,
  idColumn,
  oneOf,
  primaryId,
  termText,
  updatedAt,
  VECTOR_DIMENSIONS,
} from "./columns.ts";
import { people } from "./people.ts";
import { workspaceId } from "./workspaces.ts";

export const ARTICLE_STATUSES = ["draft", "published", "archived"] as const;
/** Who may read an article: internal ones are for agents only. */
export const AUDIENCES = ["everyone", "agents"] as const;

/**
 * Vectors of the models named `offline-...` are made of a text's words, so words find whatever they would find: they are
 * compared with what was found, but have no part in the indexes, which take longer to write than all the rest.
 */
const isLearned = (model: SQLWrapper) => sql`${model} not like 'offline-%'`;

export const categories = pgTable(
  "categories",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    name: text("name").notNull(),
    slug: text("slug").notNull(),
    description: text("description").notNull().default(""),
    icon: text("icon"),
    displayOrder: integer("display_order").notNull().default(0),
    visible: boolean("visible").notNull().default(true),
    parentId: idColumn("parent_id").references((): AnyPgColumn => categories.id, { onDelete: "set null" }),
    /** Name and description in other languages, by locale. */
    translations: jsonb("translations")
      .$type<Record<string, { name: string; description?: string }>>()
      .notNull()
      .default({}),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("categories_slug_key").on(t.workspaceId, t.slug),
    check("categories_parent_check", sql`${t.parentId} <> ${t.id}`),
  ],
);

export const articles = pgTable(
  "articles",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    title: text("title").notNull(),
    slug: text("slug").notNull(),
    content: text("content").notNull(),
    status: text("status", { enum: ARTICLE_STATUSES }).notNull().default("draft"),
    isBeta: boolean("is_beta").notNull().default(false),
    audience: text("audience", { enum: AUDIENCES }).notNull().default("everyone"),
    /** ISO 639-1 code, where its words are stemmed by that language's rules; null: by the English ones. */
    language: text("language"),
    /** Locale (BCP 47) that it is published in; null: the help center's first one. */
    locale: text("locale"),
    /** The article that this one translates; that one is no translation itself. */
    translationOfId: idColumn("translation_of_id").references((): AnyPgColumn => articles.id, {
      onDelete: "set null",
    }),
    categoryId: idColumn("category_id").references(() => categories.id, { onDelete: "set null" }),
    authorId: idColumn("author_id").references(() => people.id, { onDelete: "set null" }),
    displayOrder: integer("display_order").notNull().default(0),
    /** Public address of the article, when it lives outside the help center. */
    sourceUrl: text("source_url"),
    /** File of the imported folder that the article came from, relative to it. */
    sourcePath: text("source_path"),
    /** Hash of what was imported, so that an unchanged file is left alone. */
    contentHash: text("content_hash").notNull(),
    /** Of title and content as they stand, whoever wrote them: tells whether a page was made of this very text. */
    textHash: text("text_hash")
      .notNull()
      .generatedAlwaysAs(sql`md5(title || chr(10) || content)`),
    /** What the site that it was fetched from calls this state of it (an ETag), to ask whether there is another. */
    sourceEtag: text("source_etag"),
    /** When somebody changed here what an import had brought: the next import leaves it alone. Null: as it came. */
    editedAt: at("edited_at"),
    /** What was embedded for the whole article: title, category and the first lines. */
    embeddingText: text("embedding_text"),
    embedding: vector("embedding", { dimensions: VECTOR_DIMENSIONS }),
    embeddingModel: text("embedding_model"),
    embeddedAt: at("embedded_at"),
    viewCount: integer("view_count").notNull().default(0),
    helpfulCount: integer("helpful_count").notNull().default(0),
    notHelpfulCount: integer("not_helpful_count").notNull().default(0),
    publishedAt: at("published_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("articles_slug_key").on(t.workspaceId, t.slug),
    index("articles_status_published_idx").on(t.workspaceId, t.status, t.publishedAt),
    uniqueIndex("articles_translation_key").on(t.translationOfId, t.locale),
    check("articles_translation_check", sql`${t.translationOfId} <> ${t.id}`),
    index("articles_category_status_idx").on(t.workspaceId, t.categoryId, t.status),
    index("articles_embedding_idx")
      .using("hnsw", t.embedding.op("vector_cosine_ops"))
      .where(isLearned(t.embeddingModel)),
    oneOf("articles_status_check", t.status, ARTICLE_STATUSES),
    oneOf("articles_audience_check", t.audience, AUDIENCES),
    check(
      "articles_counts_check",
      sql`${t.viewCount} >= 0 and ${t.helpfulCount} >= 0 and ${t.notHelpfulCount} >= 0`,
    ),
  ],
);

/**
 * Passages that were counted together for word search. Postings of a segment are written once and never changed; a
 * passage that is gone simply finds no row any more, and segments are merged when they become many.
 */
export const searchSegments = pgTable(
  "search_segments",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    chunkCount: integer("chunk_count").notNull().default(0),
    /** Terms of all its passages together. */
    termCount: bigint("term_count", { mode: "number" }).notNull().default(0),
    /** False while its postings are being written. */
    isReady: boolean("is_ready").notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [
    index("search_segments_workspace_idx").on(t.workspaceId),
    // One process at a time counts a workspace's passages.
    uniqueIndex("search_segments_unfinished_key")
      .on(t.workspaceId)
      .where(sql`not ${t.isReady}`),
  ],
);

/** Where a term stands: the passages of one segment that hold it, and how much it says about each (BM25 without the idf). */
export const searchPostings = pgTable(
  "search_postings",
  {
    segmentId: idColumn("segment_id")
      .notNull()
      .references(() => searchSegments.id, { onDelete: "cascade" }),
    workspaceId: workspaceId(),
    term: termText("term").notNull(),
    chunkIds: bigint("chunk_ids", { mode: "number" }).array().notNull(),
    impacts: real("impacts").array().notNull(),
    /** How many passages: told without reading the list. */
    passages: integer("passages")
      .notNull()
      .generatedAlwaysAs(sql`cardinality(chunk_ids)`),
    /** How often the term stands in the segment. */
    occurrences: integer("occurrences").notNull(),
  },
  (t) => [
    index("search_postings_term_idx").on(t.workspaceId, t.term),
    // A mistyped word is looked for by its beginning and by its end.
    index("search_postings_reversed_idx").on(t.workspaceId, sql`reverse(${t.term})`),
    index("search_postings_segment_idx").on(t.segmentId),
  ],
);

/** A passage under one heading. Words find it through `search_postings`. */
export const articleChunks = pgTable(
  "article_chunks",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    articleId: idColumn("article_id")
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    title: text("title").notNull(),
    headingPath: jsonb("heading_path").$type<string[]>().notNull().default([]),
    /** The headings as one line, for full text. */
    heading: text("heading").notNull().default(""),
    /** Fragment of the article's address that leads to the passage. */
    anchor: text("anchor"),
    content: text("content").notNull(),
    contentHash: text("content_hash").notNull(),
    embedding: vector("embedding", { dimensions: VECTOR_DIMENSIONS }),
    embeddingModel: text("embedding_model"),
  },
  (t) => [
    uniqueIndex("article_chunks_position_key").on(t.articleId, t.position),
    index("article_chunks_workspace_idx").on(t.workspaceId),
    index("article_chunks_embedding_idx")
      .using("hnsw", t.embedding.op("vector_cosine_ops"))
      .where(isLearned(t.embeddingModel)),
  ],
);

/** The segment that counts a passage. A table of its own: changing the passage's row would write its vector's index anew. */
export const searchChunks = pgTable(
  "search_chunks",
  {
    chunkId: idColumn("chunk_id")
      .primaryKey()
      .references(() => articleChunks.id, { onDelete: "cascade" }),
    segmentId: idColumn("segment_id")
      .notNull()
      .references(() => searchSegments.id, { onDelete: "cascade" }),
  },
  (t) => [index("search_chunks_segment_idx").on(t.segmentId)],
);

/** Vectors of the model that the workspace is about to change to, kept apart until every passage has one. */
export const upcomingVectors = pgTable(
  "upcoming_vectors",
  {
    chunkId: idColumn("chunk_id")
      .primaryKey()
      .references(() => articleChunks.id, { onDelete: "cascade" }),
    workspaceId: workspaceId(),
    model: text("model").notNull(),
    embedding: vector("embedding", { dimensions: VECTOR_DIMENSIONS }).notNull(),
  },
  (t) => [
    index("upcoming_vectors_workspace_idx").on(t.workspaceId),
    index("upcoming_vectors_embedding_idx")
      .using("hnsw", t.embedding.op("vector_cosine_ops"))
      .where(isLearned(t.model)),
  ],
);

/** Vectors that were paid for, by what was embedded: a text that comes back costs nothing. */
export const embeddingCache = pgTable(
  "embedding_cache",
  {
    workspaceId: workspaceId(),
    model: text("model").notNull(),
    /** Of the embedded text. */
    hash: text("hash").notNull(),
    embedding: vector("embedding", { dimensions: VECTOR_DIMENSIONS }).notNull(),
    /** Rows that nobody asks for any more are swept away. */
    usedAt: at("used_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.model, t.hash] }),
    index("embedding_cache_used_idx").on(t.usedAt),
  ],
);
