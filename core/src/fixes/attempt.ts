import type { CodeCtx, Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import { isSameRepo, repoRefOf } from "../github/load.ts";
import { locate } from "../github/locate.ts";
import { readRepositorySettings } from "../github/repository-settings.ts";
import { workPatiently } from "../github/work-patiently.ts";
import type { AgentModel, Checkout, HostIssue } from "../ports.ts";
import { endAttempt } from "./end-attempt.ts";
import { findAttempt, isOpen } from "./load.ts";
import type { AttemptPlace } from "./load.ts";
import { enqueueAttempt } from "./enqueue-fix.ts";
import { claimRun, unclaimRun } from "./open-attempt.ts";
import { runFix } from "./run-fix.ts";

export type AttemptFixInput = {
  workspaceId: number;
  attemptId: number;
  /** Ends the run, which is then begun again elsewhere: the process is about to stop. */
  signal: AbortSignal;
  /** 1 for the job's first try. */
  attempt: number;
};
type FixCtx = Pick<Ctx, "db" | "now" | "log" | "code">;

/** A run that takes its process down with it must not do so for ever. */
const MAX_RUNS = 3;
const AGAIN_AFTER_MS = 2_000;

/** Tries to fix an issue: lets the model work on a copy, proves what it made, and stores what became of it. Safe to repeat. */
export async function attemptFix(ctx: FixCtx, input: AttemptFixInput): Promise<void> {
  const place = await findAttempt(ctx.db, input);
  if (!place || !isOpen(place.attempt)) return;
  const { attempt, issue } = place;
  const { workspaceId, attemptId, signal } = input;
  const ended = await workPatiently(
    ctx,
    {
      name: "attempt_fix",
      payload: { workspaceId, attemptId },
      attempt: input.attempt,
      ticketId: attempt.ticketId,
      what: `try a fix for issue #${issue.number}`,
      since: attempt.createdAt,
    },
    async () => {
      try {
        await tryFix(ctx, place, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        await enqueueAttempt(ctx.db, input, new Date(ctx.now().getTime() + AGAIN_AFTER_MS));
      }
    },
  );
  if (ended !== "parked") return;
  const failure = "It could not be tried; the agents were told why.";
  await endAttempt(ctx, { attempt, issue, run: null }, { status: "failed", failure, isTold: true });
}

async function tryFix(ctx: FixCtx, place: AttemptPlace, signal: AbortSignal): Promise<void> {
  const { attempt, issue, repository } = place;
  const fail = (failure: string, isTold = false) =>
    endAttempt(ctx, { attempt, issue, run: null }, { status: "failed", failure, isTold });
  // Nobody asked for it, and it would be said of every issue.
  const isAutomatic = attempt.approvedLogin === null;
  const { code } = ctx;
  if (code === null) return fail("GitHub is not connected.");
  if (code.agent === null) return fail("Fixes need a hosted model, and none is configured.", isAutomatic);
  if (repository.problem !== null || !repository.enabled) {
    return fail(repository.problem ?? "The repository is disconnected.");
  }
  if (attempt.runs >= MAX_RUNS) {
    return fail(`It was begun ${MAX_RUNS} times and never came to its end; the log says more.`);
  }
  const run = await ctx.db.transaction((tx) => claimRun(tx, attempt, issue, ctx.now()));
  if (run === null) return;
  const begun = await begin(ctx, code, place, { run, signal });
  if (begun === null) return;
  try {
    const { hostIssue, checkout } = begun;
    const settings = readRepositorySettings(repository);
    await runFix(ctx, { ...place, code, agent: code.agent, settings, run, signal, hostIssue, checkout });
  } finally {
    await begun.checkout.close();
  }
}

type Begun = { hostIssue: HostIssue; checkout: Checkout };

/** Looks at the issue and makes the copy; what fails here does not count as a run. Null when there is nothing to fix. */
async function begin(
  ctx: FixCtx,
  code: CodeCtx & { agent: AgentModel | null },
  { attempt, issue, repository }: AttemptPlace,
  { run, signal }: { run: number; signal: AbortSignal },
): Promise<Begun | null> {
  try {
    const here = await locate(ctx, code.host, repository);
    const ref = repoRefOf(here);
    const hostIssue = await code.host.findIssue(ref, issue.number);
    if (hostIssue === null || !isSameRepo(hostIssue.repo, here.repo) || hostIssue.state === "closed") {
      const failure = hostIssue?.state === "closed" ? "The issue is closed." : "The issue is gone.";
      await endAttempt(ctx, { attempt, issue, run }, { status: "stopped", failure });
      return null;
    }
    const access = await code.host.cloneAccess(ref);
    const checkout = await code.workbench.checkOut({ ...access, branch: here.defaultBranch, signal });
    return { hostIssue, checkout };
  } catch (error) {
    if (signal.aborted || error instanceof UpstreamError) {
      await unclaimRun(ctx.db, attempt, run);
    }
    throw error;
  }
}
