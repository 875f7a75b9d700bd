import { EventEmitter } from "node:events";
import { keepRunning, runJob, RUNNER_PRESET, SITE_JOBS, siteQueue, startHeartbeat } from "@firstline/core";
import type { Log, OnPool } from "@firstline/core";
import { Logger, run } from "graphile-worker";
import type { Runner, TaskList, WorkerEvents } from "graphile-worker";
import { siteWork } from "./publish/jobs.ts";
import type { Site } from "./publish/site.ts";

export type RunningSite = { stop(): Promise<void> };

const POLL_MS = 500;
/** Jobs of one site run one after the other anyway. */
const CONCURRENCY = 1;

/** Runs the jobs of the public pages. `stop` breaks off what is running; the next process makes it anew. */
export async function startSiteJobs(site: Site, options: { databaseUrl: string }): Promise<RunningSite> {
  const heartbeat = await startHeartbeat(site.ctx, "site");
  const breakOff = new AbortController();
  const start = (onPool: OnPool): Promise<Runner> => {
    const events: WorkerEvents = new EventEmitter();
    // The queue locks jobs in the name of the pool, not of its workers.
    events.on("pool:create", ({ workerPool }) => onPool(workerPool));
    return run({
      preset: RUNNER_PRESET,
      connectionString: options.databaseUrl,
      taskList: toTasks(site, breakOff.signal),
      crontab: crontabOf(site.workspaceId),
      concurrency: CONCURRENCY,
      maxPoolSize: CONCURRENCY + 2,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      events,
      logger: new Logger(() => (level, message) => {
        if (level === "error" || level === "warning") site.ctx.log.warn({ role: "site" }, message);
      }),
    });
  };
  const runner = await keepRunning(site.ctx, heartbeat, start);
  return {
    async stop() {
      const stopped = runner.stop();
      breakOff.abort();
      await stopped;
      await heartbeat.stop();
    },
  };
}

function toTasks(site: Site, signal: AbortSignal): TaskList {
  const work = siteWork(site);
  const tasks: TaskList = {};
  for (const name of SITE_JOBS) {
    tasks[name] = (_payload, { job }) => runJob(quietly(site.ctx.log, signal), job, () => work[name](signal));
  }
  return tasks;
}

/** A job that is broken off since the process ends has not failed. */
function quietly(log: Log, signal: AbortSignal): Log {
  return {
    ...log,
    error: (fields, message) =>
      signal.aborted ? log.info({ role: "site" }, "a site job was broken off") : log.error(fields, message),
  };
}

/** In the night, UTC: what only time changes, such as what is read most, and what is too slow to follow each change. */
function crontabOf(workspaceId: number): string {
  const payload = JSON.stringify({ workspaceId });
  const line = (when: string, job: (typeof SITE_JOBS)[number]): string =>
    `${when} ${job} ?id=${job}_${workspaceId}&max=3&jobKey=${job}:${workspaceId}&queue=${siteQueue(workspaceId)} ${payload}`;
  return [
    line("7 3 * * *", "prepare_pages"),
    line("12 3 * * *", "publish_site"),
    line("27 3 * * *", "index_site"),
  ].join("\n");
}
