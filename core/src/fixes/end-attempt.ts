import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, inArray, ne } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { tellAgents } from "../escalations/tell-agents.ts";
import type { Issue } from "../github/load.ts";
import { AI, recordEvent } from "../tickets/events.ts";
import { enqueuePublish } from "./enqueue-fix.ts";
import { countSteps } from "./load.ts";
import type { Attempt } from "./load.ts";
import type { FixFile } from "./patch.ts";
import type { ProofStage } from "./proof.ts";
import { refreshLinkedCards } from "./refresh-linked-cards.ts";
import { toChatBlock, toChatText, toUsd } from "./words.ts";

export type SuggestedFix = {
  status: "suggested";
  summary: string;
  confidence: number;
  /** Why it is as sure as it is: phrases. */
  why: string[];
  limits: string[];
  /** What its code could do beside mending the bug: sentences. Nothing is published of a fix that has any. */
  risks: string[];
  patch: FixFile[];
  proof: ProofStage[];
  diff: string;
  /** A draft pull request is to be made of it. */
  willPublish: boolean;
};
export type AttemptEnd =
  | SuggestedFix
  | { status: "failed" | "stopped"; failure: string; limits?: string[]; isTold?: boolean };

/**
 * Stores how an attempt ended, tells the agents, and enqueues the pull request. Does nothing when another run has taken the
 * attempt over or it has ended: a job may run twice.
 */
export async function endAttempt(
  ctx: Pick<Ctx, "db" | "now">,
  of: { attempt: Attempt; issue: Issue; run: number | null },
  end: AttemptEnd,
): Promise<void> {
  const { attempt, issue, run } = of;
  const { workspaceId, ticketId, id: attemptId } = attempt;
  const at = ctx.now();
  await ctx.db.transaction(async (tx) => {
    if (!(await storeEnd(tx, attempt, run, end, at))) return;
    const isSuggested = end.status === "suggested";
    const metadata = {
      attemptId,
      outcome: end.status,
      confidence: isSuggested ? end.confidence : null,
      willPublish: isSuggested && end.willPublish,
    };
    const event = { workspaceId, ticketId, kind: "github_fix_finished", actor: AI, metadata } as const;
    await recordEvent(tx, event, at);
    if (end.status === "suggested") {
      if (end.risks.length > 0) await recordRisk(tx, attempt, at);
      await suggestOnLinks(tx, issue, end, at);
      if (end.willPublish) await enqueuePublish(tx, { workspaceId, attemptId, issueId: issue.id, at });
    }
    await refreshLinkedCards(tx, issue);
    await tell(tx, attempt, issue, end);
  });
}

async function recordRisk(
  tx: Db,
  { workspaceId, ticketId, id: attemptId }: Attempt,
  at: Date,
): Promise<void> {
  const metadata = { what: "fix_risky_code", attemptId };
  await recordEvent(tx, { workspaceId, ticketId, kind: "attack_refused", actor: AI, metadata }, at);
}

async function storeEnd(
  tx: Db,
  attempt: Attempt,
  run: number | null,
  end: AttemptEnd,
  at: Date,
): Promise<boolean> {
  const a = schema.fixAttempts;
  const set =
    end.status === "suggested"
      ? {
          summary: end.summary,
          confidence: end.confidence,
          limits: end.limits,
          patch: end.patch,
          proof: end.proof,
          failure: null,
        }
      : { failure: end.failure, limits: end.limits ?? [] };
  const stored = await tx
    .update(a)
    .set({ ...set, status: end.status, finishedAt: at, updatedAt: at })
    .where(
      and(
        eq(a.workspaceId, attempt.workspaceId),
        eq(a.id, attempt.id),
        inArray(a.status, ["waiting", "running"]),
        ...(run === null ? [] : [eq(a.runs, run)]),
      ),
    )
    .returning({ id: a.id });
  return stored.length > 0;
}

async function suggestOnLinks(tx: Db, issue: Issue, end: SuggestedFix, at: Date): Promise<void> {
  const l = schema.githubLinks;
  await tx
    .update(l)
    .set({ suggestedFix: end.diff, fixConfidence: end.confidence, updatedAt: at })
    .where(and(eq(l.workspaceId, issue.workspaceId), eq(l.issueId, issue.id), ne(l.status, "pr_merged")));
}

async function tell(tx: Db, attempt: Attempt, issue: Issue, end: AttemptEnd): Promise<void> {
  // What becomes a pull request is told when it is there, and what was parked has been told.
  if (end.status === "suggested" ? end.willPublish : end.isTold === true) return;
  const [newest] = await tx
    .select({ costUsd: schema.fixAttempts.costUsd })
    .from(schema.fixAttempts)
    .where(
      and(eq(schema.fixAttempts.workspaceId, attempt.workspaceId), eq(schema.fixAttempts.id, attempt.id)),
    );
  const spent = `${await countSteps(tx, attempt)} steps, ${toUsd(newest?.costUsd ?? 0)}`;
  await tellAgents(tx, {
    workspaceId: attempt.workspaceId,
    ticketId: attempt.ticketId,
    dedupeKey: `fix:${attempt.id}:ended`,
    reply: {
      markdown: end.status === "suggested" ? suggestionText(issue, end, spent) : endText(issue, end, spent),
    },
  });
}

function suggestionText(issue: Issue, end: SuggestedFix, spent: string): string {
  return [
    `**A fix for #${issue.number} is suggested**, ${Math.round(end.confidence * 100)} % sure (${spent}). No pull request was made of it.`,
    toChatText(end.summary, 1500),
    `Why this sure: ${end.why.join("; ")}.`,
    ...(end.limits.length === 0 ? [] : [end.limits.map((limit) => `- ${toChatText(limit, 300)}`).join("\n")]),
    toChatBlock(end.diff, "diff", 1800),
  ].join("\n\n");
}

function endText(
  issue: Issue,
  end: Extract<AttemptEnd, { status: "failed" | "stopped" }>,
  spent: string,
): string {
  const how = end.status === "failed" ? "ended without a fix" : "was stopped";
  const limits = (end.limits ?? []).map((limit) => `- ${toChatText(limit, 300)}`).join("\n");
  return [`The fix attempt for #${issue.number} ${how}: ${toChatText(end.failure, 500)} (${spent})`, limits]
    .filter((part) => part !== "")
    .join("\n\n");
}
