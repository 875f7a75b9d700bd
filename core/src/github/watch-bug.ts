import type { Db } from "@firstline/db";
import { enqueue } from "../jobs.ts";
import type { Ticket } from "../tickets/load.ts";
import { isChatter } from "../text/index.ts";
import { ensureReport, findLinkOf, findReport, listUsableRepositories, updateReport } from "./report-row.ts";
import type { Issue } from "./load.ts";
import { enqueueEvidence } from "./sync/evidence-later.ts";

/** An answer in several messages is read as one. */
const ANSWER_ENDS_MS = 20_000;
/** So long the member is waited for; then it goes on with what there is. */
export const PATIENCE_MS = 24 * 60 * 60_000;

/**
 * Begins the way from a bug ticket to an issue, where the workspace has a repository. Call it with the ticket's lock held,
 * in the transaction that gave the ticket to people or called it a bug. A second time changes nothing.
 */
export async function watchBug(tx: Db, ticket: Ticket, at: Date): Promise<void> {
  if (ticket.type !== "bug") return;
  if ((await listUsableRepositories(tx, ticket.workspaceId)).length === 0) return;
  const before = await findReport(tx, ticket.workspaceId, ticket.id);
  if (before && before.status !== "dropped") return;
  const report = before ?? (await ensureReport(tx, ticket, at));
  if (report.status === "dropped") await updateReport(tx, report, { status: "describing", held: null }, at);
  await enqueueDescription(tx, ticket, at);
}

export async function enqueueDescription(tx: Db, { workspaceId, id }: Ticket, runAt: Date): Promise<void> {
  await enqueue(tx, "describe_bug", { workspaceId, ticketId: id }, { key: `describe_bug:${id}`, runAt });
}

/** What the asker writes after the report: an answer to what was asked, or something new for the issue. */
export async function followBug(tx: Db, ticket: Ticket, message: { text: string; at: Date }): Promise<void> {
  if (isChatter(message.text)) return;
  const report = await findReport(tx, ticket.workspaceId, ticket.id);
  if (report?.status === "asked") {
    await enqueueDescription(tx, ticket, new Date(message.at.getTime() + ANSWER_ENDS_MS));
    return;
  }
  const linked = await findLinkOf(tx, { workspaceId: ticket.workspaceId, ticketId: ticket.id });
  if (linked && isListening(linked.issue)) await enqueueEvidence(tx, ticket, message.at);
}

/** What comes after a fix may say that it does not work; what is not going to be fixed is not argued about there. */
function isListening({ state, stateReason, goneAt }: Issue): boolean {
  if (goneAt !== null) return false;
  return state === "open" || stateReason === "completed";
}
