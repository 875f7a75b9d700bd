import { boolean, index, integer, pgTable, real, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, idColumn, oneOf, primaryId, updatedAt } from "./columns.ts";
import { tickets } from "./tickets.ts";
import { workspaceId } from "./workspaces.ts";

export const GITHUB_LINK_STATUSES = [
  "pending",
  "issue_created",
  "pr_drafted",
  "pr_merged",
  "pr_rejected",
] as const;

export const githubLinks = pgTable(
  "github_links",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    ticketId: idColumn("ticket_id")
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" }),
    status: text("status", { enum: GITHUB_LINK_STATUSES }).notNull().default("pending"),
    /** "owner/name" */
    repo: text("repo").notNull(),
    issueNumber: integer("issue_number"),
    issueUrl: text("issue_url"),
    prNumber: integer("pr_number"),
    prUrl: text("pr_url"),
    suggestedFix: text("suggested_fix"),
    fixConfidence: real("fix_confidence"),
    prChecksPassed: boolean("pr_checks_passed"),
    humanReviewed: boolean("human_reviewed").notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("github_links_ticket_repo_key").on(t.ticketId, t.repo),
    index("github_links_issue_idx").on(t.workspaceId, t.repo, t.issueNumber),
    index("github_links_pr_idx").on(t.workspaceId, t.repo, t.prNumber),
    oneOf("github_links_status_check", t.status, GITHUB_LINK_STATUSES),
  ],
);
