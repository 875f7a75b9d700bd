import type { Ctx } from "../context.ts";
import { AppError, UpstreamError } from "../errors.ts";
import { tellAgents } from "../escalations/tell-agents.ts";
import { enqueue } from "../jobs.ts";
import type { JobName, JobPayload } from "../jobs.ts";

/** With the queue's backoff the fifth try comes about a minute and a half after the first. */
const MAX_ATTEMPTS = 5;
/** Longer than this nobody is kept waiting because GitHub asks for it. */
const PATIENCE_MS = 6 * 60 * 60_000;

export type PatientJob<Name extends JobName> = {
  name: Name;
  payload: JobPayload<Name> & { workspaceId: number };
  /** 1 for the first try. */
  attempt: number;
  ticketId: number | null;
  /** What is being tried, for agents: "make the issue for ticket #12". */
  what: string;
  /** When it was first tried. */
  since: Date;
  /** The queue that the job comes back in. */
  queue?: string;
  /** Of all jobs with the same one, agents hear once an hour that they were given up; else each job is told of. */
  notice?: string;
};

/**
 * Runs a job that talks to GitHub. What fails is tried again by the queue, or when GitHub says; when that does not help,
 * it is parked: the agents are told what could not be done, and the job ends. Answers what became of it.
 */
export async function workPatiently<Name extends JobName>(
  ctx: Pick<Ctx, "db" | "now" | "log">,
  job: PatientJob<Name>,
  work: () => Promise<void>,
): Promise<"done" | "later" | "parked"> {
  try {
    await work();
    return "done";
  } catch (error) {
    const seconds = secondsToWait(ctx, job, error);
    if (seconds !== null) {
      await comeBack(ctx, job, seconds);
      return "later";
    }
    const isFinal = error instanceof AppError && !(error instanceof UpstreamError && error.retryable);
    if (!isFinal && job.attempt < MAX_ATTEMPTS) throw error;
    await park(ctx, job, error);
    return "parked";
  }
}

/** Seconds that GitHub asked us to wait, as long as somebody can be expected to wait for it. */
function secondsToWait<Name extends JobName>(
  ctx: Pick<Ctx, "now">,
  job: PatientJob<Name>,
  error: unknown,
): number | null {
  if (!(error instanceof UpstreamError) || !error.retryable) return null;
  const seconds = error.retryAfterSeconds;
  if (seconds === undefined) return null;
  const until = ctx.now().getTime() + seconds * 1000;
  return until - job.since.getTime() <= PATIENCE_MS ? seconds : null;
}

/** A new job with all its tries takes the place of the one that is running. */
async function comeBack<Name extends JobName>(
  ctx: Pick<Ctx, "db" | "now">,
  { name, payload, since, queue }: PatientJob<Name>,
  seconds: number,
): Promise<void> {
  const again = { ...payload, since: since.toISOString() };
  await enqueue(ctx.db, name, again, {
    key: `${name}:again:${JSON.stringify(payload)}`,
    runAt: new Date(ctx.now().getTime() + seconds * 1000),
    ...(queue === undefined ? {} : { queue }),
  });
}

async function park<Name extends JobName>(
  ctx: Pick<Ctx, "db" | "now" | "log">,
  { name, payload, ticketId, what, notice }: PatientJob<Name>,
  error: unknown,
): Promise<void> {
  const { workspaceId } = payload;
  ctx.log.error({ job: name, workspaceId, ticketId, error }, "GitHub: a job was given up");
  const reason =
    error instanceof AppError ? error.message : "something unexpected happened; the log says what.";
  await ctx.db.transaction((tx) =>
    tellAgents(tx, {
      workspaceId,
      ticketId,
      dedupeKey: `parked:${notice ?? `${name}:${JSON.stringify(payload)}`}:${ctx.now().toISOString().slice(0, 13)}`,
      reply: { markdown: `I could not ${what}: ${reason}` },
    }),
  );
}
