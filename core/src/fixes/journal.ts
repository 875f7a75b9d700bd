import { schema } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import { costOf, readBudgetLevel } from "../answers/budget.ts";
import { storeCall } from "../answers/spend.ts";
import type { Ctx } from "../context.ts";
import type { RepositorySettings } from "../github/repository-settings.ts";
import type { Usage } from "../ports.ts";
import { recordEvent } from "../tickets/events.ts";
import { getSettings } from "../workspaces/settings.ts";
import { toLogged } from "./shown.ts";

/** Which run of an attempt writes. */
export type FixRun = { workspaceId: number; ticketId: number; attemptId: number; run: number };

export type LoggedStep = {
  position: number;
  tool: string;
  input: unknown;
  output: string;
  refused: boolean;
  /** The rule that an attack ran into; null for slips and everything else. */
  attack: string | null;
};

/** Keeps a step for the log that agents read, at once: what a killed run did is known. */
export async function storeStep(ctx: Pick<Ctx, "db" | "now">, of: FixRun, step: LoggedStep): Promise<void> {
  const { workspaceId, ticketId, attemptId, run } = of;
  const { position, tool, refused, attack } = step;
  const input = typeof step.input === "string" ? step.input : JSON.stringify(step.input ?? null);
  const row = { workspaceId, attemptId, run, position, tool: toLogged(tool, 60), refused };
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(schema.fixSteps)
      .values({ ...row, input: toLogged(input), output: toLogged(step.output), createdAt: ctx.now() })
      .onConflictDoNothing();
    if (attack === null) return;
    const metadata = { what: attack, attemptId, run, position };
    const event = { workspaceId, ticketId, kind: "attack_refused", actor: { kind: "ai" }, metadata } as const;
    await recordEvent(tx, event, ctx.now());
  });
}

/** Counts a call of the model against the workspace and the attempt. */
export async function storeFixCall(ctx: Pick<Ctx, "db" | "now">, of: FixRun, usage: Usage): Promise<void> {
  const { workspaceId, ticketId, attemptId } = of;
  const a = schema.fixAttempts;
  await ctx.db.transaction(async (tx) => {
    await storeCall({ ...ctx, db: tx }, { workspaceId, ticketId }, { step: "fix", usage });
    await tx
      .update(a)
      .set({ costUsd: sql`${a.costUsd} + ${costOf(usage)}`, model: usage.model, updatedAt: ctx.now() })
      .where(and(eq(a.workspaceId, workspaceId), eq(a.id, attemptId)));
  });
}

export type Standing =
  | { go: true }
  | { go: false; end: "failed" | "stopped"; reason: string }
  /** Another process has taken the attempt over, or it has ended: nothing may be written any more. */
  | { go: false; end: "superseded" };

/** Whether a run may go on: looked at before each turn of the model. */
export async function readStanding(
  ctx: Pick<Ctx, "db" | "now">,
  of: FixRun,
  { fixCostUsd }: Pick<RepositorySettings, "fixCostUsd">,
): Promise<Standing> {
  const { workspaceId } = of;
  const [a, i, r] = [schema.fixAttempts, schema.githubIssues, schema.githubRepositories];
  const [row] = await ctx.db
    .select({
      status: a.status,
      runs: a.runs,
      costUsd: a.costUsd,
      state: i.state,
      goneAt: i.goneAt,
      enabled: r.enabled,
      problem: r.problem,
      isLinked: sql<boolean>`exists (select 1 from github_links l where l.workspace_id = ${workspaceId} and l.issue_id = ${i.id})`,
    })
    .from(a)
    .innerJoin(i, eq(i.id, a.issueId))
    .innerJoin(r, eq(r.id, i.repositoryId))
    .where(and(eq(a.workspaceId, workspaceId), eq(a.id, of.attemptId)));
  if (row?.status !== "running" || row.runs !== of.run) return { go: false, end: "superseded" };
  if (row.state === "closed" || row.goneAt !== null) return stopped("The issue was closed meanwhile.");
  if (!row.isLinked) return stopped("No ticket is linked to the issue any more.");
  if (!row.enabled) return stopped("The repository was disconnected meanwhile.");
  if (row.problem !== null) return stopped(row.problem);
  if (row.costUsd >= fixCostUsd) {
    return {
      go: false,
      end: "failed",
      reason: `The limit of ${fixCostUsd} USD was reached before the model was done.`,
    };
  }
  const settings = await getSettings(ctx, workspaceId);
  const level = await readBudgetLevel(ctx, { workspaceId, settings });
  return level === "offline" ? stopped("The workspace's budget for AI models is spent.") : { go: true };
}

function stopped(reason: string): Standing {
  return { go: false, end: "stopped", reason };
}
