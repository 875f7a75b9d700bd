import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, real, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, createdAt, idColumn, oneOf, primaryId, updatedAt } from "./columns.ts";
import { githubIssues } from "./github.ts";
import { people } from "./people.ts";
import { tickets } from "./tickets.ts";
import { workspaceId } from "./workspaces.ts";

export const FIX_STATUSES = [
  "waiting",
  "running",
  /** Shown to agents only: not sure enough, or without proof. */
  "suggested",
  "drafted",
  "failed",
  "stopped",
] as const;

/** A changed file, whole; null contents delete it. */
export type FixFile = { path: string; content: string | null; isTest: boolean; isExecutable: boolean };
/** One run of the test command: without any change, with the changed tests alone, with everything. */
export type FixProofStage = {
  stage: "before" | "with_test" | "with_fix";
  passed: boolean;
  seconds: number;
  output: string;
};

/** One try to fix an issue. */
export const fixAttempts = pgTable(
  "fix_attempts",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    ticketId: idColumn("ticket_id")
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" }),
    issueId: idColumn("issue_id")
      .notNull()
      .references(() => githubIssues.id, { onDelete: "cascade" }),
    /** 1, 2, ... of an issue. */
    number: integer("number").notNull(),
    status: text("status", { enum: FIX_STATUSES }).notNull().default("waiting"),
    /** Who approved it; null when the repository's setting is automatic. */
    approvedById: idColumn("approved_by_id").references(() => people.id, { onDelete: "set null" }),
    /** The GitHub account that stood for the approval. */
    approvedLogin: text("approved_login"),
    model: text("model"),
    /** 0 to 1. */
    confidence: real("confidence"),
    /** What was wrong and what the change does, for maintainers. */
    summary: text("summary"),
    /** What was not tried or not sure, sentences. */
    limits: jsonb("limits").$type<string[]>().notNull().default([]),
    baseSha: text("base_sha"),
    branch: text("branch"),
    /** The branch's newest commit as last seen, whoever made it. */
    headSha: text("head_sha"),
    /** The commit that holds this attempt: a branch with another one at its head has somebody's work on it. */
    ownSha: text("own_sha"),
    prNumber: integer("pr_number"),
    prUrl: text("pr_url"),
    patch: jsonb("patch").$type<FixFile[]>(),
    proof: jsonb("proof").$type<FixProofStage[]>().notNull().default([]),
    /** Why it failed or stopped, a sentence. */
    failure: text("failure"),
    costUsd: real("cost_usd").notNull().default(0),
    /** How often the job began it. */
    runs: integer("runs").notNull().default(0),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("fix_attempts_number_key").on(t.issueId, t.number),
    uniqueIndex("fix_attempts_open_key")
      .on(t.issueId)
      .where(sql`${t.status} in ('waiting', 'running')`),
    index("fix_attempts_ticket_idx").on(t.ticketId),
    oneOf("fix_attempts_status_check", t.status, FIX_STATUSES),
    check("fix_attempts_confidence_check", sql`${t.confidence} between 0 and 1`),
  ],
);

/** What the model did in an attempt, in order: the log that agents can read. */
export const fixSteps = pgTable(
  "fix_steps",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    attemptId: idColumn("attempt_id")
      .notNull()
      .references(() => fixAttempts.id, { onDelete: "cascade" }),
    /** Which run of the attempt's job it belongs to. */
    run: integer("run").notNull(),
    position: integer("position").notNull(),
    tool: text("tool").notNull(),
    /** What it was asked, cut. */
    input: text("input").notNull(),
    /** What it gave, cut. */
    output: text("output").notNull(),
    /** The step was refused by a rule; `output` says which. */
    refused: boolean("refused").notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("fix_steps_position_key").on(t.attemptId, t.run, t.position)],
);
