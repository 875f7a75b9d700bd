import { EventEmitter } from "node:events";
import { deliverOutgoing, jobs, keepRunning, runJob, RUNNER_PRESET, startHeartbeat } from "@firstline/core";
import type { ChatPlatform, Ctx, OnPool } from "@firstline/core";
import { Logger, run } from "graphile-worker";
import type { JobHelpers, Runner, TaskList, WorkerEvents } from "graphile-worker";
import { wakeAfterQueues } from "./wake-after-queues.ts";

export type RunningDelivery = { stop(): Promise<void> };

const POLL_MS = 500;
const CONCURRENCY = 6;

/** Says on the connected platforms what waits to be said. `stop` lets running deliveries end first. */
export async function startDelivery(
  ctx: Pick<Ctx, "db" | "now" | "log">,
  options: { databaseUrl: string; platforms: ChatPlatform[] },
): Promise<RunningDelivery> {
  const heartbeat = await startHeartbeat(ctx, "bot");
  const start = (onPool: OnPool): Promise<Runner> => {
    const events: WorkerEvents = new EventEmitter();
    // The queue locks jobs in the name of the pool, not of its workers.
    events.on("pool:create", ({ workerPool }) => onPool(workerPool));
    wakeAfterQueues(events);
    return run({
      preset: RUNNER_PRESET,
      connectionString: options.databaseUrl,
      taskList: createTasks(ctx, options.platforms),
      concurrency: CONCURRENCY,
      maxPoolSize: CONCURRENCY + 2,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      events,
      logger: new Logger(() => (level, message) => {
        if (level === "error" || level === "warning") ctx.log.warn({ role: "bot" }, message);
      }),
    });
  };
  const runner = await keepRunning(ctx, heartbeat, start);
  return {
    async stop() {
      await runner.stop();
      await heartbeat.stop();
    },
  };
}

function createTasks(ctx: Pick<Ctx, "db" | "now" | "log">, platforms: ChatPlatform[]): TaskList {
  const tasks: TaskList = {};
  for (const platform of platforms) {
    if (platform.platform === "panel") continue;
    const name = platform.platform === "slack" ? "deliver_to_slack" : "deliver_to_discord";
    tasks[name] = (payload: unknown, { job }: JobHelpers) =>
      runJob(ctx.log, job, async () =>
        deliverOutgoing(ctx, platform, {
          ...jobs[name].parse(payload),
          isLastTry: job.attempts >= job.max_attempts,
        }),
      );
  }
  return tasks;
}
