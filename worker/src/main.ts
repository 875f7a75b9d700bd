import { EventEmitter } from "node:events";
import { keepRunning, RUNNER_PRESET, startHeartbeat } from "@firstline/core";
import type { Ctx, OnPool } from "@firstline/core";
import { Logger, run } from "graphile-worker";
import type { Runner, TaskList, WorkerEvents } from "graphile-worker";
import { CRONTAB } from "./crontab.ts";
import { createFixTasks, createTasks } from "./tasks.ts";

export type RunningWorker = { stop(): Promise<void> };

export type WorkerOptions = {
  databaseUrl: string;
  /** Fix attempts at the same time; 0: this process runs none. */
  fixConcurrency?: number;
};

/** Milliseconds between looks for jobs whose time has come; new jobs are noticed at once. */
const POLL_MS = 500;
const CONCURRENCY = 4;
const FIX_CONCURRENCY = 1;

/**
 * Runs the jobs that need no chat platform, and fix attempts beside them. `stop` lets running jobs end first; a fix attempt
 * is broken off, and begun again by the next process.
 */
export async function startWorker(ctx: Ctx, options: WorkerOptions): Promise<RunningWorker> {
  const { databaseUrl, fixConcurrency = FIX_CONCURRENCY } = options;
  const heartbeat = await startHeartbeat(ctx, "worker");
  const breakOff = new AbortController();
  type Work = { taskList: TaskList; concurrency: number; crontab: string };
  const start = ({ taskList, concurrency, crontab }: Work, onPool: OnPool): Promise<Runner> => {
    const events: WorkerEvents = new EventEmitter();
    // The queue locks jobs in the name of the pool, not of its workers.
    events.on("pool:create", ({ workerPool }) => onPool(workerPool));
    return run({
      preset: RUNNER_PRESET,
      connectionString: databaseUrl,
      taskList,
      crontab,
      concurrency,
      maxPoolSize: concurrency + 2,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      events,
      logger: new Logger(() => (level, message) => {
        if (level === "error" || level === "warning") ctx.log.warn({ role: "worker" }, message);
      }),
    });
  };
  const keep = (work: Work) => keepRunning(ctx, heartbeat, (onPool) => start(work, onPool));
  const runners = [await keep({ taskList: createTasks(ctx), concurrency: CONCURRENCY, crontab: CRONTAB })];
  if (fixConcurrency > 0) {
    const taskList = createFixTasks(ctx, breakOff.signal);
    runners.push(await keep({ taskList, concurrency: fixConcurrency, crontab: "" }));
  }
  return {
    async stop() {
      const stopped = runners.map((runner) => runner.stop());
      breakOff.abort();
      await Promise.all(stopped);
      await heartbeat.stop();
    },
  };
}
