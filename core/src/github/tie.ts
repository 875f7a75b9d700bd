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
import { wordsOf } from "../words/words-of.ts";
import { findIssueRow, listLinksOf } from "./load.ts";
import type { Issue, Repository } from "./load.ts";
import { findReport, updateReport } from "./report-row.ts";

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
  if (how === "created" || issue.state === "open") {
    const words = await wordsOf(tx, ticket);
    const markdown = how === "created" ? words.filed(url) : words.linked(url);
    await tellAsker(tx, ticket, issue, { markdown });
  }
  await startFixAutomatically(tx, { issue, ticket, at });
  await refreshCards(tx, ticket);
  await announceTicket(tx, ticket.workspaceId, ticket.id);
  return issue;
}

/**
 * An issue that other tickets hang on is followed: what became of it since is told to all of them then. One that nobody
 * followed is taken as it is now.
 */
async function storeIssue(tx: Db, { repository, hostIssue, how, at }: TieInput): Promise<Issue> {
  const { number, url, title, state, stateReason, labels, milestone, closedAt } = hostIssue;
  const key = { workspaceId: repository.workspaceId, repositoryId: repository.id, number };
  const known = await findIssueRow(tx, key);
  if (known && (await listLinksOf(tx, known)).length > 0) return known;
  // What was said before is known to those who link it.
  const commentsReadAt = how === "created" ? hostIssue.createdAt : at;
  const now = { url, title, state, stateReason, labels, milestone, closedAt, commentsReadAt, goneAt: null };
  const i = schema.githubIssues;
  const [stored] = await tx
    .insert(i)
    .values({ ...key, ...now, isOurs: how === "created", createdAt: at, updatedAt: at })
    .onConflictDoUpdate({ target: [i.repositoryId, i.number], set: { ...now, updatedAt: at } })
    .returning();
  if (!stored) throw new Error("an issue was not stored");
  return stored;
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
  const set = {
    repositoryId: repository.id,
    issueId: issue.id,
    issueNumber: issue.number,
    issueUrl: issue.url,
    evidenceMessageId: saidUpTo,
    updatedAt: at,
    ...shared,
  };
  await tx
    .insert(l)
    .values({
      workspaceId: ticket.workspaceId,
      ticketId: ticket.id,
      repo: repository.repo,
      createdAt: at,
      ...set,
    })
    .onConflictDoUpdate({ target: [l.ticketId, l.repo], set });
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
