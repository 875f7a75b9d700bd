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
import { at, createdAt, idColumn, oneOf, primaryId, VECTOR_DIMENSIONS } from "./columns.ts";
import { people } from "./people.ts";
import { tickets } from "./tickets.ts";
import { workspaceId } from "./workspaces.ts";

export const EXAMPLE_OUTCOMES = ["successful", "escalated", "failed"] as const;

export const trainingExamples = pgTable(
  "training_examples",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    ticketId: idColumn("ticket_id").references(() => tickets.id, { onDelete: "cascade" }),
    query: text("query").notNull(),
    answer: text("answer").notNull(),
    outcome: text("outcome", { enum: EXAMPLE_OUTCOMES }).notNull(),
    confidence: real("confidence"),
    qualityScore: smallint("quality_score"),
    piiDetected: boolean("pii_detected").notNull().default(false),
    anonymizedQuery: text("anonymized_query"),
    anonymizedAnswer: text("anonymized_answer"),
    usedInTraining: boolean("used_in_training").notNull().default(false),
    embedding: vector("embedding", { dimensions: VECTOR_DIMENSIONS }),
    approvedById: idColumn("approved_by_id").references(() => people.id, { onDelete: "set null" }),
    retractedAt: at("retracted_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("training_examples_ticket_key").on(t.ticketId),
    index("training_examples_quality_idx").on(t.workspaceId, t.qualityScore),
    index("training_examples_embedding_idx").using("hnsw", t.embedding.op("vector_cosine_ops")),
    oneOf("training_examples_outcome_check", t.outcome, EXAMPLE_OUTCOMES),
    check("training_examples_quality_check", sql`${t.qualityScore} between 1 and 5`),
    check("training_examples_confidence_check", sql`${t.confidence} between 0 and 1`),
  ],
);

/**
 * What a workspace's own outcomes taught about its confidence, a row for each time. The newest row of the shipped
 * weights in use (`basis`) counts; older ones stay, since answers name the version that they were given by.
 */
export const confidenceCalibrations = pgTable(
  "confidence_calibrations",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    /** 1, 2, ... in a workspace. */
    version: integer("version").notNull(),
    /** Version of the shipped weights that it corrects. */
    basis: text("basis").notNull(),
    weights: jsonb("weights").$type<Record<string, number>>().notNull(),
    /** How many outcomes it was learned from. */
    outcomes: integer("outcomes").notNull(),
    /** On outcomes held back, before and after. */
    metrics: jsonb("metrics").$type<Record<string, number>>().notNull(),
    fittedAt: at("fitted_at").notNull(),
  },
  (t) => [uniqueIndex("confidence_calibrations_version_key").on(t.workspaceId, t.version)],
);
