import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  smallint,
  text,
  uniqueIndex,
  vector,
} from "drizzle-orm/pg-core";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { at, createdAt, idColumn, oneOf, primaryId, updatedAt, VECTOR_DIMENSIONS } from "./columns.ts";
import { githubIssues } from "./github.ts";
import { articles } from "./knowledge.ts";
import { people } from "./people.ts";
import { tickets } from "./tickets.ts";
import { PLATFORMS, workspaceId } from "./workspaces.ts";

export const FEEDBACK_TYPES = ["feature_request", "bug_report", "improvement"] as const;
export const FEEDBACK_STATUSES = [
  "open",
  "under_review",
  "planned",
  "in_progress",
  "completed",
  "wont_fix",
] as const;

export const feedbackPosts = pgTable(
  "feedback_posts",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    title: text("title").notNull(),
    description: text("description").notNull(),
    type: text("type", { enum: FEEDBACK_TYPES }).notNull().default("feature_request"),
    status: text("status", { enum: FEEDBACK_STATUSES }).notNull().default("open"),
    authorId: idColumn("author_id").references(() => people.id, { onDelete: "set null" }),
    /** The article that says more about it. */
    articleId: idColumn("article_id").references(() => articles.id, { onDelete: "set null" }),
    /** The ticket that it was made of. */
    ticketId: idColumn("ticket_id").references(() => tickets.id, { onDelete: "set null" }),
    /** What it was made of, where one thing makes one post at most: a chat message, an imported row, a request's key. */
    sourceKey: text("source_key"),
    /** The post that stands for this one; its votes count there. Never a post that is merged itself. */
    mergedIntoId: idColumn("merged_into_id").references((): AnyPgColumn => feedbackPosts.id, {
      onDelete: "set null",
    }),
    /** False hides it from everybody but agents. */
    isPublic: boolean("is_public").notNull().default(true),
    upvotes: integer("upvotes").notNull().default(0),
    downvotes: integer("downvotes").notNull().default(0),
    /** Sum over companies of a capped, logarithmic weight of their MRR. */
    weightedScore: real("weighted_score").notNull().default(0),
    adminNotes: text("admin_notes").notNull().default(""),
    /** Of title and description, to find posts that ask for the same. */
    embedding: vector("embedding", { dimensions: VECTOR_DIMENSIONS }),
    embeddingModel: text("embedding_model"),
    /** Stems of what title and description are about: posts are found by them. Null until they have been made. */
    terms: text("terms").array(),
    /** The status that voters last heard of. */
    toldStatus: text("told_status", { enum: FEEDBACK_STATUSES }).notNull().default("open"),
    statusChangedAt: at("status_changed_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("feedback_posts_status_idx").on(t.workspaceId, t.status, t.weightedScore),
    // The lists of posts that stand for themselves, highest or newest first.
    index("feedback_posts_top_idx")
      .on(t.workspaceId, t.weightedScore, t.upvotes, t.id)
      .where(sql`${t.mergedIntoId} is null`),
    index("feedback_posts_new_idx")
      .on(t.workspaceId, t.createdAt, t.id)
      .where(sql`${t.mergedIntoId} is null`),
    // What was typed badly is found by its letters.
    index("feedback_posts_title_idx").using("gin", sql`${t.title} gin_trgm_ops`),
    index("feedback_posts_merged_idx").on(t.mergedIntoId),
    index("feedback_posts_author_idx").on(t.authorId, t.createdAt),
    index("feedback_posts_terms_idx").using("gin", t.terms),
    uniqueIndex("feedback_posts_source_key").on(t.workspaceId, t.sourceKey),
    check("feedback_posts_merged_check", sql`${t.mergedIntoId} <> ${t.id}`),
    oneOf("feedback_posts_type_check", t.type, FEEDBACK_TYPES),
    oneOf("feedback_posts_status_check", t.status, FEEDBACK_STATUSES),
    check("feedback_posts_votes_check", sql`${t.upvotes} >= 0 and ${t.downvotes} >= 0`),
  ],
);

