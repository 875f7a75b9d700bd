import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { CodeCtx, Ctx } from "../context.ts";
import type { RepositorySettings } from "../github/repository-settings.ts";
import type { AgentModel, Checkout, CommandRun, HostIssue } from "../ports.ts";
import { explainFix, rateFix } from "./confidence.ts";
import { converse } from "./conversation.ts";
import { endAttempt } from "./end-attempt.ts";
import type { AttemptEnd } from "./end-attempt.ts";
import type { FixRun } from "./journal.ts";
import type { AttemptPlace } from "./load.ts";
import { openOverlay } from "./overlay.ts";
import { readPatch, sizeUp, toDiff } from "./patch.ts";
import type { Patch } from "./patch.ts";
import { proveFix, runLimitsOf, testCommandOf } from "./proof.ts";
import { hasEvidence, readReport } from "./read-report.ts";
import { findRiskyCode } from "./risky-code.ts";
import { fixRules, reportMessage } from "./rules.ts";
import type { FixReport } from "./rules.ts";
import { toShown } from "./shown.ts";
import type { FinishedFix, ToolDesk } from "./tool.ts";

export type RunFixInput = AttemptPlace & {
  code: CodeCtx;
  agent: AgentModel;
  settings: RepositorySettings;
  run: number;
  signal: AbortSignal;
  hostIssue: HostIssue;
  checkout: Checkout;
};

const MAX_DIFF = 60_000;

/** One run of an attempt over its copy, up to its stored end. No transaction is open while the model or a command works. */
export async function runFix(ctx: Pick<Ctx, "db" | "now" | "log">, input: RunFixInput): Promise<void> {
  const { attempt, issue, settings, checkout, run, signal } = input;
  const { workspaceId, ticketId, id: attemptId } = attempt;
  const of: FixRun = { workspaceId, ticketId, attemptId, run };
  await storeBase(ctx, of, input);
  const problem = await input.code.workbench.findProblem();
  const deadline = new Date(ctx.now().getTime() + settings.fixMinutes * 60_000);
  const overlay = await openOverlay(checkout);
  const desk: ToolDesk = {
    overlay,
    settings,
    runTests: () => runTests(ctx, { ...input, overlay, problem, deadline }),
  };
  const report = await readReport(ctx.db, issue, input.hostIssue);
  const result = await converse(ctx, {
    agent: input.agent,
    of,
    rules: fixRules(settings, problem === null),
    report: reportMessage(report),
    desk,
    deadline,
    signal,
  });
  if (result.end === "superseded") return;
  const end: AttemptEnd =
    result.end === "finished"
      ? await judge(input, await readPatch(overlay, settings), result.fix, report, problem)
      : { status: result.end, failure: result.reason };
  await endAttempt(ctx, { attempt, issue, run }, end);
  ctx.log.info({ attemptId, run, outcome: end.status }, "a fix attempt ended");
}

async function storeBase(ctx: Pick<Ctx, "db" | "now">, of: FixRun, input: RunFixInput): Promise<void> {
  const a = schema.fixAttempts;
  await ctx.db
    .update(a)
    .set({ baseSha: input.checkout.sha, model: input.agent.name, updatedAt: ctx.now() })
    .where(and(eq(a.workspaceId, of.workspaceId), eq(a.id, of.attemptId), eq(a.runs, of.run)));
}

async function runTests(
  ctx: Pick<Ctx, "now">,
  on: {
    checkout: Checkout;
    settings: RepositorySettings;
    overlay: ToolDesk["overlay"];
    problem: string | null;
    deadline: Date;
  },
): Promise<CommandRun | string> {
  if (on.settings.testCommand === "") return "This repository has no test command.";
  if (on.problem !== null) return "Tests cannot be run on this machine.";
  const seconds = (on.deadline.getTime() - ctx.now().getTime()) / 1000;
  const limits = runLimitsOf(on.settings, seconds);
  return on.checkout.run(testCommandOf(on.settings), on.overlay.changes, limits);
}

/** Proves and rates what the model made. */
async function judge(
  input: RunFixInput,
  patch: Patch,
  fix: FinishedFix,
  report: FixReport,
  problem: string | null,
): Promise<AttemptEnd> {
  const { settings, checkout, signal } = input;
  const own = fix.limits.map((limit) => toShown(limit));
  if (patch.files.length === 0) {
    return { status: "failed", failure: "The model found no change that would fix it.", limits: own };
  }
  const proof = await proveFix({ checkout, files: patch.files, settings, problem, signal });
  const rated = {
    own: fix.confidence,
    isProven: proof.isProven,
    ...sizeUp(patch, settings),
    hasEvidence: hasEvidence(report),
  };
  const confidence = rateFix(rated);
  const risks = findRiskyCode(patch.changes);
  return {
    status: "suggested",
    summary: toShown(`${fix.cause}\n\n${fix.summary}`),
    confidence,
    why: explainFix(rated),
    risks,
    limits: [...proof.doubts, ...risks, ...own],
    patch: patch.files,
    proof: proof.stages,
    diff: toDiff(patch, MAX_DIFF),
    willPublish: proof.isProven && risks.length === 0 && confidence >= settings.fixThreshold,
  };
}
