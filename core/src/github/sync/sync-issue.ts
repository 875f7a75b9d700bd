import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { JobPayload } from "../../jobs.ts";
import type { HostIssue } from "../../ports.ts";
import { findIssueRow, isSameRepo, listLinksOf, repoRefOf } from "../load.ts";
import type { Issue } from "../load.ts";
import { findOriginal } from "./find-original.ts";
import { follow } from "./follow.ts";
import type { FollowCtx, Following } from "./follow.ts";
import { changeOfIssue, isNewlyCompleted } from "./issue-change.ts";
import { noteMissing, noteMoved } from "./moved-issue.ts";
import { syncPullNow } from "./sync-pull.ts";
import { tellAskers } from "./tell-askers.ts";

/** Looks at a linked issue again: its texts on the cards, and what its askers have to hear. */
export async function syncIssue(
  ctx: FollowCtx,
  input: JobPayload<"sync_issue"> & { attempt: number },
): Promise<void> {
  await follow(ctx, "sync_issue", input, async (following) => {
    const { workspaceId, repositoryId, issueNumber: number } = input;
    const issue = await findIssueRow(ctx.db, { workspaceId, repositoryId, number });
    if (!issue || (await listLinksOf(ctx.db, issue)).length === 0) return;
    const found = await following.code.host.findIssue(repoRefOf(following.repository), number);
    if (found === null) return noteMissing(ctx, following, issue);
    if (!isSameRepo(found.repo, following.repository.repo)) {
      return noteMoved(ctx, following, { issue, found }, (place) =>
        update(ctx, place.following, { ...place, isRepeat: true }),
      );
    }
    const isRepeat = input.attempt > 1 || input.since !== undefined;
    await update(ctx, following, { issue, found, isRepeat });
  });
}

type Look = {
  issue: Issue;
  found: HostIssue;
  /** An earlier try may have stored the change without saying it. */
  isRepeat: boolean;
};

async function update(ctx: FollowCtx, following: Following, { issue, found, isRepeat }: Look): Promise<void> {
  const isNew = isNewlyCompleted(issue, found);
  if (isNew) await lookAtPulls(ctx, following, issue);
  const closingCommit = isNew
    ? await following.code.host.findClosingCommit(repoRefOf(following.repository), issue.number)
    : null;
  const isChanged = await store(ctx, issue, { found, closingCommit });
  const isDuplicate = found.state === "closed" && found.stateReason === "duplicate";
  const duplicateOf = isDuplicate && (isChanged || isRepeat) ? await findOriginal(following, found) : null;
  await tellAskers(ctx, {
    workspaceId: issue.workspaceId,
    issueId: issue.id,
    isVisible: isChanged || isRepeat,
    duplicateOf,
  });
}

/** What closed it may be the merge of our own pull request: its state comes first, then the askers hear of the merge. */
async function lookAtPulls(ctx: FollowCtx, following: Following, issue: Issue): Promise<void> {
  const links = await listLinksOf(ctx.db, issue);
  const numbers = new Set(
    links.flatMap((link) => (link.status === "pr_drafted" ? (link.prNumber ?? []) : [])),
  );
  for (const number of numbers) await syncPullNow(ctx, following, number);
}

/** Answers whether anything on the cards is different. */
async function store(
  ctx: Pick<Ctx, "db" | "now">,
  { id, workspaceId }: Issue,
  look: { found: HostIssue; closingCommit: string | null },
): Promise<boolean> {
  const i = schema.githubIssues;
  const l = schema.githubLinks;
  const at = ctx.now();
  return ctx.db.transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(i)
      .where(and(eq(i.workspaceId, workspaceId), eq(i.id, id)))
      .for("update");
    if (!before) return false;
    const change = changeOfIssue(before, look.found, { closingCommit: look.closingCommit, at });
    const { set, isVisible, isReopened } = change;
    if (!isVisible) return false;
    await tx
      .update(i)
      .set({ ...set, updatedAt: at })
      .where(eq(i.id, id));
    await tx
      .update(l)
      .set({ issueUrl: look.found.url, updatedAt: at })
      .where(and(eq(l.workspaceId, workspaceId), eq(l.issueId, id)));
    if (isReopened) await forgetMerge(tx, { id, workspaceId }, at);
    return true;
  });
}

/** The merged pull request stays with its attempt; the tickets wait for another one. */
async function forgetMerge(
  tx: Db,
  { id, workspaceId }: Pick<Issue, "id" | "workspaceId">,
  at: Date,
): Promise<void> {
  const l = schema.githubLinks;
  await tx
    .update(l)
    .set({
      status: "issue_created",
      prNumber: null,
      prUrl: null,
      prChecksPassed: null,
      humanReviewed: false,
      updatedAt: at,
    })
    .where(and(eq(l.workspaceId, workspaceId), eq(l.issueId, id), eq(l.status, "pr_merged")));
}
