import {
  addEvidence,
  answerTicket,
  attemptFix,
  calibrateWorkspaces,
  closeQuietTickets,
  deliverWebhook,
  describeBug,
  embedArticles,
  embedPosts,
  fileBug,
  freeDeadLocks,
  jobs,
  pollRepositories,
  pruneEvents,
  publishFix,
  recountScores,
  refreshPostCard,
  runJob,
  sweepEmbeddings,
  sweepFiles,
  sweepTickets,
  syncComments,
  syncIssue,
  syncPull,
  syncReleases,
  syncRepository,
  takeInDeliveries,
  tellVoters,
} from "@firstline/core";
import type { Ctx, JobName, SITE_JOBS } from "@firstline/core";
import type { TaskList } from "graphile-worker";

type SiteJob = (typeof SITE_JOBS)[number];

/** The worker's jobs: all but those that talk to a chat platform or make public pages, which bot and web run, and fix attempts. */
type WorkerJob = Exclude<JobName, "deliver_to_slack" | "deliver_to_discord" | "attempt_fix" | SiteJob>;

export function createTasks(ctx: Ctx): TaskList {
  const tasks: TaskList = {};
  for (const [name, task] of Object.entries(workOf(ctx))) {
    tasks[name] = (payload, helpers) =>
      runJob(ctx.log, helpers.job, async () => task(payload, helpers.job.attempts));
  }
  return tasks;
}

/** Fix attempts take many minutes: a queue runner of their own, so that they keep nothing else waiting. */
export function createFixTasks(ctx: Ctx, signal: AbortSignal): TaskList {
  return {
    attempt_fix: (payload, { job }) =>
      runJob(ctx.log, job, async () =>
        attemptFix(ctx, { ...jobs.attempt_fix.parse(payload), signal, attempt: job.attempts }),
      ),
  };
}

type Work = (payload: unknown, attempt: number) => Promise<unknown>;

function workOf(ctx: Ctx): Record<WorkerJob, Work> {
  return {
    answer_ticket: (payload, attempt) => answerTicket(ctx, { ...jobs.answer_ticket.parse(payload), attempt }),
    embed_articles: (payload) => embedArticles(ctx, jobs.embed_articles.parse(payload)),
    embed_posts: (payload) => embedPosts(ctx, jobs.embed_posts.parse(payload)),
    recount_scores: (payload) => recountScores(ctx, jobs.recount_scores.parse(payload)),
    tell_voters: (payload) => tellVoters(ctx, jobs.tell_voters.parse(payload)),
    refresh_post_card: (payload) => refreshPostCard(ctx, jobs.refresh_post_card.parse(payload)),
    sweep_tickets: () => sweepTickets(ctx),
    close_quiet_tickets: () => closeQuietTickets(ctx),
    free_dead_locks: () => freeDeadLocks(ctx),
    prune_events: () => pruneEvents(ctx),
    sweep_files: () => sweepFiles(ctx),
    sweep_embeddings: () => sweepEmbeddings(ctx),
    refit_confidence: () => calibrateWorkspaces(ctx),
    deliver_webhook: (payload, attempt) =>
      deliverWebhook(ctx, { ...jobs.deliver_webhook.parse(payload), attempt }),
    describe_bug: (payload, attempt) => describeBug(ctx, { ...jobs.describe_bug.parse(payload), attempt }),
    file_bug: (payload, attempt) => fileBug(ctx, { ...jobs.file_bug.parse(payload), attempt }),
    add_evidence: (payload, attempt) => addEvidence(ctx, { ...jobs.add_evidence.parse(payload), attempt }),
    publish_fix: (payload, attempt) => publishFix(ctx, { ...jobs.publish_fix.parse(payload), attempt }),
    take_in_deliveries: () => takeInDeliveries(ctx),
    sync_issue: (payload, attempt) => syncIssue(ctx, { ...jobs.sync_issue.parse(payload), attempt }),
    sync_pull: (payload, attempt) => syncPull(ctx, { ...jobs.sync_pull.parse(payload), attempt }),
    sync_releases: (payload, attempt) => syncReleases(ctx, { ...jobs.sync_releases.parse(payload), attempt }),
    sync_comments: (payload, attempt) => syncComments(ctx, { ...jobs.sync_comments.parse(payload), attempt }),
    sync_repository: (payload, attempt) =>
      syncRepository(ctx, { ...jobs.sync_repository.parse(payload), attempt }),
    poll_repositories: () => pollRepositories(ctx),
  };
}
