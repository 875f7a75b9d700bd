import { connect, type Database } from "@firstline/db";
import { openMemory, type MemoryDatabase } from "@firstline/db/embedded";
import { Logger, run, runMigrations, type Runner } from "graphile-worker";
import { afterAll, beforeAll, expect, test } from "vitest";

const JOBS = 500;
/** It would print a line for every job. */
const logger = new Logger(() => () => undefined);

let memory: MemoryDatabase;
let db: Database;

beforeAll(async () => {
  memory = await openMemory();
  db = connect(memory.url, { maxConnections: 2 });
  await runMigrations({ connectionString: memory.url, logger });
});

afterAll(async () => {
  await db.close();
  await memory.stop();
});

test(`two job runners do ${JOBS} jobs exactly once each on the embedded database`, async () => {
  const done: number[] = [];
  const finished = Promise.withResolvers<void>();
  const taskList = {
    count: async (payload: unknown): Promise<void> => {
      done.push(numberOf(payload));
      if (done.length === JOBS) finished.resolve();
    },
  };
  const start = async (): Promise<Runner> =>
    run({
      connectionString: memory.url,
      taskList,
      logger,
      concurrency: 4,
      maxPoolSize: 5,
      noHandleSignals: true,
      pollInterval: 60_000,
    });
  const runners = await Promise.all([start(), start()]);

  await db.sql`select graphile_worker.add_job('count', json_build_object('n', n)) from generate_series(1, ${JOBS}) n`;
  await finished.promise;
  await Promise.all(runners.map(async (runner) => runner.stop()));

  const [left] = await db.sql`select count(*)::int as n from graphile_worker.jobs`;
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: JOBS }, (_, index) => index + 1));
  expect(left?.["n"]).toBe(0);
});

function numberOf(payload: unknown): number {
  return typeof payload === "object" && payload !== null && "n" in payload ? Number(payload.n) : Number.NaN;
}
