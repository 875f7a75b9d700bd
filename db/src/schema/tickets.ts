import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  jsonb,
  pgTable,
  real,
  smallint,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, createdAt, idColumn, oneOf, primaryId, updatedAt } from "./columns.ts";
import { people } from "./people.ts";
import { PLATFORMS, workspaceId } from "./workspaces.ts";

export const TICKET_TYPES = ["bug", "feature", "cancellation", "billing", "general"] as const;
export const TICKET_STATUSES = [
  "new",
  "analyzing",
  "ai_responding",
  "escalated",
  "resolved",
  "closed",
] as const;
export const TICKET_PRIORITIES = ["low", "normal", "high", "urgent"] as const;
/** Who answers in the thread: the AI, or people (the AI then stays silent). */
export const TICKET_HANDLERS = ["ai", "human"] as const;
/** `confirmed` by the asker or an agent; `assumed` from confidence or silence; `retracted` when asked again. */
export const RESOLUTIONS = ["confirmed", "assumed", "retracted"] as const;
export const SENDERS = ["user", "ai", "agent"] as const;
/** `note` is seen by agents only. */
export const VISIBILITIES = ["public", "note"] as const;
export const ESCALATION_TYPES = ["ai_low_confidence", "user_requested", "complex_issue"] as const;
export const TICKET_EVENTS = [
  "created",
  "status_changed",
  "assigned",
  "unassigned",
  "priority_changed",
  "type_changed",
  "escalated",
  "resolved",
  "closed",
  "reopened",
  "rated",
  "comment_added",
  "comment_edited",
  "comment_deleted",
  "github_issue_created",
  "github_issue_linked",
  "github_issue_unlinked",
  "github_issue_closed",
  "github_issue_reopened",
  "github_fix_requested",
  "github_fix_finished",
  "github_pr_created",
  "github_pr_reviewed",
  "github_pr_merged",
  "github_pr_rejected",
  "github_shipped",
  "github_evidence_added",
  "attack_refused",
] as const;
export const ACTORS = ["person", "ai", "system"] as const;

export const tickets = pgTable(
  "tickets",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    type: text("type", { enum: TICKET_TYPES }).notNull().default("general"),
    status: text("status", { enum: TICKET_STATUSES }).notNull().default("new"),
    priority: text("priority", { enum: TICKET_PRIORITIES }).notNull().default("normal"),
    /** A person set type or priority: detection leaves them alone from then on. */
    typeCorrected: boolean("type_corrected").notNull().default(false),
    priorityCorrected: boolean("priority_corrected").notNull().default(false),
    handler: text("handler", { enum: TICKET_HANDLERS }).notNull().default("ai"),
    subject: text("subject").notNull(),
    description: text("description").notNull(),
    askerId: idColumn("asker_id")
      .notNull()
      .references(() => people.id),
    assigneeId: idColumn("assignee_id").references(() => people.id, { onDelete: "set null" }),
    satisfactionRating: smallint("satisfaction_rating"),
    aiConfidenceScore: real("ai_confidence_score"),
    resolution: text("resolution", { enum: RESOLUTIONS }),
    platform: text("platform", { enum: PLATFORMS }).notNull(),
    channelId: text("channel_id").notNull(),
    threadId: text("thread_id").notNull(),
    /** A direct message: nobody else reads it. */
    isDirect: boolean("is_direct").notNull().default(false),
    /** The newest member message that has been answered or handed over; repeats of a job stop here. */
    answeredMessageId: idColumn("answered_message_id"),
    /** Hash of the secret that lets an anonymous panel visitor back in. */
    accessHash: text("access_hash"),
    firstRespondedAt: at("first_responded_at"),
    resolvedAt: at("resolved_at"),
    closedAt: at("closed_at"),
    lastMessageAt: at("last_message_at").notNull().defaultNow(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("tickets_thread_key").on(t.workspaceId, t.platform, t.channelId, t.threadId),
    index("tickets_asker_status_idx").on(t.workspaceId, t.askerId, t.status),
    index("tickets_status_created_idx").on(t.workspaceId, t.status, t.createdAt),
    index("tickets_assignee_idx").on(t.workspaceId, t.assigneeId),
    index("tickets_channel_asker_idx").on(t.workspaceId, t.platform, t.channelId, t.askerId, t.createdAt),
    index("tickets_words_idx").using(
      "gin",
      sql`${t.subject} gin_trgm_ops`,
      sql`${t.description} gin_trgm_ops`,
    ),
    oneOf("tickets_type_check", t.type, TICKET_TYPES),
    oneOf("tickets_status_check", t.status, TICKET_STATUSES),
    oneOf("tickets_priority_check", t.priority, TICKET_PRIORITIES),
    oneOf("tickets_handler_check", t.handler, TICKET_HANDLERS),
    oneOf("tickets_resolution_check", t.resolution, RESOLUTIONS),
    oneOf("tickets_platform_check", t.platform, PLATFORMS),
    check("tickets_rating_check", sql`${t.satisfactionRating} between 1 and 5`),
    check("tickets_confidence_check", sql`${t.aiConfidenceScore} between 0 and 1`),
  ],
);

