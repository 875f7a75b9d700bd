import { EventEmitter } from "node:events";
import { startHeartbeat } from "@firstline/core";
import type { Ctx } from "@firstline/core";
import { Logger, run } from "graphile-worker";
import type { WorkerEvents } from "graphile-worker";
import { CRONTAB } from "./crontab.ts";
import { createTasks } from "./tasks.ts";

export type RunningWorker = { stop(): Promise<void> };

/** Milliseconds between looks for jobs whose time has come; new jobs are noticed at once. */
const POLL_MS = 500;
const CONCURRENCY = 4;

/** Runs the jobs that need no chat platform. `stop` lets running jobs end first. */
export async function startWorker(ctx: Ctx, options: { databaseUrl: string }): Promise<RunningWorker> {
  const heartbeat = await startHeartbeat(ctx, "worker");
  const events: WorkerEvents = new EventEmitter();
  // The queue locks jobs in the name of the pool, not of its workers.
  events.on("pool:create", ({ workerPool }) => heartbeat.addWorker(workerPool.id));
  const runner = await run({
    connectionString: options.databaseUrl,
    taskList: createTasks(ctx),
    crontab: CRONTAB,
    concurrency: CONCURRENCY,
    maxPoolSize: CONCURRENCY + 2,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    events,
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") ctx.log.warn({ role: "worker" }, message);
    }),
  });
  return {
    async stop() {
      await runner.stop();
      await heartbeat.stop();
    },
  };
}
