import type { MessageInTicket, TicketWithPeople } from "@firstline/core";
import type { z } from "@hono/zod-openapi";
import { handledBy } from "../../kinds.ts";
import type { Message, Ticket } from "./schemas.ts";

export function toTicketJson(ticket: TicketWithPeople): z.infer<typeof Ticket> {
  const { id, type, status, priority, subject, resolution, platform, asker, assignee } = ticket;
  return {
    id,
    type,
    status,
    priority,
    subject,
    question: ticket.description,
    handledBy: handledBy(ticket),
    resolution,
    rating: ticket.satisfactionRating,
    confidence: ticket.aiConfidenceScore,
    platform,
    asker,
    assignee,
    firstRespondedAt: toTime(ticket.firstRespondedAt),
    resolvedAt: toTime(ticket.resolvedAt),
    closedAt: toTime(ticket.closedAt),
    lastMessageAt: ticket.lastMessageAt.toISOString(),
    createdAt: ticket.createdAt.toISOString(),
    updatedAt: ticket.updatedAt.toISOString(),
  };
}

export function toMessageJson(message: MessageInTicket): z.infer<typeof Message> {
  const { id, sender, personId, authorName } = message;
  return {
    id,
    sender,
    author: personId === null || authorName === null ? null : { id: personId, name: authorName },
    text: message.content,
    note: message.visibility === "note",
    sources: message.sources ?? [],
    confidence: message.aiConfidence,
    model: message.aiModelUsed,
    createdAt: message.createdAt.toISOString(),
    editedAt: toTime(message.editedAt),
  };
}

const toTime = (at: Date | null): string | null => at?.toISOString() ?? null;
