import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  smallint,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, createdAt, idColumn, oneOf, primaryId, updatedAt } from "./columns.ts";
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
    articleId: idColumn("article_id").references(() => articles.id, { onDelete: "set null" }),
    ticketId: idColumn("ticket_id").references(() => tickets.id, { onDelete: "set null" }),
    upvotes: integer("upvotes").notNull().default(0),
    downvotes: integer("downvotes").notNull().default(0),
    /** Sum over companies of a capped, logarithmic weight of their MRR. */
    weightedScore: real("weighted_score").notNull().default(0),
    adminNotes: text("admin_notes").notNull().default(""),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("feedback_posts_status_idx").on(t.workspaceId, t.status, t.weightedScore),
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
