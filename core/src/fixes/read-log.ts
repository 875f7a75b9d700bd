import { schema } from "@firstline/db";
import { and, asc, desc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { getAttempt } from "./load.ts";
import type { Attempt } from "./load.ts";

export type FixStep = Pick<
  typeof schema.fixSteps.$inferSelect,
  "run" | "position" | "tool" | "input" | "output" | "refused" | "createdAt"
>;
export type FixLog = {
  attempt: Attempt;
  issue: { number: number; title: string; url: string };
  repo: string;
  /** In the order they were taken. */
  steps: FixStep[];
};

const MAX_STEPS = 1000;

/** Everything that is known of an attempt: what the model did, what it cost, what the tests said. */
export async function readFixLog(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; attemptId: number },
): Promise<FixLog> {
  const { attempt, issue, repository } = await getAttempt(ctx.db, input);
  const s = schema.fixSteps;
  const { run, position, tool, input: asked, output, refused, createdAt } = s;
  const steps = await ctx.db
    .select({ run, position, tool, input: asked, output, refused, createdAt })
    .from(s)
    .where(and(eq(s.workspaceId, input.workspaceId), eq(s.attemptId, attempt.id)))
    .orderBy(asc(s.run), asc(s.position))
    .limit(MAX_STEPS);
  return {
    attempt,
    issue: { number: issue.number, title: issue.title, url: issue.url },
    repo: repository.repo,
    steps,
  };
}

/** The attempts of a ticket, the newest first. */
export async function listFixAttempts(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; ticketId: number },
): Promise<Attempt[]> {
  const a = schema.fixAttempts;
  return ctx.db
    .select()
    .from(a)
    .where(and(eq(a.workspaceId, input.workspaceId), eq(a.ticketId, input.ticketId)))
    .orderBy(desc(a.id));
}
