import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { sendOut } from "../../delivery/send-out.ts";
import { refreshCards } from "../../escalations/follow-change.ts";
import { tellAgents } from "../../escalations/tell-agents.ts";
import { proposeCompleted } from "../../feedback/propose-completed.ts";
import { recordEvent, SYSTEM } from "../../tickets/events.ts";
import type { TicketEventKind } from "../../tickets/events.ts";
import { getTicket, lockTicket, threadOf } from "../../tickets/load.ts";
import type { Ticket } from "../../tickets/load.ts";
import { wordsOf } from "../../words/words-of.ts";
import { getRepository, listLinksOf } from "../load.ts";
import type { Issue, Link } from "../load.ts";
import { getIssue } from "./links.ts";
import { isNewsOfPreRelease, nextNews } from "./news.ts";
import type { News } from "./news.ts";
import { newsReply } from "./news-words.ts";
import type { NewsFacts } from "./news-words.ts";
import { followFix } from "./resolve-fixed.ts";
import { listTold, toldKey } from "./told.ts";

export type TellAskersInput = {
  workspaceId: number;
  issueId: number;
  /** Something that the cards show has changed. */
  isVisible: boolean;
  /** A pre-release that contains the fix. */
  preRelease?: NewsFacts["preRelease"];
  duplicateOf?: NewsFacts["duplicateOf"];
};

/**
 * Tells every asker of an issue what has become of it, each in the own thread and each piece once, and takes the step of
 * the ticket that goes with it. A ticket is a transaction of its own: an issue may have hundreds.
 */
export async function tellAskers(ctx: Pick<Ctx, "db" | "now">, input: TellAskersInput): Promise<void> {
  const issue = await getIssue(ctx.db, input.workspaceId, input.issueId);
  if (!issue) return;
  for (const link of await listLinksOf(ctx.db, issue)) {
    await ctx.db.transaction((tx) => tellAsker(tx, input, link, ctx.now()));
  }
  const { shippedIn, number } = issue;
  if (shippedIn === null) return;
  const shipped = { ...input, number, shippedIn };
  await ctx.db.transaction((tx) => proposeCompleted(tx, shipped, ctx.now()));
}

async function tellAsker(
  tx: Db,
  input: TellAskersInput,
  { id: linkId, ticketId }: Link,
  at: Date,
): Promise<void> {
  const ticket = await lockTicket(tx, input.workspaceId, ticketId);
  // Read again under the lock: the link may be gone, the issue reopened.
  const [link] = await tx
    .select()
    .from(schema.githubLinks)
    .where(and(eq(schema.githubLinks.workspaceId, input.workspaceId), eq(schema.githubLinks.id, linkId)));
  const issue = await getIssue(tx, input.workspaceId, input.issueId);
  if (!issue || link?.issueId !== issue.id) return;

  const told = (await listTold(tx, { ...input, ticketId })).map((one) => one.news);
  const next = nextNews(told, issue, link);
  const preRelease = input.preRelease ?? null;
  const isPreRelease = preRelease !== null && issue.shippedAt === null && isNewsOfPreRelease(told);
  const news = next ?? (isPreRelease ? "in_prerelease" : null);
  if (news !== null) {
    const key = toldKey({ issueId: issue.id, ticketId }, told.length, news);
    await tell(tx, ticket, {
      news,
      key,
      issue,
      link,
      preRelease,
      duplicateOf: input.duplicateOf ?? null,
      at,
    });
  }
  if (news !== null || input.isVisible) {
    await refreshCards(tx, await getTicket(tx, input.workspaceId, ticketId));
  }
}

type Telling = Pick<NewsFacts, "preRelease" | "duplicateOf"> & {
  news: News;
  key: string;
  issue: Issue;
  link: Link;
  at: Date;
};

/** Nobody hears more of a duplicate, unless the ticket is linked to what it is a duplicate of. */
async function offerOriginal(
  tx: Db,
  ticket: Ticket,
  { news, key, issue, duplicateOf }: Telling,
): Promise<void> {
  if (news !== "duplicate" || duplicateOf === null) return;
  const { workspaceId, id: ticketId } = ticket;
  const { number, url } = duplicateOf;
  const markdown = `Issue #${issue.number} was closed as a duplicate of [#${number}](${url}). Link that one, and the member hears what becomes of it.`;
  await tellAgents(tx, {
    workspaceId,
    ticketId,
    dedupeKey: `original:${key}`,
    reply: {
      markdown,
      buttons: [[{ action: "bug_link", label: `Link #${number}`, value: `${ticketId}:${number}` }]],
    },
  });
}

async function tell(tx: Db, ticket: Ticket, telling: Telling): Promise<void> {
  const { workspaceId, id: ticketId, platform } = ticket;
  const { news, issue, link, at } = telling;
  const repository = await getRepository(tx, workspaceId, issue.repositoryId);
  const words = await wordsOf(tx, ticket);
  await recordEvent(
    tx,
    {
      workspaceId,
      ticketId,
      kind: KINDS[news],
      actor: SYSTEM,
      field: "github_issue",
      newValue: issue.shippedIn?.slice(0, 100) ?? news,
      metadata: { issueId: issue.id, number: issue.number, prNumber: link.prNumber, news },
    },
    at,
  );
  await followFix(tx, ticket, { news, issue, at });
  await sendOut(tx, {
    workspaceId,
    ticketId,
    platform,
    dedupeKey: telling.key,
    outgoing: {
      operation: "post",
      target: threadOf(ticket),
      reply: newsReply(words, news, { ...telling, ticket, repository }),
    },
  });
  await offerOriginal(tx, ticket, telling);
}

const KINDS: Record<News, TicketEventKind> = {
  merged: "github_pr_merged",
  fixed: "github_issue_closed",
  closed_as_fixed: "github_issue_closed",
  closed: "github_issue_closed",
  not_planned: "github_issue_closed",
  duplicate: "github_issue_closed",
  reopened: "github_issue_reopened",
  in_prerelease: "github_shipped",
  shipped: "github_shipped",
};
