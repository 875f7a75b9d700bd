import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import type { Classification } from "../ports.ts";
import { AI, recordEvent } from "../tickets/events.ts";
import { showState } from "../tickets/change.ts";
import { lockTicket, updateTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import type { Analysis } from "./begin.ts";

/**
 * Lets the model correct type and priority that the rules detected, on a ticket's first question. What a person has set
 * stays. A model that cannot say leaves the rules' word standing.
 */
export async function applyClassification(
  ctx: Pick<Ctx, "db" | "now" | "fastModel" | "modelTimeoutMs" | "log">,
  analysis: Analysis,
): Promise<Ticket> {
  const { ticket, question } = analysis;
  if (ticket.answeredMessageId !== null || (ticket.typeCorrected && ticket.priorityCorrected)) return ticket;
  const found = await classify(ctx, ticket, question.text);
  if (!found) return ticket;

  return ctx.db.transaction(async (tx) => {
    const current = await lockTicket(tx, ticket.workspaceId, ticket.id);
    const set: Partial<Ticket> = {};
    if (!current.typeCorrected && current.type !== found.type) set.type = found.type;
    if (!current.priorityCorrected && current.priority !== found.priority) set.priority = found.priority;
    if (Object.keys(set).length === 0) return current;

    const at = ctx.now();
    const changed = await updateTicket(tx, current, set, at);
    const ids = { workspaceId: ticket.workspaceId, ticketId: ticket.id, actor: AI };
    if (set.type) {
      const change = { field: "type", oldValue: current.type, newValue: set.type };
      await recordEvent(tx, { ...ids, kind: "type_changed", ...change }, at);
    }
    if (set.priority) {
      const change = { field: "priority", oldValue: current.priority, newValue: set.priority };
      await recordEvent(tx, { ...ids, kind: "priority_changed", ...change }, at);
    }
    await showState(tx, changed);
    return changed;
  });
}

async function classify(
  ctx: Pick<Ctx, "fastModel" | "modelTimeoutMs" | "log">,
  ticket: Ticket,
  text: string,
): Promise<Classification | null> {
  try {
    const signal = AbortSignal.timeout(ctx.modelTimeoutMs);
    const found = await ctx.fastModel.classify({ subject: ticket.subject, text }, signal);
    return found?.value ?? null;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    ctx.log.warn(
      { ticketId: ticket.id, error },
      "the model could not classify the ticket; the rules' word stands",
    );
    return null;
  }
}