/** One person has one vote on a post, whatever the platform. */
export const votes = pgTable(
  "votes",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    postId: idColumn("post_id")
      .notNull()
      .references(() => feedbackPosts.id, { onDelete: "cascade" }),
    personId: idColumn("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    value: smallint("value").notNull(),
    /** Where the vote was cast; news about the post goes there. */
    platform: text("platform", { enum: PLATFORMS }),
    channelId: text("channel_id"),
    threadId: text("thread_id"),
    unsubscribedAt: at("unsubscribed_at"),
    metadata: jsonb("metadata").$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("votes_person_key").on(t.postId, t.personId),
    index("votes_person_idx").on(t.workspaceId, t.personId),
    check("votes_value_check", sql`${t.value} in (-1, 1)`),
  ],
);

export const FEEDBACK_LINKS = ["issue", "ticket"] as const;

/** What a post has to do with: the issues that build it, tickets that ask for it. */
export const feedbackLinks = pgTable(
  "feedback_links",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    postId: idColumn("post_id")
      .notNull()
      .references(() => feedbackPosts.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: FEEDBACK_LINKS }).notNull(),
    issueId: idColumn("issue_id").references(() => githubIssues.id, { onDelete: "cascade" }),
    ticketId: idColumn("ticket_id").references(() => tickets.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("feedback_links_issue_key").on(t.postId, t.issueId),
    uniqueIndex("feedback_links_ticket_key").on(t.postId, t.ticketId),
    oneOf("feedback_links_kind_check", t.kind, FEEDBACK_LINKS),
    check("feedback_links_one_check", sql`num_nonnulls(${t.issueId}, ${t.ticketId}) = 1`),
  ],
);

export const FEEDBACK_EVENTS = [
  "created",
  "edited",
  "status_changed",
  "merged",
  "unmerged",
  "note_added",
  "linked",
  "unlinked",
  "hidden",
  "shown",
] as const;

/** What happened to a post, oldest first: the public page shows the public ones. */
export const feedbackEvents = pgTable(
  "feedback_events",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    postId: idColumn("post_id")
      .notNull()
      .references(() => feedbackPosts.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: FEEDBACK_EVENTS }).notNull(),
    oldValue: text("old_value"),
    newValue: text("new_value"),
    /** A note, or what voters are told with a change of status. */
    comment: text("comment").notNull().default(""),
    isPublic: boolean("is_public").notNull(),
    /** Null: nobody in particular. */
    actorId: idColumn("actor_id").references(() => people.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (t) => [
    index("feedback_events_post_idx").on(t.postId, t.id),
    oneOf("feedback_events_kind_check", t.kind, FEEDBACK_EVENTS),
  ],
);

export const CHANGELOG_STATUSES = ["draft", "published"] as const;

/** News for everybody: what was built, in words that an agent has looked over. */
export const changelogEntries = pgTable(
  "changelog_entries",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    postId: idColumn("post_id").references(() => feedbackPosts.id, { onDelete: "set null" }),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    /** CommonMark. */
    body: text("body").notNull(),
    status: text("status", { enum: CHANGELOG_STATUSES }).notNull().default("draft"),
    publishedAt: at("published_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("changelog_entries_slug_key").on(t.workspaceId, t.slug),
    uniqueIndex("changelog_entries_post_key").on(t.postId),
    index("changelog_entries_published_idx").on(t.workspaceId, t.status, t.publishedAt),
    oneOf("changelog_entries_status_check", t.status, CHANGELOG_STATUSES),
  ],
);

/** Where a post comes from: the channel, the thread in it, and whether nobody but its author reads along there. */
export type PostOrigin = {
  platform: (typeof PLATFORMS)[number];
  channelId: string;
  threadId: string | null;
  isDirect: boolean;
};

/** What somebody wants to post, kept while they look at posts that ask for the same. */
export const feedbackDrafts = pgTable(
  "feedback_drafts",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    personId: idColumn("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** The form that it was written in: the same form sent twice makes one draft. */
    formKey: text("form_key").notNull(),
    title: text("title").notNull(),
    description: text("description").notNull(),
    type: text("type", { enum: FEEDBACK_TYPES }).notNull(),
    /** What the post is made of, where one thing makes one post at most. */
    sourceKey: text("source_key"),
    origin: jsonb("origin").$type<PostOrigin>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("feedback_drafts_form_key").on(t.workspaceId, t.formKey),
    index("feedback_drafts_person_idx").on(t.personId),
    index("feedback_drafts_created_idx").on(t.createdAt),
    oneOf("feedback_drafts_type_check", t.type, FEEDBACK_TYPES),
  ],
);
