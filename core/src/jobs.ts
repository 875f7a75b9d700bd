import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { z } from "zod";

const Id = z.number().int().positive();
/** When a job that waits for GitHub was first tried. */
const since = z.iso.datetime().optional();

/** What a run of `answer_ticket` leaves to the one that takes its place when a service asks to wait. */
const Waiting = z.object({
  /** How often this question has waited. */
  waits: z.number().int().min(0).optional(),
  classified: z
    .object({
      /** Which wording of which message was classified. */
      of: z.string(),
      found: z
        .object({
          type: z.enum(schema.TICKET_TYPES),
          priority: z.enum(schema.TICKET_PRIORITIES),
          sentiment: z.enum(["positive", "neutral", "negative"]),
          language: z.string().nullable(),
          isQuestion: z.boolean(),
          wantsPerson: z.boolean(),
        })
        .nullable(),
    })
    .optional(),
});

/**
 * Every job and the shape of its payload. The bot runs the `deliver_to_` jobs of its platforms, the web server those of
 * the public pages (`SITE_JOBS`), the worker all others, `attempt_fix` in a queue runner of its own.
 */
export const jobs = {
  answer_ticket: z.object({ workspaceId: Id, ticketId: Id, ...Waiting.shape }),
  deliver_to_slack: z.object({ workspaceId: Id, outgoingId: Id }),
  deliver_to_discord: z.object({ workspaceId: Id, outgoingId: Id }),
  describe_bug: z.object({ workspaceId: Id, ticketId: Id, since }),
  file_bug: z.object({ workspaceId: Id, ticketId: Id, personId: Id.nullable(), since }),
  add_evidence: z.object({ workspaceId: Id, ticketId: Id, since }),
  attempt_fix: z.object({ workspaceId: Id, attemptId: Id }),
  publish_fix: z.object({ workspaceId: Id, attemptId: Id, since }),
  take_in_deliveries: z.object({}),
  sync_issue: z.object({ workspaceId: Id, repositoryId: Id, issueNumber: Id, since }),
  sync_pull: z.object({ workspaceId: Id, repositoryId: Id, pullNumber: Id, since }),
  sync_releases: z.object({ workspaceId: Id, repositoryId: Id, since }),
  sync_comments: z.object({ workspaceId: Id, repositoryId: Id, issueNumber: Id, since }),
  sync_repository: z.object({ workspaceId: Id, repositoryId: Id, since }),
  poll_repositories: z.object({}),
  embed_articles: z.object({ workspaceId: Id }),
  embed_posts: z.object({ workspaceId: Id }),
  recount_scores: z.object({ workspaceId: Id }),
  tell_voters: z.object({ workspaceId: Id, postId: Id }),
  refresh_post_card: z.object({ workspaceId: Id, postId: Id }),
  sweep_tickets: z.object({}),
  close_quiet_tickets: z.object({}),
  free_dead_locks: z.object({}),
  prune_events: z.object({}),
  sweep_files: z.object({}),
  sweep_embeddings: z.object({}),
  refit_confidence: z.object({}),
  deliver_webhook: z.object({ workspaceId: Id, deliveryId: Id }),
  prepare_pages: z.object({ workspaceId: Id }),
  publish_site: z.object({ workspaceId: Id }),
  build_site: z.object({ workspaceId: Id }),
  index_site: z.object({ workspaceId: Id }),
  refresh_related: z.object({ workspaceId: Id }),
} as const;

export type Waiting = z.infer<typeof Waiting>;
export type JobName = keyof typeof jobs;

/** They make files, so the process that serves them runs them; one after the other in a workspace. */
export const SITE_JOBS = [
  "prepare_pages",
  "publish_site",
  "build_site",
  "index_site",
  "refresh_related",
] as const satisfies readonly JobName[];
export type JobPayload<Name extends JobName> = z.infer<(typeof jobs)[Name]>;

/** With the queue's backoff the last try is about a day after the first. */
export const MAX_ATTEMPTS = 12;

/**
 * For every runner of the job queue. Without these it ends a job on its own, and a database that is lost at that moment takes
 * the whole process with it; with them it stops by itself, and `keepRunning` starts it again.
 */
export const RUNNER_PRESET = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

export type EnqueueOptions = {
  /** At most one waiting job has this key; a second one takes its place. */
  key?: string;
  runAt?: Date;
  /** Seconds from now until it may run. */
  delaySeconds?: number;
  /** With `key`: the waiting job keeps its time, so that changes without end do not put it off without end. */
  keepsTime?: boolean;
  /** Jobs of one queue run one after the other. */
  queue?: string;
  maxAttempts?: number;
};

/** Writes a job with the rows that caused it: give the transaction, and both happen or neither. */
export async function enqueue<Name extends JobName>(
  db: Db,
  name: Name,
  payload: JobPayload<Name>,
  options: EnqueueOptions = {},
): Promise<void> {
  const body = JSON.stringify(jobs[name].parse(payload));
  await db.execute(sql`
    select graphile_worker.add_job(
      ${name}::text,
      payload := ${body}::json,
      queue_name := ${options.queue ?? null}::text,
      run_at := ${runAt(options)},
      max_attempts := ${options.maxAttempts ?? MAX_ATTEMPTS}::int,
      job_key := ${options.key ?? null}::text,
      job_key_mode := ${options.keepsTime === true ? "preserve_run_at" : "replace"}::text
    )`);
}

/** Of a query: no job `j` for which this holds waits or runs. One that has given up does neither. */
export function hasNoJob(isIt: SQL): SQL {
  return sql`not exists (select 1 from graphile_worker.jobs j where ${isIt} and (j.attempts < j.max_attempts or j.locked_at is not null))`;
}

function runAt({ runAt: at, delaySeconds }: EnqueueOptions): SQL {
  if (delaySeconds !== undefined) return sql`now() + make_interval(secs => ${delaySeconds}::float8)`;
  return sql`${at?.toISOString() ?? null}::timestamptz`;
}
