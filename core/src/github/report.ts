import type { Db } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { findLastAttempt } from "../escalations/attempt.ts";
import { openEscalation } from "../escalations/open.ts";
import { ConflictError } from "../errors.ts";
import { showState } from "../tickets/change.ts";
import { person, recordEvent } from "../tickets/events.ts";
import { lockTicket, updateTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { requireAskerOrAgent } from "../tickets/permission.ts";
import { reopenForAsker } from "../tickets/reopen.ts";
import { isOpen } from "../tickets/status.ts";
import type { Person } from "../workspaces/people.ts";
import { withoutMassMentions } from "../tickets/text.ts";
import { watchBug } from "./watch-bug.ts";

/**
 * The asker or an agent says that a ticket is a bug report: its type becomes bug, it goes to people, and the way to an issue
 * begins where a repository is connected. A second time changes nothing.
 */
export async function reportBug(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number; by: Person },
): Promise<Ticket> {
  const { workspaceId, ticketId, by } = input;
  return ctx.db.transaction(async (tx) => {
    const found = await lockTicket(tx, workspaceId, ticketId);
    requireAskerOrAgent(found, by);
    if (found.status === "closed") {
      throw new ConflictError("This ticket is closed. Report the bug in a new thread.");
    }
    const at = ctx.now();
    const bug = await callBug(tx, found, by, at);
    const open = isOpen(bug.status) ? bug : await reopenForAsker(tx, bug, { personId: by.id, at });
    const current = open.status === "escalated" ? open : await giveToPeople(tx, open, by, at);
    await watchBug(tx, current, at);
    return current;
  });
}

async function callBug(tx: Db, ticket: Ticket, by: Person, at: Date): Promise<Ticket> {
  if (ticket.type === "bug") return ticket;
  const changed = await updateTicket(tx, ticket, { type: "bug", typeCorrected: true }, at);
  await recordEvent(
    tx,
    {
      workspaceId: ticket.workspaceId,
      ticketId: ticket.id,
      kind: "type_changed",
      actor: person(by.id),
      field: "type",
      oldValue: ticket.type,
      newValue: "bug",
    },
    at,
  );
  await showState(tx, changed);
  return changed;
}

async function giveToPeople(tx: Db, ticket: Ticket, by: Person, at: Date): Promise<Ticket> {
  return openEscalation(tx, ticket, {
    type: "complex_issue",
    reason: `${withoutMassMentions(by.name)} reports a bug.`,
    actor: person(by.id),
    escalatedById: by.id,
    at,
    aiAttempt: await findLastAttempt(tx, ticket),
    tellAsker: true,
  });
}
