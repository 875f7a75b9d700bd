import { boolean, index, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, idColumn, oneOf, primaryId, updatedAt } from "./columns.ts";

export const PLATFORMS = ["slack", "discord", "panel"] as const;
export const CHANNEL_ROLES = ["support", "agents"] as const;

/** One community. It may live on several platforms at once; everything else belongs to exactly one workspace. */
export const workspaces = pgTable("workspaces", {
  id: primaryId(),
  name: text("name").notNull(),
  slug: text("slug").notNull().unique(),
  /** Thresholds, burst window and the like; parsed by core, absent keys mean the default. */
  settings: jsonb("settings").$type<Record<string, unknown>>().notNull().default({}),
  /** The model whose vectors the search compares; null while there are none. */
  embeddingModel: text("embedding_model"),
  /** ISO 639-1 codes of the languages that its articles are in, the most common first, with commas between; null: English alone. */
  language: text("language"),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

/** The workspace that a row belongs to and leaves with. */
export const workspaceId = () =>
  idColumn("workspace_id")
    .notNull()
    .references(() => workspaces.id, { onDelete: "cascade" });

/** A Slack team, a Discord guild or the help panel, and the workspace that it belongs to. */
export const workspaceConnections = pgTable(
  "workspace_connections",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    platform: text("platform", { enum: PLATFORMS }).notNull(),
    externalId: text("external_id").notNull(),
    name: text("name").notNull().default(""),
    /** The bot's own user id on the platform, when known. */
    botUserId: text("bot_user_id"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("workspace_connections_external_key").on(t.platform, t.externalId),
    index("workspace_connections_workspace_idx").on(t.workspaceId),
    oneOf("workspace_connections_platform_check", t.platform, PLATFORMS),
  ],
);

/** Channels that Firstline serves. */
export const channels = pgTable(
  "channels",
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    platform: text("platform", { enum: PLATFORMS }).notNull(),
    externalId: text("external_id").notNull(),
    role: text("role", { enum: CHANNEL_ROLES }).notNull(),
    name: text("name").notNull().default(""),
    enabled: boolean("enabled").notNull().default(true),
    settings: jsonb("settings").$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("channels_external_key").on(t.workspaceId, t.platform, t.externalId),
    oneOf("channels_platform_check", t.platform, PLATFORMS),
    oneOf("channels_role_check", t.role, CHANNEL_ROLES),
  ],
);
