import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq } from "drizzle-orm";
import { explainConfidence } from "../answers/confidence/explain-confidence.ts";
import type { Ticket } from "../tickets/load.ts";
import type { AiAttempt } from "./card.ts";

/** What the AI said last in the ticket, for the agents' card. */
export async function findLastAttempt(tx: Db, ticket: Ticket): Promise<AiAttempt | null> {
  const m = schema.ticketMessages;
  const [last] = await tx
    .select()
    .from(m)
    .where(and(eq(m.workspaceId, ticket.workspaceId), eq(m.ticketId, ticket.id), eq(m.sender, "ai")))
    .orderBy(desc(m.createdAt), desc(m.id))
    .limit(1);
  if (!last) return null;
  return {
    answer: last.content,
    confidence: last.aiConfidence,
    model: last.aiModelUsed,
    sources: last.sources ?? [],
    wasShown: last.visibility === "public",
    why: explainConfidence(last.aiConfidenceParts, last.aiModelUsed),
    notes: last.aiNotes ?? [],
  };
}
