import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { tellAgents } from "../escalations/tell-agents.ts";
import { isChatter } from "../tickets/courtesies.ts";
import type { Ticket, TicketMessage } from "../tickets/load.ts";
import type { Issue, Link } from "./load.ts";
import { findLinkOf } from "./report-row.ts";

type TakenBack = Pick<TicketMessage, "id" | "personId" | "visibility" | "content">;

/**
 * What the asker of a locked ticket takes back may stand in its issue, where GitHub keeps every version of a text: only
 * people can remove it there, so the agents are asked to. `message`: as it was.
 */
export async function tellTakenBack(tx: Db, ticket: Ticket, message: TakenBack): Promise<void> {
  const { content, personId, visibility } = message;
  if (personId !== ticket.askerId || visibility !== "public") return;
  if (isChatter(content)) return;
  const { workspaceId, id: ticketId } = ticket;
  const tied = await findLinkOf(tx, { workspaceId, ticketId });
  if (!tied || tied.issue.goneAt !== null || !(await mayQuote(tx, ticket, tied, message.id))) return;
  await askToRemove(tx, ticket, { issue: tied.issue, repo: tied.link.repo, messageId: message.id });
}

export async function askToRemove(
  tx: Db,
  { workspaceId, id: ticketId }: Ticket,
  { issue, repo, messageId }: { issue: Issue; repo: string; messageId: number },
): Promise<void> {
  const name = `${repo}#${issue.number}`;
  await tellAgents(tx, {
    workspaceId,
    ticketId,
    dedupeKey: `taken-back:${messageId}`,
    reply: {
      markdown: `The member of ticket #${ticketId} has deleted a message that ${name} may still quote. Please look, and remove it there: GitHub also keeps earlier versions of a text, which can be deleted from its list of edits.`,
      buttons: [[{ action: "open_link", label: `Open issue #${issue.number}`, value: issue.url }]],
    },
  });
}

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
