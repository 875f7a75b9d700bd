import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, inArray, ne } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { tellAgents } from "../../escalations/tell-agents.ts";
import type { HostIssue } from "../../ports.ts";
import { recordEvent, SYSTEM } from "../../tickets/events.ts";
import { findIssueRow, isSameRepo, listLinksOf } from "../load.ts";
import type { Issue, Repository } from "../load.ts";
import { findByNameNow, findNow, locate } from "../locate.ts";
import { enqueueSync } from "./enqueue-sync.ts";
import type { Following } from "./follow.ts";
import { toHostName } from "./names.ts";
import { tellAskers } from "./tell-askers.ts";

const i = schema.githubIssues;
const l = schema.githubLinks;

/** The issue cannot be seen any more; GitHub does not say why. It may be the whole repository that is out of reach. */
export async function noteMissing(
  ctx: Pick<Ctx, "db" | "now">,
  { repository, code }: Following,
  issue: Issue,
): Promise<void> {
  const { repo } = repository;
  const found = await findNow(code.host, repository);
  if (found === null || found.repo !== repo)
    return enqueueSync(ctx.db, repository, { name: "sync_repository" });
  const why = "it was deleted, made a discussion, or moved out of our reach";
  await markGone(ctx, issue, `Issue #${issue.number} of ${repo} is gone: ${why}.`);
}

/**
 * The issue is in another repository now. Where the workspace uses that one, the work goes on there; a repository that only
 * got another name is the same one.
 */
export async function noteMoved(
  ctx: Pick<Ctx, "db" | "now">,
  following: Following,
  { issue, found }: { issue: Issue; found: HostIssue },
  goOn: (place: { following: Following; issue: Issue; found: HostIssue }) => Promise<void>,
): Promise<void> {
  const { repository, code } = following;
  const { workspaceId, repo } = repository;
  const here = await locate(ctx, code.host, repository);
  if (isSameRepo(here.repo, found.repo)) {
    return goOn({ following: { repository: here, code }, issue, found });
  }
  const target = await findByNameNow(ctx.db, code.host, { workspaceId, repo: found.repo });
  if (target === null) {
    const place = toHostName(found.repo);
    return markGone(
      ctx,
      issue,
      `Issue #${issue.number} of ${repo} was moved to ${place}, which is not connected here.`,
    );
  }
  const moved = await ctx.db.transaction((tx) => moveTo(tx, issue, { target, found, at: ctx.now() }));
  await goOn({ following: { repository: target, code }, issue: moved, found });
}

type Move = { target: Repository; found: HostIssue; at: Date };

/** Where tickets hang on the issue in its new place already, all of them do from now on. */
async function moveTo(tx: Db, issue: Issue, { target, found, at }: Move): Promise<Issue> {
  const { workspaceId } = issue;
  const place = { repositoryId: target.id, number: found.number };
  const known = await findIssueRow(tx, { workspaceId, ...place });
  const now = known ?? { ...issue, ...place, url: found.url };
  const set = known ? { goneAt: at } : { ...place, url: found.url };
  await tx
    .update(i)
    .set({ ...set, updatedAt: at })
    .where(and(eq(i.workspaceId, workspaceId), eq(i.id, issue.id)));

  const isOld = and(eq(l.workspaceId, workspaceId), eq(l.issueId, issue.id));
  const linkedThere = tx
    .select({ ticketId: l.ticketId })
    .from(l)
    .where(and(eq(l.workspaceId, workspaceId), eq(l.repo, target.repo), ne(l.issueId, issue.id)));
  await tx.delete(l).where(and(isOld, inArray(l.ticketId, linkedThere)));
  await tx
    .update(l)
    .set({
      repositoryId: target.id,
      repo: target.repo,
      issueId: now.id,
      issueNumber: found.number,
      issueUrl: found.url,
      updatedAt: at,
    })
    .where(isOld);
  return now;
}

/** Nobody hears of the issue any more; the agents are told, and can link another one. */
async function markGone(ctx: Pick<Ctx, "db" | "now">, issue: Issue, why: string): Promise<void> {
  const { workspaceId, id: issueId } = issue;
  const at = ctx.now();
  if (issue.goneAt === null) {
    await ctx.db.transaction(async (tx) => {
      await tx
        .update(i)
        .set({ goneAt: at, updatedAt: at })
        .where(and(eq(i.workspaceId, workspaceId), eq(i.id, issueId)));
      for (const { ticketId } of await listLinksOf(tx, issue)) {
        const change = {
          kind: "github_issue_closed",
          actor: SYSTEM,
          field: "github_issue",
          newValue: "gone",
        } as const;
        await recordEvent(tx, { workspaceId, ticketId, ...change, metadata: { issueId } }, at);
        await tellAgents(tx, {
          workspaceId,
          ticketId,
          dedupeKey: `github-gone:${issueId}:${ticketId}`,
          reply: {
            markdown: `${why} The member of ticket #${ticketId} hears nothing more of it; link another issue if the work goes on.`,
          },
        });
      }
    });
  }
  await tellAskers(ctx, { workspaceId, issueId, isVisible: true });
}
