import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, createdAt, idColumn, oneOf, primaryId } from "./columns.ts";
import { escalations, ticketMessages, tickets } from "./tickets.ts";
import { PLATFORMS, workspaceId } from "./workspaces.ts";

export const OUTGOING_OPERATIONS = ["post", "edit", "react", "unreact", "show_state"] as const;
export const OUTGOING_STATUSES = ["pending", "sending", "sent", "failed"] as const;

/** Everything Firstline says or does on a platform, written with the change that caused it and done by a job. */
export const outgoingMessages = pgTable(
  "outgoing_messages",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    ticketId: idColumn("ticket_id").references(() => tickets.id, { onDelete: "cascade" }),
    /** The ticket message this posts; learns its platform id when sent. */
    ticketMessageId: idColumn("ticket_message_id").references(() => ticketMessages.id, {
      onDelete: "set null",
    }),
    /** The escalation whose card this is; learns the card's place when sent. */
    escalationId: idColumn("escalation_id").references(() => escalations.id, { onDelete: "set null" }),
    operation: text("operation", { enum: OUTGOING_OPERATIONS }).notNull(),
    platform: text("platform", { enum: PLATFORMS }).notNull(),
    /** A row with the same key is written once only: the repeat of a job changes nothing. */
    dedupeKey: text("dedupe_key").notNull(),
    /** Goes out with the post and is looked for before a second try. */
    deliveryKey: text("delivery_key").notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    status: text("status", { enum: OUTGOING_STATUSES }).notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    platformMessageId: text("platform_message_id"),
    lastError: text("last_error"),
    createdAt: createdAt(),
    sentAt: at("sent_at"),
  },
  (t) => [
    uniqueIndex("outgoing_messages_dedupe_key").on(t.workspaceId, t.dedupeKey),
    index("outgoing_messages_waiting_idx")
      .on(t.platform, t.createdAt)
      .where(sql`${t.status} in ('pending', 'sending')`),
    index("outgoing_messages_ticket_idx").on(t.ticketId),
    index("outgoing_messages_escalation_idx").on(t.escalationId),
    index("outgoing_messages_sent_idx").on(t.workspaceId, t.platform, t.platformMessageId),
    oneOf("outgoing_messages_operation_check", t.operation, OUTGOING_OPERATIONS),
    oneOf("outgoing_messages_platform_check", t.platform, PLATFORMS),
    oneOf("outgoing_messages_status_check", t.status, OUTGOING_STATUSES),
  ],
);

/** Events already taken in, by the identity of what happened and not by the id of its delivery. */
export const processedEvents = pgTable(
  "processed_events",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    platform: text("platform", { enum: PLATFORMS }).notNull(),
    eventKey: text("event_key").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("processed_events_key").on(t.workspaceId, t.platform, t.eventKey),
    index("processed_events_created_idx").on(t.createdAt),
    oneOf("processed_events_platform_check", t.platform, PLATFORMS),
  ],
);

/** Running processes, so that jobs locked by a dead one are freed at once. */
export const processes = pgTable("processes", {
  /** Host name, process id and a random part. */
  id: text("id").primaryKey(),
  role: text("role").notNull(),
  /** Names the machine, or the container, whose numbers of processes `pid` is one of. */
  host: text("host").notNull(),
  pid: integer("pid").notNull(),
  /** Pools of the job queue's workers: in their names jobs are locked. */
  poolIds: jsonb("worker_ids").$type<string[]>().notNull().default([]),
  startedAt: at("started_at").notNull().defaultNow(),
  heartbeatAt: at("heartbeat_at").notNull().defaultNow(),
});
