import { enqueue } from "@firstline/core";
import { startWorker } from "@firstline/worker";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { breakingProxy } from "../support/breaking-proxy.ts";
import { aDesk } from "../support/desk.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();

test("a worker whose database is lost while a job ends goes on when it is back, and does the job again", async () => {
  const desk = await aDesk(database.db);
  const proxy = await breakingProxy(database.url);
  let runs = 0;
  // The job deletes; the queue, which marks it as done afterwards, has connections of its own.
  const db = new Proxy(desk.ctx.db, {
    get(target, name, receiver) {
      if (name === "delete") runs += 1;
      if (name === "delete" && runs === 1) proxy.breakOff();
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const worker = await startWorker({ ...desk.ctx, db }, { databaseUrl: proxy.url, fixConcurrency: 0 });
  const countJobs = async (): Promise<number> => {
    const found = await database.db.execute(sql`select 1 from graphile_worker.jobs where key = 'files'`);
    return [...found].length;
  };

  await enqueue(database.db, "sweep_files", {}, { key: "files" });
  await expect.poll(() => runs, { timeout: 5_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await countJobs()).toBe(1);
  proxy.mend();

  await expect.poll(countJobs, { timeout: 15_000 }).toBe(0);
  expect(runs).toBe(2);
  await worker.stop();
  await proxy.stop();
}, 30_000);
