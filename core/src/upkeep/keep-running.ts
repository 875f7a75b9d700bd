import { setTimeout as wait } from "node:timers/promises";
import type { Ctx } from "../context.ts";
import type { Heartbeat } from "./heartbeat.ts";

/** A runner of the job queue: `promise` is settled when it has stopped, be it asked to or not. */
type Runner = { promise: Promise<void>; stop(): Promise<void> };
/** The workers of a runner: `promise` is settled when their jobs have ended. */
type Pool = { id: string; promise: Promise<void> };
export type OnPool = (pool: Pool) => void;
/** Starts one, and names each pool of workers that it makes. */
type Start = (onPool: OnPool) => Promise<Runner>;

const AGAIN_MS = 1_000;
const AGAIN_AT_MOST_MS = 15_000;
/** For what is left when all jobs have ended: after an outage the queue's clock may wait for minutes before it hears of the end. */
const LEFT_MS = 3_000;

/**
 * A runner that is replaced when it gives up, as it does when the database is lost while a job ends: the jobs that it could
 * mark neither as done nor as failed are freed and run again. Throws when the first one cannot start.
 */
export async function keepRunning(
  ctx: Pick<Ctx, "log">,
  heartbeat: Pick<Heartbeat, "addPool" | "dropPools">,
  start: Start,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let pools: Pool[] = [];
  const begin = (): Promise<Runner> =>
    start((pool) => {
      pools.push(pool);
      heartbeat.addPool(pool.id);
    });

  /** The next runner, once there is a database again; null when none is wanted any longer. */
  const replace = async (): Promise<Runner | null> => {
    for (let pause = AGAIN_MS; ; pause = Math.min(2 * pause, AGAIN_AT_MOST_MS)) {
      await wait(pause, undefined, { signal }).catch(() => {});
      if (signal.aborted) return null;
      try {
        await heartbeat.dropPools(pools.map(({ id }) => id));
        pools = [];
        return await begin();
      } catch (error) {
        ctx.log.warn({ error }, "the job queue does not run yet");
      }
    }
  };

  let runner: Runner | null = await begin();
  const stopRunner = async (): Promise<void> => runner?.stop();
  const keeping = (async () => {
    while (runner) {
      // It has said why in the log.
      await runner.promise.catch(() => {});
      if (signal.aborted) return;
      ctx.log.warn({}, "the job queue was lost and is started again");
      runner = await replace();
      if (signal.aborted) await stopRunner();
    }
  })();
  return {
    async stop() {
      stopping.abort();
      const stopped = stopRunner()
        .catch((error: unknown) => ctx.log.warn({ error }, "the job queue had stopped by itself"))
        .then(() => keeping);
      const ended = Promise.allSettled(pools.map(({ promise }) => promise));
      await Promise.race([stopped, ended.then(() => wait(LEFT_MS, undefined, { ref: false }))]);
    },
  };
}
