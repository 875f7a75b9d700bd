import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, createdAt, idColumn, oneOf, primaryId, updatedAt } from "./columns.ts";
import { people } from "./people.ts";
import { ticketMessages, tickets } from "./tickets.ts";
import { workspaceId } from "./workspaces.ts";

/** Keys of programs that use the API. The key itself is shown once, when it is made. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    name: text("name").notNull(),
    /** First characters of the key, so that people can tell which one it is. */
    prefix: text("prefix").notNull(),
    keyHash: text("key_hash").notNull().unique(),
    scopes: text("scopes").array().notNull(),
    createdById: idColumn("created_by_id").references(() => people.id, { onDelete: "set null" }),
    lastUsedAt: at("last_used_at"),
    expiresAt: at("expires_at"),
    revokedAt: at("revoked_at"),
    createdAt: createdAt(),
  },
  (t) => [index("api_keys_workspace_idx").on(t.workspaceId)],
);

/** What a request with an idempotency key was answered: the same request again gets the same answer. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    apiKeyId: idColumn("api_key_id")
      .notNull()
      .references(() => apiKeys.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    /** Of method, path and body: another request under the same key is refused. */
    requestHash: text("request_hash").notNull(),
    /** Null while the first request is running. */
    status: integer("status"),
    body: text("body"),
    headers: jsonb("headers").$type<Record<string, string>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("idempotency_keys_key").on(t.apiKeyId, t.key),
    index("idempotency_keys_created_idx").on(t.createdAt),
  ],
);

/** Where other programs want to hear of events. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    url: text("url").notNull(),
    description: text("description").notNull().default(""),
    /** Signs what is sent; shown once. */
    secret: text("secret").notNull(),
    /** Names of events; empty: all. */
    events: text("events").array().notNull(),
    isEnabled: boolean("is_enabled").notNull().default(true),
    /** Failed deliveries since the last that worked; too many switch it off. */
    failures: integer("failures").notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("webhook_endpoints_workspace_idx").on(t.workspaceId)],
);

export const WEBHOOK_STATUSES = ["pending", "delivered", "failed"] as const;

/** The log of what was sent, or is still to be. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    endpointId: idColumn("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    /** The event's own id: the same at every endpoint and every try. */
    eventId: text("event_id").notNull(),
    type: text("type").notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    status: text("status", { enum: WEBHOOK_STATUSES }).notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    responseStatus: integer("response_status"),
    /** The beginning of what was answered, or why nothing was. */
    response: text("response"),
    createdAt: createdAt(),
    deliveredAt: at("delivered_at"),
  },
  (t) => [
    uniqueIndex("webhook_deliveries_event_key").on(t.endpointId, t.eventId),
    index("webhook_deliveries_endpoint_idx").on(t.endpointId, t.id),
    index("webhook_deliveries_created_idx").on(t.createdAt),
    oneOf("webhook_deliveries_status_check", t.status, WEBHOOK_STATUSES),
  ],
);

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

export const MAX_ATTACHMENT_BYTES = 5_000_000;

/** A file that came with a ticket. */
export const attachments = pgTable(
  "attachments",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    /** Null until the ticket it was sent with is stored; such rows are swept away after a day. */
    ticketId: idColumn("ticket_id").references(() => tickets.id, { onDelete: "cascade" }),
    ticketMessageId: idColumn("ticket_message_id").references(() => ticketMessages.id, {
      onDelete: "set null",
    }),
    /** In its address; nobody can guess it. */
    publicId: text("public_id").notNull().unique(),
    name: text("name").notNull(),
    mediaType: text("media_type").notNull(),
    size: integer("size").notNull(),
    content: bytes("content").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("attachments_ticket_idx").on(t.ticketId),
    check("attachments_size_check", sql`${t.size} between 0 and ${sql.raw(String(MAX_ATTACHMENT_BYTES))}`),
  ],
);

/** What the billing service says about revenue, each event once. */
export const billingEvents = pgTable(
  "billing_events",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    eventId: text("event_id").notNull(),
    type: text("type").notNull(),
    /** When the service made it: an older one never undoes a newer one. */
    happenedAt: at("happened_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("billing_events_key").on(t.workspaceId, t.eventId)],
);

export const SUBSCRIPTION_STATUSES = ["active", "ended"] as const;

/** A subscription at the billing service; a company's MRR is the sum of its active ones. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    externalId: text("external_id").notNull(),
    customerId: text("customer_id").notNull(),
    status: text("status", { enum: SUBSCRIPTION_STATUSES }).notNull(),
    /** US cents a month. */
    mrrCents: integer("mrr_cents").notNull(),
    changedAt: at("changed_at").notNull(),
  },
  (t) => [
    uniqueIndex("subscriptions_external_key").on(t.workspaceId, t.externalId),
    index("subscriptions_customer_idx").on(t.workspaceId, t.customerId),
    oneOf("subscriptions_status_check", t.status, SUBSCRIPTION_STATUSES),
  ],
);
