import { bigint, date, index, integer, numeric, pgTable, real, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, idColumn, oneOf, primaryId } from "./columns.ts";
import { articles } from "./knowledge.ts";
import { people } from "./people.ts";
import { tickets } from "./tickets.ts";
import { workspaceId } from "./workspaces.ts";

export const KNOWLEDGE_METRICS = ["article_view", "search_result", "ai_referenced", "helpful_vote"] as const;

const count = (name: string) => integer(name).notNull().default(0);

export const MODEL_STEPS = [
  "answer",
  "classify",
  "judge",
  "rewrite",
  "rerank",
  "embed",
  "describe_bug",
  "fix",
] as const;

/** Every call of a paid model, also those whose output was dropped: what budgets are counted by. */
export const modelCalls = pgTable(
  "model_calls",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    /** Null for questions without a ticket. */
    ticketId: idColumn("ticket_id").references(() => tickets.id, { onDelete: "set null" }),
    step: text("step", { enum: MODEL_STEPS }).notNull(),
    model: text("model").notNull(),
    inputTokens: integer("input_tokens").notNull(),
    outputTokens: integer("output_tokens").notNull(),
    /** Part of `inputTokens`. */
    cachedTokens: integer("cached_tokens").notNull(),
    /** Null when the model's price is not known. */
    costUsd: numeric("cost_usd", { precision: 14, scale: 6, mode: "number" }),
    createdAt: createdAt(),
  },
  (t) => [
    index("model_calls_time_idx").on(t.workspaceId, t.createdAt),
    index("model_calls_ticket_idx").on(t.ticketId),
    oneOf("model_calls_step_check", t.step, MODEL_STEPS),
  ],
);

/** Sums of one agent's day. Rates and averages are computed from these when read, never stored. */
export const agentPerformance = pgTable(
  "agent_performance",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    agentId: idColumn("agent_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    day: date("day").notNull(),
    handled: count("handled"),
    resolved: count("resolved"),
    escalatedFurther: count("escalated_further"),
    firstResponseSecondsTotal: bigint("first_response_seconds_total", { mode: "number" })
      .notNull()
      .default(0),
    firstResponses: count("first_responses"),
    resolutionSecondsTotal: bigint("resolution_seconds_total", { mode: "number" }).notNull().default(0),
    trainingExamplesCreated: count("training_examples_created"),
    qualityScoreTotal: count("quality_score_total"),
    qualityScores: count("quality_scores"),
  },
  (t) => [uniqueIndex("agent_performance_day_key").on(t.agentId, t.day)],
);

/** Sums of one model's day. */
export const modelPerformance = pgTable(
  "model_performance",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    model: text("model").notNull(),
    day: date("day").notNull(),
    requests: count("requests"),
    successfulResolutions: count("successful_resolutions"),
    escalations: count("escalations"),
    confidenceTotal: real("confidence_total").notNull().default(0),
    /** Answers with a confidence over 0.8. */
    highConfidence: count("high_confidence"),
    /** Answers with a confidence under 0.5. */
    lowConfidence: count("low_confidence"),
    inputTokens: bigint("input_tokens", { mode: "number" }).notNull().default(0),
    outputTokens: bigint("output_tokens", { mode: "number" }).notNull().default(0),
    cachedTokens: bigint("cached_tokens", { mode: "number" }).notNull().default(0),
    costUsd: numeric("cost_usd", { precision: 14, scale: 6, mode: "number" }).notNull().default(0),
    satisfactionTotal: count("satisfaction_total"),
    /** Ratings of 4 and 5. */
    positiveFeedback: count("positive_feedback"),
    /** Ratings of 1 and 2. */
    negativeFeedback: count("negative_feedback"),
    ratings: count("ratings"),
  },
  (t) => [uniqueIndex("model_performance_day_key").on(t.workspaceId, t.model, t.day)],
);

export const knowledgeMetrics = pgTable(
  "knowledge_metrics",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    kind: text("kind", { enum: KNOWLEDGE_METRICS }).notNull(),
    articleId: idColumn("article_id").references(() => articles.id, { onDelete: "cascade" }),
    day: date("day").notNull(),
    value: real("value").notNull().default(1),
    query: text("query"),
    model: text("model"),
    createdAt: createdAt(),
  },
  (t) => [
    index("knowledge_metrics_article_idx").on(t.articleId, t.kind, t.day),
    index("knowledge_metrics_day_idx").on(t.workspaceId, t.kind, t.day),
    oneOf("knowledge_metrics_kind_check", t.kind, KNOWLEDGE_METRICS),
  ],
);
