import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, createdAt, idColumn, oneOf, primaryId, updatedAt } from "./columns.ts";
import { people } from "./people.ts";
import { tickets } from "./tickets.ts";
import { workspaceId } from "./workspaces.ts";

export const GITHUB_LINK_STATUSES = [
  "pending",
  "issue_created",
  "pr_drafted",
  "pr_merged",
  "pr_rejected",
] as const;
export const ISSUE_STATES = ["open", "closed"] as const;
/** Only `completed` means fixed. */
export const ISSUE_STATE_REASONS = ["completed", "not_planned", "duplicate", "reopened"] as const;
/** Where the work on a bug report stands: pieces asked of the member, matching issues offered to agents, an issue made or chosen. */
export const BUG_REPORT_STATUSES = ["describing", "asked", "offered", "filing", "filed", "dropped"] as const;

/** A repository that a workspace may use. */
export const githubRepositories = pgTable(
  "github_repositories",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    /** "owner/name", as GitHub spells it now: it follows renames and transfers. */
    repo: text("repo").notNull(),
    /** GitHub's own id, which stays. */
    externalId: bigint("external_id", { mode: "number" }).notNull(),
    /** Of the GitHub App; null where a token is used. */
    installationId: bigint("installation_id", { mode: "number" }),
    defaultBranch: text("default_branch").notNull(),
    isPrivate: boolean("is_private").notNull().default(false),
    enabled: boolean("enabled").notNull().default(true),
    /** Why it cannot be used now, a sentence; null while it can. */
    problem: text("problem"),
    /** Parsed by core; absent keys mean the default. */
    settings: jsonb("settings").$type<Record<string, unknown>>().notNull().default({}),
    /** Changes up to this time have been looked for. */
    polledAt: at("polled_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("github_repositories_external_key").on(t.workspaceId, t.externalId),
    index("github_repositories_external_idx").on(t.externalId),
  ],
);

/** An issue that tickets are linked to; several tickets may share one. */
export const githubIssues = pgTable(
  "github_issues",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    repositoryId: idColumn("repository_id")
      .notNull()
      .references(() => githubRepositories.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    url: text("url").notNull(),
    title: text("title").notNull(),
    state: text("state", { enum: ISSUE_STATES }).notNull().default("open"),
    stateReason: text("state_reason", { enum: ISSUE_STATE_REASONS }),
    labels: jsonb("labels").$type<string[]>().notNull().default([]),
    milestone: text("milestone"),
    /** Made by us, not only linked. */
    isOurs: boolean("is_ours").notNull().default(false),
    closedAt: at("closed_at"),
    /** The commit that fixed it, once known: the merge of a pull request or the commit that closed it. */
    fixCommit: text("fix_commit"),
    fixedAt: at("fixed_at"),
    /** The first release or tag that contains `fixCommit`. */
    shippedIn: text("shipped_in"),
    shippedUrl: text("shipped_url"),
    shippedAt: at("shipped_at"),
    /** Deleted, or moved to a repository that we may not see. */
    goneAt: at("gone_at"),
    /** Comments up to this time have been read. */
    commentsReadAt: at("comments_read_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("github_issues_number_key").on(t.repositoryId, t.number),
    index("github_issues_unshipped_idx").on(t.repositoryId, t.fixedAt, t.shippedAt),
    oneOf("github_issues_state_check", t.state, ISSUE_STATES),
    oneOf("github_issues_state_reason_check", t.stateReason, ISSUE_STATE_REASONS),
  ],
);

/** What ties a ticket to an issue, and to the pull request of its fix. */
export const githubLinks = pgTable(
  "github_links",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    ticketId: idColumn("ticket_id")
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" }),
    repositoryId: idColumn("repository_id").references(() => githubRepositories.id, { onDelete: "cascade" }),
    /** Null while `status` is pending. */
    issueId: idColumn("issue_id").references(() => githubIssues.id, { onDelete: "set null" }),
    status: text("status", { enum: GITHUB_LINK_STATUSES }).notNull().default("pending"),
    /** "owner/name" */
    repo: text("repo").notNull(),
    issueNumber: integer("issue_number"),
    issueUrl: text("issue_url"),
    prNumber: integer("pr_number"),
    prUrl: text("pr_url"),
    suggestedFix: text("suggested_fix"),
    fixConfidence: real("fix_confidence"),
    /** Null while checks run, and where there are none. */
    prChecksPassed: boolean("pr_checks_passed"),
    humanReviewed: boolean("human_reviewed").notNull().default(false),
    /** The newest member message that has been added to the issue. */
    evidenceMessageId: idColumn("evidence_message_id"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("github_links_ticket_repo_key").on(t.ticketId, t.repo),
    index("github_links_issue_idx").on(t.workspaceId, t.repo, t.issueNumber),
    index("github_links_pr_idx").on(t.workspaceId, t.repo, t.prNumber),
    index("github_links_shared_idx").on(t.issueId),
    oneOf("github_links_status_check", t.status, GITHUB_LINK_STATUSES),
  ],
);

/** What a bug ticket reports, taken apart; one for a ticket. */
export const bugReports = pgTable(
  "bug_reports",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    ticketId: idColumn("ticket_id")
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" }),
    /** Chosen by the rules of the workspace's repositories; null while none fits. */
    repositoryId: idColumn("repository_id").references(() => githubRepositories.id, { onDelete: "set null" }),
    status: text("status", { enum: BUG_REPORT_STATUSES }).notNull().default("describing"),
    /** Part of the marker in the issue's body that nobody can guess before it is there: strangers may open issues, too. */
    markerKey: text("marker_key")
      .notNull()
      .default(sql`replace(gen_random_uuid()::text, '-', '')`),
    /** A `BugSpec` of core; null before it is there. */
    spec: jsonb("spec").$type<Record<string, unknown>>(),
    /** Issues that may be about the same: { number, url, title, state, score }, the most alike first. */
    matches: jsonb("matches")
      .$type<{ number: number; url: string; title: string; state: "open" | "closed"; score: number }[]>()
      .notNull()
      .default([]),
    /** The member was asked for missing pieces, which happens once. */
    askedAt: at("asked_at"),
    /** Why nothing is made without an agent's word, a sentence; null when nothing stands in the way. */
    held: text("held"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("bug_reports_ticket_key").on(t.ticketId),
    oneOf("bug_reports_status_check", t.status, BUG_REPORT_STATUSES),
  ],
);

/** The GitHub account of a person, proven or entered by the operator. */
export const githubAccounts = pgTable(
  "github_accounts",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    personId: idColumn("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    login: text("login").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("github_accounts_person_key").on(t.workspaceId, t.personId),
    uniqueIndex("github_accounts_login_key").on(t.workspaceId, sql`lower(${t.login})`),
  ],
);

/** Webhook deliveries taken in; the id makes a replay harmless. They belong to a repository, which may be of several workspaces. */
export const githubDeliveries = pgTable(
  "github_deliveries",
  {
    id: primaryId(),
    deliveryId: text("delivery_id").notNull().unique(),
    event: text("event").notNull(),
    /** A `GithubEvent` of core: what changed, not what it says. */
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    processedAt: at("processed_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("github_deliveries_waiting_idx")
      .on(t.createdAt)
      .where(sql`${t.processedAt} is null`),
    index("github_deliveries_created_idx").on(t.createdAt),
  ],
);
