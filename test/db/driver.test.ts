import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Database } from "@firstline/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const native = process.env["NATIVE_DATABASE_URL"];
if (native === undefined) {
  console.warn(
    "Skipped: the driver against a server that drops connections needs NATIVE_DATABASE_URL (see .ci/native-postgres.sh).",
  );
}

const KILLS = 60;

describe.skipIf(native === undefined)("the driver when the server drops its connections", () => {
  const database = `driver_${randomUUID().replaceAll("-", "")}`;
  const url = (native ?? "").replace(/\/[^/]*$/, `/${database}`);
  let admin: Database["sql"];

  beforeAll(async () => {
    admin = connect(native ?? "", { maxConnections: 1 }).sql;
    await admin.unsafe(`create database ${database}`);
  });

  afterAll(async () => {
    await admin.unsafe(`drop database ${database} with (force)`);
    await admin.end();
  });

  /** Ends every connection to the database but the admin's own. */
  async function dropAll(): Promise<number> {
    const rows = await admin`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database} and pid <> pg_backend_pid()`;
    return rows.length;
  }

  test(`every query answers or rejects while connections are dropped ${KILLS} times`, async () => {
    const sql = connect(url, { maxConnections: 8 }).sql;
    await sql`create table load (id uuid primary key, step int not null)`;
    const tally = { answered: 0, rejected: 0, wrong: 0, committed: 0 };
    let running = true;
    const settle = async (work: Promise<boolean>): Promise<void> => {
      try {
        if (await work) tally.answered += 1;
        else tally.wrong += 1;
      } catch {
        tally.rejected += 1;
        await sleep(5);
      }
    };
    const client = async (): Promise<void> => {
      while (running) {
        const number = Math.floor(Math.random() * 1_000);
        await settle(
          sql`select ${number}::int as n, g from generate_series(1, 50) g`.then((rows) =>
            isWhole(rows, number),
          ),
        );
        await settle(
          Promise.all([sql`select 1 as n`, sql`select 2 as n`]).then(
            ([one, two]) => one[0]?.["n"] === 1 && two[0]?.["n"] === 2,
          ),
        );
        await settle(
          sql
            .begin(async (tx) => {
              const id = randomUUID();
              await tx`insert into load values (${id}, 1)`;
              await Promise.all([tx`select pg_sleep(0.002)`, tx`update load set step = 2 where id = ${id}`]);
              return true;
            })
            .then(() => {
              tally.committed += 1;
              return true;
            }),
        );
      }
    };

    const clients = Array.from({ length: 12 }, client);
    let dropped = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(40);
      dropped += await dropAll();
    }
    running = false;
    await Promise.all(clients);

    const [row] =
      await sql`select count(*)::int as all, count(*) filter (where step = 1)::int as half from load`;
    expect(tally.wrong).toBe(0);
    expect(tally.answered).toBeGreaterThan(KILLS);
    expect(tally.rejected).toBeGreaterThan(0);
    expect(dropped).toBeGreaterThan(KILLS);
    expect(row?.["half"], "a transaction that lost its connection must leave nothing behind").toBe(0);
    // A commit whose answer got lost may be there although its caller saw a rejection, never the other way round.
    expect(row?.["all"]).toBeGreaterThanOrEqual(tally.committed);
    await sql.end();
  });

  test("a transaction that lost its connection cannot go on outside a transaction", async () => {
    const sql = connect(url, { maxConnections: 1 }).sql;
    await sql`create table steps (n int)`;
    const late = Promise.withResolvers<unknown>();

    const transaction = sql.begin(async (tx) => {
      await tx`insert into steps values (1)`;
      await dropAll();
      await sleep(100);
      await sql`select 1`; // takes the connection that the transaction has lost
      await tx`insert into steps values (2)`.catch(late.resolve);
      late.resolve("it went on");
    });

    await expect(transaction).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    await expect(late.promise).resolves.toMatchObject({ code: "CONNECTION_CLOSED" });
    await expect(sql`select n from steps`).resolves.toHaveLength(0);
    await sql.end();
  });

  test("the end of a pool does not wait for a connection that was dropped", async () => {
    const sql = connect(url, { maxConnections: 2 }).sql;
    const slow = sql`select pg_sleep(5)`.catch((error: unknown) => error);
    await sleep(100);

    const ended = sql.end();
    await dropAll();

    await ended;
    await expect(slow).resolves.toMatchObject({ code: "CONNECTION_CLOSED" });
  });
});

function isWhole(rows: ReadonlyArray<Record<string, unknown>>, number: number): boolean {
  return rows.length === 50 && rows.every((row, index) => row?.["n"] === number && row["g"] === index + 1);
}
