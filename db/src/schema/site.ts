import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, createdAt, idColumn, oneOf, primaryId, updatedAt } from "./columns.ts";
import { articles, categories } from "./knowledge.ts";
import { people } from "./people.ts";
import { workspaceId } from "./workspaces.ts";

/** Addresses that articles had before: who follows one is led on. */
export const articleRedirects = pgTable(
  "article_redirects",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    slug: text("slug").notNull(),
    articleId: idColumn("article_id")
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("article_redirects_slug_key").on(t.workspaceId, t.slug),
    index("article_redirects_article_idx").on(t.articleId),
  ],
);

export type PageHeading = { level: number; text: string; anchor: string };

/** An article made ready for its page: what takes long to make of its Markdown. */
export const articlePages = pgTable(
  "article_pages",
  {
    articleId: idColumn("article_id")
      .primaryKey()
      .references(() => articles.id, { onDelete: "cascade" }),
    workspaceId: workspaceId(),
    /** Hash of what the page was made of, and of how: another key, another page. */
    renderKey: text("render_key").notNull(),
    /** Sanitised HTML of the body. */
    html: text("html").notNull(),
    headings: jsonb("headings").$type<PageHeading[]>().notNull().default([]),
    /** One or two sentences for search engines and previews. */
    description: text("description").notNull().default(""),
    /** Articles of the same matter, the nearest first. */
    relatedIds: jsonb("related_ids").$type<number[]>().notNull().default([]),
    renderedAt: at("rendered_at").notNull(),
  },
  (t) => [index("article_pages_workspace_idx").on(t.workspaceId)],
);

/** Whether an article helped: one word of one visitor. */
export const articleVotes = pgTable(
  "article_votes",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    articleId: idColumn("article_id")
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    /** Hash of what tells visitors apart; nothing leads back to the visitor. */
    visitorHash: text("visitor_hash").notNull(),
    isHelpful: boolean("is_helpful").notNull(),
    comment: text("comment").notNull().default(""),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("article_votes_visitor_key").on(t.articleId, t.visitorHash),
    index("article_votes_workspace_idx").on(t.workspaceId, t.createdAt),
  ],
);

/**
 * What one day's visitors are told apart by. It is thrown away after the day, and from then on nobody can tell whose a
 * hash is.
 */
export const visitorSalts = pgTable(
  "visitor_salts",
  {
    workspaceId: workspaceId(),
    day: date("day").notNull(),
    salt: text("salt").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.day] })],
);

/** Who has read an article on a day, so that coming back counts once; swept after the day. */
export const articleViews = pgTable(
  "article_views",
  {
    workspaceId: workspaceId(),
    articleId: idColumn("article_id")
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    day: date("day").notNull(),
    visitorHash: text("visitor_hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.articleId, t.day, t.visitorHash] }),
    index("article_views_day_idx").on(t.workspaceId, t.day),
  ],
);

export const SEARCH_PLACES = ["site", "panel", "api", "mcp", "chat"] as const;

/** What visitors looked for, and whether they found it. */
export const searches = pgTable(
  "searches",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    query: text("query").notNull(),
    place: text("place", { enum: SEARCH_PLACES }).notNull(),
    resultCount: integer("result_count").notNull(),
    /** The result that was opened. */
    clickedArticleId: idColumn("clicked_article_id").references(() => articles.id, { onDelete: "set null" }),
    /** Its place among the results, from 1. */
    clickedRank: integer("clicked_rank"),
    createdAt: createdAt(),
  },
  (t) => [
    index("searches_time_idx").on(t.workspaceId, t.createdAt),
    index("searches_nothing_idx")
      .on(t.workspaceId, t.createdAt)
      .where(sql`${t.resultCount} = 0`),
    oneOf("searches_place_check", t.place, SEARCH_PLACES),
    check("searches_rank_check", sql`${t.clickedRank} > 0`),
  ],
);

export const BUILD_STATUSES = ["running", "done", "failed"] as const;

/** Full builds of the public pages. */
export const siteBuilds = pgTable(
  "site_builds",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    status: text("status", { enum: BUILD_STATUSES }).notNull().default("running"),
    pages: integer("pages").notNull().default(0),
    error: text("error"),
    startedAt: at("started_at").notNull(),
    finishedAt: at("finished_at"),
  },
  (t) => [
    index("site_builds_workspace_idx").on(t.workspaceId, t.startedAt),
    oneOf("site_builds_status_check", t.status, BUILD_STATUSES),
  ],
);

/** Addresses that categories had before. */
export const categoryRedirects = pgTable(
  "category_redirects",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    slug: text("slug").notNull(),
    categoryId: idColumn("category_id")
      .notNull()
      .references(() => categories.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("category_redirects_slug_key").on(t.workspaceId, t.slug)],
);

/** Who was told of what: news that concerns one person, read in the panel or on the site. */
export const webNotices = pgTable(
  "web_notices",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    personId: idColumn("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** The same key is told once only. */
    dedupeKey: text("dedupe_key").notNull(),
    markdown: text("markdown").notNull(),
    url: text("url"),
    readAt: at("read_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("web_notices_dedupe_key").on(t.workspaceId, t.dedupeKey),
    index("web_notices_person_idx").on(t.personId, t.id),
  ],
);
