import { pid } from "node:process";
import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { isRunningHere, MACHINE } from "../machine.ts";

/** A running process as it registers itself: its jobs are freed when it stops beating. */
export type ProcessIdentity = { id: string; role: string; host: string; pid: number };

export const DEAD_AFTER_SECONDS = 20;
const DEAD_AFTER_MS = DEAD_AFTER_SECONDS * 1000;
/** A pool that started a moment ago may hold a job before its process has beaten for the first time. */
const UNKNOWN_AFTER_SECONDS = 60;

/** As what this process has registered itself, once for each of its roles: none of them takes another one for dead. */
const own = new Set<string>();

/** When this process beat last, and until when it had not beaten for so long that others could not either. */
const pulse = { last: 0, distrustedUntil: 0 };

/** Says that a process lives and which pools of the job queue's workers are its own. Called every few seconds. */
export async function beat(ctx: Pick<Ctx, "db">, process: ProcessIdentity, poolIds: string[]): Promise<void> {
  own.add(process.id);
  await ctx.db
    .insert(schema.processes)
    .values({ ...process, poolIds })
    .onConflictDoUpdate({ target: schema.processes.id, set: { poolIds, heartbeatAt: sql`now()` } });
  const at = Date.now();
  if (pulse.last > 0 && at - pulse.last > DEAD_AFTER_MS) pulse.distrustedUntil = at + DEAD_AFTER_MS;
  pulse.last = at;
}

/**
 * A process that could not beat itself, since the database was down or the machine asleep, knows nothing of others who are
 * silent: they get as long as it takes to beat again.
 */
function canTellSilence(): boolean {
  const at = Date.now();
  return pulse.last === 0 || (at - pulse.last <= DEAD_AFTER_MS && at >= pulse.distrustedUntil);
}

export async function retireProcess(ctx: Pick<Ctx, "db">, id: string): Promise<void> {
  await ctx.db.delete(schema.processes).where(eq(schema.processes.id, id));
  own.delete(id);
  if (own.size === 0) pulse.last = 0;
}

/** Frees jobs and queues that these pools hold. */
export async function unlockPools(ctx: Pick<Ctx, "db">, poolIds: readonly string[]): Promise<void> {
  if (poolIds.length === 0) return;
  const list = sql.join(
    poolIds.map((poolId) => sql`${poolId}`),
    sql`, `,
  );
  await ctx.db.execute(sql`select graphile_worker.force_unlock_workers(array[${list}]::text[])`);
}

/**
 * Frees jobs that dead processes hold; the queue itself would wait four hours. Dead is who has not beaten for
 * 20 seconds, or who ran on this machine and is gone. Answers how many pools were freed.
 */
export async function freeDeadLocks(ctx: Pick<Ctx, "db">): Promise<number> {
  const known = await ctx.db
    .select({
      id: schema.processes.id,
      host: schema.processes.host,
      pid: schema.processes.pid,
      poolIds: schema.processes.poolIds,
      silent: sql<boolean>`${schema.processes.heartbeatAt} < now() - make_interval(secs => ${DEAD_AFTER_SECONDS})`,
    })
    .from(schema.processes);
  const countsSilence = canTellSilence();
  const dead = known.filter((row) => !own.has(row.id) && ((countsSilence && row.silent) || isGone(row)));
  const living = known.filter((row) => !dead.includes(row)).flatMap((row) => row.poolIds);

  const stale = await ctx.db.execute<{ locked_by: string }>(sql`
    select locked_by from graphile_worker.jobs
    where locked_by is not null and locked_at < now() - make_interval(secs => ${UNKNOWN_AFTER_SECONDS})
    union
    select locked_by from graphile_worker._private_job_queues
    where locked_by is not null and locked_at < now() - make_interval(secs => ${UNKNOWN_AFTER_SECONDS})`);
  const orphans = [...stale].map((row) => row.locked_by).filter((poolId) => !living.includes(poolId));
  const pools = [...new Set([...dead.flatMap((row) => row.poolIds), ...orphans])];
  await unlockPools(ctx, pools);
  for (const row of dead) await retireProcess(ctx, row.id);
  return pools.length;
}

/** Whether a process that is not this one ran here and runs no more; another one with our number ran before us. */
function isGone(row: { host: string; pid: number }): boolean {
  return row.host === MACHINE && (row.pid === pid || !isRunningHere(row.pid));
}
