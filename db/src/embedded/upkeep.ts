import type { Backend } from "./backend.ts";

const EVERY_MS = 15_000;
/** Postgres replays what was written since the last checkpoint when it starts after a kill; this keeps that short. */
const CHECKPOINT_BYTES = 32 * 1024 * 1024;
const CHECKPOINT_MS = 5 * 60_000;

/** The thresholds of Postgres' own autovacuum, which a single backend does not have. */
const NEGLECTED_TABLES =
  "select format('%I.%I', s.schemaname, s.relname), " +
  "  s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) " +
  "from pg_stat_user_tables s join pg_class c on c.oid = s.relid " +
  "where c.relpersistence = 'p' and (s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) " +
  "  or s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0))";

export type Upkeep = { stop(): void };

/** Does what Postgres' background processes would do: checkpoints, vacuum, statistics. Each waits for its turn. */
export function startUpkeep(backend: Backend, onError: (error: unknown) => void): Upkeep {
  let checkpointAt = Date.now();
  let running = false;
  const round = async (): Promise<void> => {
    if (running) return;
    running = true;
    try {
      if (await checkpointIfDue(backend, Date.now() - checkpointAt)) checkpointAt = Date.now();
      await tidyTables(backend);
    } catch (error) {
      onError(error);
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void round(), EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** True when it wrote one. Exported for the test. */
export async function checkpointIfDue(backend: Backend, age: number): Promise<boolean> {
  return backend.host(async () => {
    const [row] = await backend.run("select pg_current_wal_lsn() - redo_lsn from pg_control_checkpoint()");
    const written = Number(row?.[0] ?? 0);
    // A checkpoint itself writes a little; without this an idle server would write for ever.
    if (written < 10_000 || (written < CHECKPOINT_BYTES && age < CHECKPOINT_MS)) return false;
    await backend.run("checkpoint");
    return true;
  });
}

/** A turn for each table, so that nobody waits for all of them. Exported for the test. */
export async function tidyTables(backend: Backend): Promise<number> {
  const rows = await backend.host(async () => {
    await backend.run("select pg_stat_force_next_flush()");
    return backend.run(NEGLECTED_TABLES);
  });
  for (const [table, isDead] of rows) {
    const command = isDead === "t" ? "vacuum (analyze)" : "analyze";
    await backend.host(() => backend.run(`${command} ${table}`));
  }
  return rows.length;
}
