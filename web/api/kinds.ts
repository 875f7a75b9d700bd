import type { PanelFeed } from "@firstline/core";

// What tickets and posts can be, wherever they are read or written over the web.

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

export const POST_TYPES = ["feature_request", "bug_report", "improvement"] as const;
export const POST_STATUSES = [
  "open",
  "under_review",
  "planned",
  "in_progress",
  "completed",
  "wont_fix",
] as const;

/** Who answers: the AI, or people once a ticket was handed over. */
export function handledBy({
  handler,
  status,
}: Pick<PanelFeed["ticket"], "handler" | "status">): "ai" | "people" {
  return handler === "human" || status === "escalated" ? "people" : "ai";
}
