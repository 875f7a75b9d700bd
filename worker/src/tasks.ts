import {
  answerTicket,
  closeQuietTickets,
  embedArticles,
  freeDeadLocks,
  jobs,
  pruneEvents,
  sweepTickets,
} from "@firstline/core";
import type { Ctx, JobName } from "@firstline/core";
import type { TaskList } from "graphile-worker";

/** The worker's jobs: all but those that talk to a chat platform, which the bot runs. */
type WorkerJob = Exclude<JobName, "deliver_to_slack" | "deliver_to_discord">;

export function createTasks(ctx: Ctx): TaskList {
  return {
    answer_ticket: (payload, { job }) =>
      answerTicket(ctx, { ...jobs.answer_ticket.parse(payload), attempt: job.attempts }),
    embed_articles: async (payload) => {
      await embedArticles(ctx, jobs.embed_articles.parse(payload));
    },
    sweep_tickets: () => sweepTickets(ctx),
    close_quiet_tickets: async () => {
      await closeQuietTickets(ctx);
    },
    free_dead_locks: async () => {
      await freeDeadLocks(ctx, null);
    },
    prune_events: () => pruneEvents(ctx),
  } satisfies Record<WorkerJob, TaskList[string]>;
}
