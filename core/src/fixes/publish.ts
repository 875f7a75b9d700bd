import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { CodeCtx, Ctx } from "../context.ts";
import { ConflictError } from "../errors.ts";
import { isSameRepo, listLinksOf, repoRefOf, requireCode } from "../github/load.ts";
import { locate } from "../github/locate.ts";
import { workPatiently } from "../github/work-patiently.ts";
import type { CommitFile, HostPull } from "../ports.ts";
import { chooseBranch } from "./choose-branch.ts";
import type { ChosenBranch } from "./choose-branch.ts";
import { publishQueue } from "./enqueue-fix.ts";
import { countSteps, findAttempt, listAttempts } from "./load.ts";
import type { Attempt, AttemptPlace } from "./load.ts";
import { commitMessage, pullBody, pullTitle } from "./pull-text.ts";
import { readReport } from "./read-report.ts";
import { storeDraft } from "./store-draft.ts";

export type PublishFixInput = {
  workspaceId: number;
  attemptId: number;
  /** 1 for the job's first try. */
  attempt: number;
  /** When it was first tried, as an ISO time. */
  since?: string | undefined;
};
type PublishCtx = Pick<Ctx, "db" | "now" | "log" | "code">;

/**
 * Makes the draft pull request of a suggested fix, or puts the fix in place of an earlier one in its pull request. Safe to
 * repeat at every point: branch, commit and pull request are looked for before they are made.
 */
export async function publishFix(ctx: PublishCtx, input: PublishFixInput): Promise<void> {
  const place = await findAttempt(ctx.db, input);
  if (place?.attempt.status !== "suggested") return;
  const { attempt, issue } = place;
  const { workspaceId, attemptId } = input;
  const ended = await workPatiently(
    ctx,
    {
      name: "publish_fix",
      payload: { workspaceId, attemptId },
      attempt: input.attempt,
      ticketId: attempt.ticketId,
      what: `make the draft pull request for issue #${issue.number}; the suggestion is on the card`,
      since: input.since === undefined ? ctx.now() : new Date(input.since),
      queue: publishQueue(issue.id),
    },
    () => publish(ctx, requireCode(ctx), place),
  );
  if (ended !== "parked") return;
  await updateAttempt(ctx, attempt, { failure: "The draft pull request could not be made." });
}

async function publish(ctx: PublishCtx, code: CodeCtx, place: AttemptPlace): Promise<void> {
  const { attempt, issue, repository } = place;
  const { host } = code;
  const attempts = await listAttempts(ctx.db, issue);
  if (attempts.some(({ number, status }) => number > attempt.number && status === "drafted")) return;
  if (repository.problem !== null || !repository.enabled) {
    throw new ConflictError(repository.problem ?? "The repository is disconnected.");
  }
  if ((await listLinksOf(ctx.db, issue)).length === 0) {
    throw new ConflictError("No ticket is linked to the issue any more.");
  }
  const here = { ...place, repository: await locate(ctx, host, repository) };
  const ref = repoRefOf(here.repository);
  const hostIssue = await host.findIssue(ref, issue.number);
  if (hostIssue === null || !isSameRepo(hostIssue.repo, ref.repo)) {
    throw new ConflictError("The issue is gone.");
  }
  if (hostIssue.state === "closed") throw new ConflictError("The issue was closed meanwhile.");
  const chosen = await chooseBranch(host, here, attempts);
  const sha = await commit(ctx, code, here, chosen, hostIssue.title);
  const report = await readReport(ctx.db, issue, hostIssue);
  const text = {
    ...here,
    issueTitle: hostIssue.title,
    errorTexts: issue.isOurs ? (report.spec?.errorTexts ?? []) : [],
    ticketUrl: `${code.consoleUrl}/tickets/${attempt.ticketId}`,
    steps: await countSteps(ctx.db, attempt),
  };
  const words = { title: pullTitle(text), body: pullBody(text) };
  const pull: HostPull = chosen.pull
    ? await host.updatePull(ref, chosen.pull.number, words)
    : await host.createPull(ref, { ...words, branch: chosen.branch, base: here.repository.defaultBranch });
  await storeDraft(ctx, here, { branch: chosen.branch, sha, pull });
}

/** One commit on what the attempt began with. The branch is written down first: a try that breaks off knows it as its own. */
async function commit(
  ctx: PublishCtx,
  { host }: CodeCtx,
  { attempt, repository }: AttemptPlace,
  { branch, isCommitted }: ChosenBranch,
  issueTitle: string,
): Promise<string> {
  if (isCommitted && attempt.ownSha !== null) return attempt.ownSha;
  await updateAttempt(ctx, attempt, { branch, ownSha: null });
  const { sha } = await host.commitFiles(repoRefOf(repository), {
    branch,
    baseSha: attempt.baseSha ?? "",
    message: commitMessage({ issueTitle }),
    files: (attempt.patch ?? []).map(toCommitFile),
  });
  await updateAttempt(ctx, attempt, { ownSha: sha, headSha: sha });
  return sha;
}

function toCommitFile({ path, content, isExecutable }: NonNullable<Attempt["patch"]>[number]): CommitFile {
  return { path, content, mode: isExecutable ? "100755" : "100644" };
}

async function updateAttempt(
  ctx: Pick<Ctx, "db" | "now">,
  attempt: Attempt,
  set: Partial<Attempt>,
): Promise<void> {
  const a = schema.fixAttempts;
  await ctx.db
    .update(a)
    .set({ ...set, updatedAt: ctx.now() })
    .where(and(eq(a.workspaceId, attempt.workspaceId), eq(a.id, attempt.id)));
}
