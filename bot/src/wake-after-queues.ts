import type { Worker, WorkerEvents } from "graphile-worker";

/** Marking a queue as free takes some milliseconds, on a busy database some more. */
const LOOK_AGAIN_MS = [10, 40, 150];

/**
 * The runner looks for the next job before it has marked the last one's queue as free. It finds that queue locked and
 * sleeps until its next poll, so that the second message of a ticket would be half a second late. This wakes it again.
 */
export function wakeAfterQueues(events: WorkerEvents): void {
  const active = new Set<Worker>();
  events.on("worker:create", ({ worker }) => active.add(worker));
  events.on("worker:release", ({ worker }) => active.delete(worker));
  const wake = (): void => {
    for (const worker of active) if (worker.nudge()) return;
  };
  events.on("job:complete", ({ job }) => {
    if (job.job_queue_id === null) return;
    for (const ms of LOOK_AGAIN_MS) setTimeout(wake, ms).unref();
  });
}
