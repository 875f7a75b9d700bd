import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq } from "drizzle-orm";
import { retireButtons } from "../../delivery/retire-buttons.ts";
import { closeEscalation } from "../../escalations/close.ts";
import { openEscalation } from "../../escalations/open.ts";
import { takeStep } from "../../tickets/change.ts";
import { SYSTEM } from "../../tickets/events.ts";
import type { Ticket } from "../../tickets/load.ts";
import { isOpen } from "../../tickets/status.ts";
import type { Issue } from "../load.ts";
import type { News } from "./news.ts";

const WHY = "fix_merged";

/** The step of a locked ticket that goes with news: a merged fix settles it, an issue that was opened again takes that back. */
export async function followFix(
  tx: Db,
  ticket: Ticket,
  input: { news: News; issue: Issue; at: Date },
): Promise<void> {
  switch (input.news) {
    case "merged":
    case "fixed":
      return resolveFixed(tx, ticket, input);
    case "reopened":
      return takeBack(tx, ticket, input.at);
    // A question that was asked before is asked anew: its old buttons would answer the wrong one.
    case "in_prerelease":
    case "shipped":
    case "closed_as_fixed":
      return retireButtons(tx, ticket);
    case "closed":
    case "not_planned":
    case "duplicate":
  }
}

/** Only assumed: the asker is asked once it is released. A person who handles it sees it on the card. */
async function resolveFixed(
  tx: Db,
  ticket: Ticket,
  { issue, at }: { issue: Issue; at: Date },
): Promise<void> {
  if (!isOpen(ticket.status)) return;
  const resolved = await takeStep(tx, ticket, {
    step: "resolve",
    actor: SYSTEM,
    at,
    set: { resolution: "assumed", resolvedAt: at },
    metadata: { resolution: "assumed", why: WHY, issueId: issue.id },
  });
  await closeEscalation(tx, resolved, { at });
  await retireButtons(tx, resolved);
}

/** What only a merged fix had settled is open again, and people look at it. */
async function takeBack(tx: Db, ticket: Ticket, at: Date): Promise<void> {
  await retireButtons(tx, ticket);
  if (isOpen(ticket.status) || ticket.resolution !== "assumed") return;
  if (!(await wasResolvedByFix(tx, ticket))) return;
  const reopened = await takeStep(tx, ticket, {
    step: "reopen",
    actor: SYSTEM,
    at,
    set: { resolution: "retracted", resolvedAt: null, closedAt: null },
    metadata: { why: "issue_reopened" },
  });
  await openEscalation(tx, reopened, {
    type: "complex_issue",
    reason: "The issue on GitHub was opened again after its fix had been merged.",
    actor: SYSTEM,
    escalatedById: null,
    at,
    aiAttempt: null,
    tellAsker: false,
  });
}

async function wasResolvedByFix(tx: Db, ticket: Ticket): Promise<boolean> {
  const e = schema.ticketEvents;
  const [last] = await tx
    .select({ metadata: e.metadata })
    .from(e)
    .where(and(eq(e.workspaceId, ticket.workspaceId), eq(e.ticketId, ticket.id), eq(e.kind, "resolved")))
    .orderBy(desc(e.id))
    .limit(1);
  return last?.metadata["why"] === WHY;
}
