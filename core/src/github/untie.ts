import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { randomUUID } from "node:crypto";
import { recordEvent } from "../tickets/events.ts";
import type { Actor } from "../tickets/events.ts";
import type { Ticket } from "../tickets/load.ts";
import type { Issue, Link } from "./load.ts";
import { findReport, updateReport } from "./report-row.ts";

/** Takes a locked ticket off its issue. The report waits for an agent's word then; a new issue for it would be another one. */
export async function untieTicket(
  tx: Db,
  ticket: Ticket,
  tied: { link: Link; issue: Issue },
  by: { actor: Actor; at: Date },
): Promise<void> {
  const { link, issue } = tied;
  const { workspaceId, id: ticketId } = ticket;
  const l = schema.githubLinks;
  await tx.delete(l).where(and(eq(l.workspaceId, workspaceId), eq(l.id, link.id)));
  const report = await findReport(tx, workspaceId, ticketId);
  if (report) {
    const markerKey = randomUUID().replaceAll("-", "");
    await updateReport(tx, report, { status: "offered", held: null, markerKey }, by.at);
  }
  await recordEvent(
    tx,
    {
      workspaceId,
      ticketId,
      kind: "github_issue_unlinked",
      actor: by.actor,
      oldValue: `${link.repo}#${issue.number}`,
      metadata: { issueId: issue.id, number: issue.number },
    },
    by.at,
  );
}
