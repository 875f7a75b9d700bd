/** What other programs can hear of. */
export const WEBHOOK_EVENTS = [
  "ticket.created",
  "ticket.answered",
  "ticket.escalated",
  "ticket.resolved",
  "ticket.closed",
  "ticket.reopened",
  "ticket.message_added",
  "ticket.rated",
  "article.published",
  "article.updated",
  "article.archived",
  "feedback.created",
  "feedback.status_changed",
  "feedback.voted",
  "feedback.vote_withdrawn",
  "feedback.merged",
] as const;

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** What an endpoint is sent to try it out. */
export const TEST_EVENT = "webhook.test";

/** The body of a delivery. */
export type WebhookPayload = {
  type: WebhookEvent | typeof TEST_EVENT;
  /** When it happened; ISO 8601. */
  timestamp: string;
  data: Record<string, unknown>;
};