export const ticketMessages = pgTable(
  "ticket_messages",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    ticketId: idColumn("ticket_id")
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" }),
    sender: text("sender", { enum: SENDERS }).notNull(),
    personId: idColumn("person_id").references(() => people.id, { onDelete: "set null" }),
    visibility: text("visibility", { enum: VISIBILITIES }).notNull().default("public"),
    content: text("content").notNull(),
    platform: text("platform", { enum: PLATFORMS }).notNull(),
    /** Where the platform shows the message: the member's channel, or the agents' for notes and agent replies. */
    platformChannelId: text("platform_channel_id"),
    platformMessageId: text("platform_message_id"),
    aiModelUsed: text("ai_model_used"),
    aiConfidence: real("ai_confidence"),
    /** { input, output, cached } */
    aiTokensUsed: jsonb("ai_tokens_used").$type<{ input: number; output: number; cached: number }>(),
    aiCostUsd: real("ai_cost_usd"),
    aiContextUsed: jsonb("ai_context_used").$type<{
      articleIds: number[];
      chunkIds: number[];
      exampleIds: number[];
      embeddingModel: string | null;
      /** Of the model that wrote the answer, whose name alone does not tell; absent in older rows. */
      modelKind?: "anthropic" | "openai" | "offline";
    }>(),
    /** What the confidence was made of: numbers by name. */
    aiConfidenceParts: jsonb("ai_confidence_parts").$type<Record<string, number>>(),
    /** Version of the weights that made the confidence of its parts. */
    aiCalibration: text("ai_calibration"),
    /** Sentences for agents: what was removed from the answer, and why it did not go out as its confidence says. */
    aiNotes: jsonb("ai_notes").$type<string[]>(),
    /** The ways to read the question that the asker may choose from. */
    aiReadings: jsonb("ai_readings").$type<string[]>(),
    /** Articles shown with the message. */
    sources:
      jsonb("sources").$type<
        { articleId: number; title: string; url: string | null; excerpt: string | null }[]
      >(),
    editedAt: at("edited_at"),
    deletedAt: at("deleted_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("ticket_messages_ticket_idx").on(t.ticketId, t.createdAt, t.id),
    index("ticket_messages_person_idx").on(t.personId),
    index("ticket_messages_sender_idx").on(t.workspaceId, t.sender, t.createdAt),
    uniqueIndex("ticket_messages_platform_key")
      .on(t.workspaceId, t.platform, t.platformChannelId, t.platformMessageId)
      .where(sql`${t.platformMessageId} is not null`),
    oneOf("ticket_messages_sender_check", t.sender, SENDERS),
    oneOf("ticket_messages_visibility_check", t.visibility, VISIBILITIES),
    oneOf("ticket_messages_platform_check", t.platform, PLATFORMS),
    check("ticket_messages_confidence_check", sql`${t.aiConfidence} between 0 and 1`),
  ],
);

export const escalations = pgTable(
  "escalations",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    ticketId: idColumn("ticket_id")
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" }),
    type: text("type", { enum: ESCALATION_TYPES }).notNull(),
    reason: text("reason").notNull(),
    /** What the AI would have said, and how sure it was. */
    aiAttempt: jsonb("ai_attempt").$type<{
      answer: string | null;
      confidence: number | null;
      model: string | null;
      sources: { articleId: number; title: string; url: string | null; excerpt: string | null }[];
      wasShown: boolean;
      /** Why it is as sure as it is; absent in older rows. */
      why?: string[];
      /** What was removed, and what kept it from going out; absent in older rows. */
      notes?: string[];
    }>(),
    /** Person who asked for it; null when the AI or a rule did. */
    escalatedById: idColumn("escalated_by_id").references(() => people.id, { onDelete: "set null" }),
    assignedToId: idColumn("assigned_to_id").references(() => people.id, { onDelete: "set null" }),
    /** The card in the agent channel, once posted. */
    cardPlatform: text("card_platform", { enum: PLATFORMS }),
    cardChannelId: text("card_channel_id"),
    cardMessageId: text("card_message_id"),
    cardThreadId: text("card_thread_id"),
    resolved: boolean("resolved").notNull().default(false),
    resolvedAt: at("resolved_at"),
    claimedAt: at("claimed_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("escalations_open_key")
      .on(t.ticketId)
      .where(sql`not ${t.resolved}`),
    index("escalations_ticket_idx").on(t.ticketId),
    index("escalations_workspace_idx").on(t.workspaceId, t.resolved, t.createdAt),
    index("escalations_card_idx").on(t.workspaceId, t.cardPlatform, t.cardChannelId, t.cardThreadId),
    oneOf("escalations_type_check", t.type, ESCALATION_TYPES),
  ],
);

/** The audit log. Triggers refuse update, delete and truncate. It holds ids and states, never what somebody wrote. */
export const ticketEvents = pgTable(
  "ticket_events",
  {
    id: primaryId(),
    workspaceId: idColumn("workspace_id").notNull(),
    ticketId: idColumn("ticket_id").notNull(),
    kind: text("kind", { enum: TICKET_EVENTS }).notNull(),
    field: text("field"),
    oldValue: text("old_value"),
    newValue: text("new_value"),
    metadata: jsonb("metadata").$type<Record<string, unknown>>().notNull().default({}),
    actor: text("actor", { enum: ACTORS }).notNull(),
    actorId: idColumn("actor_id"),
    createdAt: createdAt(),
  },
  (t) => [
    index("ticket_events_ticket_idx").on(t.ticketId, t.createdAt, t.id),
    index("ticket_events_workspace_idx").on(t.workspaceId, t.kind, t.createdAt),
    oneOf("ticket_events_kind_check", t.kind, TICKET_EVENTS),
    oneOf("ticket_events_actor_check", t.actor, ACTORS),
    check("ticket_events_metadata_size", sql`length(${t.metadata}::text) < 20000`),
  ],
);
