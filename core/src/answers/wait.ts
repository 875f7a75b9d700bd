import type { Ctx } from "../context.ts";
import { UpstreamError } from "../errors.ts";
import type { Waiting } from "../jobs.ts";
import type { Ticket } from "../tickets/load.ts";
import { enqueueAnswerAt } from "../tickets/schedule-answer.ts";
import type { Analysis } from "./begin.ts";
import type { Classified } from "./classify.ts";

/** When a question is tried again, and what the next run is told. */
export type Wait = { seconds: number; waiting: Waiting };

/** Longer than this nobody waits because a service asked us to slow down. */
const PATIENCE_MS = 10 * 60_000;
/** Some services ask for no wait at all, or for one until a time that is past; each try is paid for. */
const LEAST_SECONDS = 5;

/** Twice as long each time: a service that asks again and again does not know when it will be free. */
export function waitSeconds(asked: number, waits: number): number {
  return Math.max(asked, LEAST_SECONDS) * 2 ** waits;
}

/** How long to wait when a service asked for it, as long as the asker can be expected to wait. */
export function findWait(
  ctx: Pick<Ctx, "now">,
  input: { analysis: Analysis; error: unknown; waits: number; classified: Classified | null },
): Wait | null {
  const { analysis, error, waits, classified } = input;
  if (!(error instanceof UpstreamError) || !error.retryable) return null;
  if (error.retryAfterSeconds === undefined) return null;
  const seconds = waitSeconds(error.retryAfterSeconds, waits);
  const waited = ctx.now().getTime() - analysis.ticket.lastMessageAt.getTime();
  if (waited + seconds * 1000 > PATIENCE_MS) return null;
  return { seconds, waiting: { waits: waits + 1, ...(classified && { classified }) } };
}

/** A new job with all its tries takes the place of the one that is running. */
export async function waitAndAnswer(
  ctx: Pick<Ctx, "db" | "now">,
  ticket: Ticket,
  { seconds, waiting }: Wait,
): Promise<void> {
  const runAt = new Date(ctx.now().getTime() + seconds * 1000);
  await ctx.db.transaction((tx) => enqueueAnswerAt(tx, ticket, runAt, waiting));
}
