import type { Db } from "@firstline/db";
import type { Ctx } from "../../context.ts";
import { retireButtons } from "../../delivery/retire-buttons.ts";
import { sendOut } from "../../delivery/send-out.ts";
import { ConflictError } from "../../errors.ts";
import { openEscalation } from "../../escalations/open.ts";
import { tellAgents } from "../../escalations/tell-agents.ts";
import { takeStep } from "../../tickets/change.ts";
import { confirmResolution } from "../../tickets/confirm.ts";
import { person } from "../../tickets/events.ts";
import { lockTicket, threadOf } from "../../tickets/load.ts";
import type { Ticket } from "../../tickets/load.ts";
import { requireAskerOrAgent } from "../../tickets/permission.ts";
import { isOpen } from "../../tickets/status.ts";
import { wordsOf } from "../../words/words-of.ts";
import type { Person } from "../../workspaces/people.ts";
import type { Issue } from "../load.ts";
import { enqueueEvidence } from "./evidence-later.ts";
import { findIssueOfTicket } from "./links.ts";
import { listTold } from "./told.ts";

/**
 * The asker's answer to "does it work for you now?": yes resolves the ticket as confirmed, no gives it to people and asks
 * what is still seen. Twice is once.
 */
export async function answerShipped(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person; works: boolean },
): Promise<void> {
  const { workspaceId, ticketId, by } = input;
  const at = ctx.now();
  await ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, workspaceId, ticketId);
    requireAskerOrAgent(ticket, by);
    const issue = await findIssueOfTicket(tx, workspaceId, ticketId);
    if (!issue) throw new ConflictError("This ticket is no longer linked to a bug report.");
    if (input.works) await confirmResolution(tx, ticket, { actor: person(by.id), at });
    else await stillBroken(tx, ticket, { issue, by, at });
  });
}

type Still = { issue: Issue; by: Person; at: Date };

async function stillBroken(tx: Db, ticket: Ticket, { issue, by, at }: Still): Promise<void> {
  const { workspaceId, id: ticketId, platform } = ticket;
  const asked = (await listTold(tx, { workspaceId, issueId: issue.id, ticketId })).at(-1);
  const key = `fix-fails:${ticketId}:${asked?.outgoingId ?? 0}`;
  const words = await wordsOf(tx, ticket);
  await retireButtons(tx, ticket);
  const question = await sendOut(tx, {
    workspaceId,
    ticketId,
    platform,
    dedupeKey: key,
    outgoing: {
      operation: "post",
      target: threadOf(ticket),
      reply: { markdown: words.whatIsStillSeen },
    },
  });
  if (question === null) return;
  await giveToPeople(tx, ticket, { issue, by, at, key });
  await enqueueEvidence(tx, ticket, at);
}

async function giveToPeople(
  tx: Db,
  ticket: Ticket,
  { issue, by, at, key }: Still & { key: string },
): Promise<void> {
  const release = issue.shippedIn === null ? "" : ` in ${issue.shippedIn.slice(0, 80)}`;
  const reason = `The fix${release} does not work for the asker (issue #${issue.number}).`;
  if (ticket.status === "escalated") {
    const { workspaceId, id: ticketId } = ticket;
    return tellAgents(tx, { workspaceId, ticketId, dedupeKey: `${key}:agents`, reply: { markdown: reason } });
  }
  const open = isOpen(ticket.status)
    ? ticket
    : await takeStep(tx, ticket, {
        step: "reopen",
        actor: person(by.id),
        at,
        set: {
          resolution: ticket.resolution === null ? null : "retracted",
          resolvedAt: null,
          closedAt: null,
        },
        metadata: { why: "fix_fails", issueId: issue.id },
      });
  await openEscalation(tx, open, {
    type: "user_requested",
    reason,
    actor: person(by.id),
    escalatedById: by.id,
    at,
    aiAttempt: null,
    tellAsker: false,
  });
}
