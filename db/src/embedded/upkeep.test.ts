import { afterAll, beforeAll, expect, test } from "vitest";
import { Backend } from "./backend.ts";
import { openMemoryCluster } from "./cluster.ts";
import { checkpointIfDue, tidyTables } from "./upkeep.ts";

const HOUR_MS = 3_600_000;
let backend: Backend;
let close: () => Promise<void>;

beforeAll(async () => {
  const pg = await openMemoryCluster();
  close = async () => pg.close();
  backend = new Backend(pg);
});

afterAll(async () => {
  await close();
});

test("a table that was rewritten is vacuumed once, and then left alone", async () => {
  await backend.run("create table busy as select g as n from generate_series(1, 1000) g");
  await backend.run("update busy set n = n + 1");

  const first = await tidyTables(backend);
  const [row] = await backend.run("select n_dead_tup from pg_stat_user_tables where relname = 'busy'");
  const second = await tidyTables(backend);

  expect(first).toBe(1);
  expect(row).toEqual(["0"]);
  expect(second).toBe(0);
});

test("a checkpoint is written when enough was written or enough time has passed, and not on an idle server", async () => {
  await backend.run("checkpoint");
  const idle = await checkpointIfDue(backend, HOUR_MS);
  await backend.run("create table written as select repeat('x', 1000) from generate_series(1, 1000)");
  const soon = await checkpointIfDue(backend, 0);
  const later = await checkpointIfDue(backend, HOUR_MS);

  expect({ idle, soon, later }).toEqual({ idle: false, soon: false, later: true });
});

test("the server's own work is done under its own settings, not under those of the last client", async () => {
  await backend.run("set search_path = nowhere");
  backend.settings = new Map([["search_path", "nowhere"]]);

  const [row] = await backend.host(() => backend.run("show search_path"));

  expect(row).toEqual(["public"]);
});
