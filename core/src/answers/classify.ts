import { createHash } from "node:crypto";
import type { Ctx } from "../context.ts";
import type { Waiting } from "../jobs.ts";
import type { Classification, StepResult } from "../ports.ts";
import { AI, recordEvent } from "../tickets/events.ts";
import { showState } from "../tickets/change.ts";
import { lockTicket, updateTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import type { Analysis } from "./begin.ts";
import { trySmallStep } from "./small-step.ts";

/** What a model said of a question, paid for once; `found` is null when what it said was of no use. */
export type Classified = NonNullable<Waiting["classified"]>;

/**
 * Lets the model correct type and priority that the rules detected, on a ticket's first question. What a person has set
 * stays. A model that cannot say leaves the rules' word standing. Answers what was said, null when the model was not
 * asked or could not be reached. What an earlier run knows of the same words is not asked again.
 */
export async function applyClassification(
  ctx: Pick<Ctx, "db" | "now" | "fastModel" | "modelTimeoutMs" | "log">,
  analysis: Analysis,
  known: Classified | null,
): Promise<Classified | null> {
  const { ticket, question } = analysis;
  if (ticket.answeredMessageId !== null) return null;
  if (known) return known;
  const said = await classify(ctx, ticket, question.text);
  if (!said) return null;
  if (said.value) await storeClassification(ctx, ticket, said.value);
  return { of: wordingOf(analysis), found: said.value };
}

/** What an earlier run found out, unless the asker has written or changed something since. */
export function stillClassified(analysis: Analysis, earlier: Classified | undefined): Classified | null {
  return earlier?.of === wordingOf(analysis) ? earlier : null;
}

/** Jobs carry no text of members. */
function wordingOf({ question }: Analysis): string {
  return createHash("sha256").update(`${question.lastMessageId}:${question.text}`).digest("base64url");
}

async function storeClassification(
  ctx: Pick<Ctx, "db" | "now">,
  ticket: Ticket,
  found: Classification,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const current = await lockTicket(tx, ticket.workspaceId, ticket.id);
    const set: Partial<Ticket> = {};
    if (!current.typeCorrected && current.type !== found.type) set.type = found.type;
    if (!current.priorityCorrected && current.priority !== found.priority) set.priority = found.priority;
    if (Object.keys(set).length === 0) return;

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
  });
}

async function classify(
  ctx: Pick<Ctx, "fastModel" | "modelTimeoutMs" | "log">,
  ticket: Ticket,
  text: string,
): Promise<StepResult<Classification> | null> {
  const sort = (signal: AbortSignal) => ctx.fastModel.classify({ subject: ticket.subject, text }, signal);
  return trySmallStep(ctx, sort, {
    otherwise: null,
    fields: { ticketId: ticket.id },
    consequence: "the model could not classify the ticket; the rules' word stands",
  });
}
