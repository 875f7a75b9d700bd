import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { tellAgents } from "../escalations/tell-agents.ts";
import type { Button } from "../ports.ts";
import { isChatter } from "../text/index.ts";
import type { Ticket, TicketMessage } from "../tickets/load.ts";
import type { Issue, Link } from "./load.ts";
import { findLinkOf } from "./report-row.ts";

type NamedIssue = Pick<Issue, "number" | "url">;
type TakenBack = Pick<TicketMessage, "id" | "personId" | "visibility" | "content">;

/**
 * What the asker of a locked ticket takes back may stand in its issue, where GitHub keeps every version of a text: only
 * people can remove it there, so the agents are asked to. `message`: as it was.
 */
export async function tellTakenBack(tx: Db, ticket: Ticket, message: TakenBack): Promise<void> {
  const quoting = await findQuotingIssue(tx, ticket, message);
  if (quoting) await askToRemove(tx, ticket, { ...quoting, messageId: message.id });
}

/** The issue that may quote a message of the asker of a locked ticket; null when none does. */
export async function findQuotingIssue(
  tx: Db,
  ticket: Ticket,
  { id, content, personId, visibility }: TakenBack,
): Promise<{ issue: Issue; repo: string } | null> {
  if (personId !== ticket.askerId || visibility !== "public") return null;
  if (isChatter(content)) return null;
  const tied = await findLinkOf(tx, { workspaceId: ticket.workspaceId, ticketId: ticket.id });
  if (!tied || tied.issue.goneAt !== null || !(await mayQuote(tx, ticket, tied, id))) return null;
  return { issue: tied.issue, repo: tied.link.repo };
}

export async function askToRemove(
  tx: Db,
  ticket: Ticket,
  { issue, repo, messageId }: { issue: Issue; repo: string; messageId: number },
): Promise<void> {
  const what = `The member of ticket #${ticket.id} has deleted a message that ${repo}#${issue.number} may still quote.`;
  await askAgents(tx, ticket, { issue, what, dedupeKey: `taken-back:${messageId}` });
}

/** The same for a locked ticket of which nothing is kept here, before it is taken off its issue. */
export async function tellErased(tx: Db, ticket: Ticket): Promise<void> {
  const { workspaceId, id: ticketId } = ticket;
  const tied = await findLinkOf(tx, { workspaceId, ticketId });
  if (!tied || tied.issue.goneAt !== null || !(await mayQuote(tx, ticket, tied, 0))) return;
  await askToErase(tx, ticket, { issue: tied.issue, repo: tied.link.repo });
}

export async function askToErase(
  tx: Db,
  ticket: Ticket,
  { issue, repo }: { issue: NamedIssue; repo: string },
): Promise<void> {
  const what = `Everything of the member of ticket #${ticket.id} was erased here, but ${repo}#${issue.number}, or a pull request for it, may still quote them.`;
  await askAgents(tx, ticket, { issue, what, dedupeKey: `erased:${ticket.id}` });
}

async function askAgents(
  tx: Db,
  { workspaceId, id: ticketId }: Ticket,
  { issue, what, dedupeKey }: { issue: NamedIssue; what: string; dedupeKey: string },
): Promise<void> {
  await tellAgents(tx, {
    workspaceId,
    ticketId,
    dedupeKey,
    reply: {
      markdown: `${what} Please look, and remove it there: GitHub also keeps earlier versions of a text, which can be deleted from its list of edits.`,
      buttons: [[openIssue(issue)]],
    },
  });
}

export const openIssue = ({ number, url }: NamedIssue): Button => ({
  action: "open_link",
  label: `Open issue #${number}`,
  value: url,
});

/** Of an issue that others wrote, only what was added later is the asker's. */
async function mayQuote(
  tx: Db,
  { workspaceId, id: ticketId }: Ticket,
  { link, issue }: { link: Link; issue: Issue },
  messageId: number,
): Promise<boolean> {
  if (messageId > (link.evidenceMessageId ?? 0)) return false;
  if (issue.isOurs) return true;
  const e = schema.ticketEvents;
  const [added] = await tx
    .select({ id: e.id })
    .from(e)
    .where(and(eq(e.workspaceId, workspaceId), eq(e.ticketId, ticketId), eq(e.kind, "github_evidence_added")))
    .limit(1);
  return added !== undefined;
}
