import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, isNotNull, ne } from "drizzle-orm";
import { announceTicket, sendOut } from "../delivery/send-out.ts";
import { refreshCards } from "../escalations/follow-change.ts";
import { startFixAutomatically } from "../fixes/start.ts";
import type { HostIssue, Reply } from "../ports.ts";
import { recordEvent } from "../tickets/events.ts";
import type { Actor } from "../tickets/events.ts";
import { threadOf } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { findIssueRow } from "./load.ts";
import type { Issue, Repository } from "./load.ts";
import { findReport, updateReport } from "./report-row.ts";
import { filedReply, linkedReply } from "./report-words.ts";

export type TieInput = {
  repository: Repository;
  hostIssue: HostIssue;
  /** Made for this ticket, or chosen by an agent. */
  how: "created" | "linked";
  /** The asker's messages up to this one need not be added to the issue; null: none of them is in it. */
  saidUpTo: number | null;
  actor: Actor;
  at: Date;
};

/** Ties a locked ticket without an issue to one: rows, audit event, a word to the asker, the card, and the fix. */
export async function tieTicket(tx: Db, ticket: Ticket, input: TieInput): Promise<Issue> {
  const { repository, how, actor, at } = input;
  const issue = await storeIssue(tx, input);
  await storeLink(tx, ticket, issue, input);
  const report = await findReport(tx, ticket.workspaceId, ticket.id);
  if (report) {
    await updateReport(tx, report, { status: "filed", held: null, repositoryId: repository.id }, at);
  }
  await recordEvent(
    tx,
    {
      workspaceId: ticket.workspaceId,
      ticketId: ticket.id,
      kind: how === "created" ? "github_issue_created" : "github_issue_linked",
      actor,
      newValue: `${repository.repo}#${issue.number}`,
      metadata: { issueId: issue.id, number: issue.number },
    },
    at,
  );
  const url = repository.isPrivate ? null : issue.url;
  if (how === "created") await tellAsker(tx, ticket, issue, filedReply(url));
  else if (issue.state === "open") await tellAsker(tx, ticket, issue, linkedReply(url));
  await startFixAutomatically(tx, { issue, ticket, at });
  await refreshCards(tx, ticket);
  await announceTicket(tx, ticket.workspaceId, ticket.id);
  return issue;
}

async function storeIssue(tx: Db, { repository, hostIssue, how, at }: TieInput): Promise<Issue> {
  const { number, url, title, state, stateReason, labels, milestone, closedAt } = hostIssue;
  const key = { workspaceId: repository.workspaceId, repositoryId: repository.id, number };
  const [made] = await tx
    .insert(schema.githubIssues)
    .values({
      ...key,
      url,
      title,
      state,
      stateReason,
      labels,
      milestone,
      closedAt,
      isOurs: how === "created",
      // What was said before is known to those who link it.
      commentsReadAt: at,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing()
    .returning();
  const issue = made ?? (await findIssueRow(tx, key));
  if (!issue) throw new Error("an issue was neither stored nor found");
  return issue;
}

/** A pull request that another ticket's link knows of the issue is this ticket's, too. */
async function storeLink(
  tx: Db,
  ticket: Ticket,
  issue: Issue,
  { repository, saidUpTo, at }: TieInput,
): Promise<void> {
  const l = schema.githubLinks;
  const [other] = await tx
    .select()
    .from(l)
    .where(
      and(
        eq(l.workspaceId, ticket.workspaceId),
        eq(l.issueId, issue.id),
        ne(l.ticketId, ticket.id),
        isNotNull(l.prNumber),
      ),
    )
    .orderBy(desc(l.id))
    .limit(1);
  const shared = other
    ? {
        status: other.status,
        prNumber: other.prNumber,
        prUrl: other.prUrl,
        suggestedFix: other.suggestedFix,
        fixConfidence: other.fixConfidence,
        prChecksPassed: other.prChecksPassed,
        humanReviewed: other.humanReviewed,
      }
    : { status: "issue_created" as const };
  await tx.insert(l).values({
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    repositoryId: repository.id,
    issueId: issue.id,
    repo: repository.repo,
    issueNumber: issue.number,
    issueUrl: issue.url,
    evidenceMessageId: saidUpTo,
    createdAt: at,
    updatedAt: at,
    ...shared,
  });
}

async function tellAsker(tx: Db, ticket: Ticket, issue: Issue, reply: Reply): Promise<void> {
  await sendOut(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    platform: ticket.platform,
    dedupeKey: `issue:${ticket.id}:${issue.id}`,
    outgoing: { operation: "post", target: threadOf(ticket), reply },
  });
}
