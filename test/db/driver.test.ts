import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Database } from "@firstline/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

type Sql = Database["sql"];

const native = process.env["NATIVE_DATABASE_URL"];
if (native === undefined) {
  console.warn(
    "Skipped: the driver against a server that drops connections needs NATIVE_DATABASE_URL (.ci/native-postgres.sh).",
  );
}

const KILLS = 60;
const CLIENTS = 12;
const database = `driver_${randomUUID().replaceAll("-", "")}`;
const url = (native ?? "").replace(/\/[^/]*$/, `/${database}`);

/** Ends every connection to the test's database. */
async function dropAll(admin: Sql): Promise<number> {
  const rows =
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;
  return rows.length;
}

/** The kinds of work a client does; true when the answer was the right one. */
const kinds: Array<(sql: Sql) => Promise<boolean>> = [
  async (sql) => {
    const number = Math.floor(Math.random() * 1_000);
    const rows = await sql`select ${number}::int as n, g from generate_series(1, 50) g`;
    return rows.length === 50 && rows.every((row, index) => row["n"] === number && row["g"] === index + 1);
  },
  async (sql) => {
    const [one, two] = await Promise.all([sql`select 1 as n`, sql`select 2 as n`]);
    return one[0]?.["n"] === 1 && two[0]?.["n"] === 2;
  },
  async (sql) =>
    sql.begin(async (tx) => {
      const id = randomUUID();
      await tx`insert into load values (${id}, 1)`;
      await Promise.all([tx`select pg_sleep(0.002)`, tx`update load set step = 2 where id = ${id}`]);
      return true;
    }),
];

class Load {
  readonly answered = kinds.map(() => 0);
  rejected = 0;
  wrong = 0;
  readonly #end = new AbortController();
  readonly #clients: Array<Promise<void>>;

  constructor(sql: Sql) {
    this.#clients = Array.from({ length: CLIENTS }, () => this.#client(sql));
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#clients);
  }

  async #client(sql: Sql): Promise<void> {
    for (let turn = 0; !this.#end.signal.aborted; turn += 1) {
      const kind = turn % kinds.length;
      try {
        if (await kinds[kind]?.(sql)) this.answered[kind] = (this.answered[kind] ?? 0) + 1;
        else this.wrong += 1;
      } catch {
        this.rejected += 1;
        await sleep(5);
      }
    }
  }
}

describe.skipIf(native === undefined)("the driver when the server drops its connections", () => {
  let admin: Sql;

  beforeAll(async () => {
    admin = connect(native ?? "", { maxConnections: 1 }).sql;
    await admin.unsafe(`create database ${database}`);
  });

  afterAll(async () => {
    await admin.unsafe(`drop database ${database} with (force)`);
    await admin.end();
  });

  test(`every query answers or rejects while connections are dropped ${KILLS} times`, async () => {
    const { sql } = connect(url, { maxConnections: 8 });
    await sql`create table load (id uuid primary key, step int not null)`;
    const load = new Load(sql);

    let dropped = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(40);
      dropped += await dropAll(admin);
    }
    await load.stop();

    const [row] =
      await sql`select count(*)::int as all, count(*) filter (where step = 1)::int as half from load`;
    expect(dropped).toBeGreaterThan(KILLS);
    expect(load.rejected).toBeGreaterThan(0);
    expect(Math.min(...load.answered)).toBeGreaterThan(0);
    expect(load.wrong).toBe(0);
    expect(row?.["half"], "a transaction that lost its connection must leave nothing behind").toBe(0);
    // A commit whose answer got lost may be there although its caller saw a rejection, never the other way round.
    expect(row?.["all"]).toBeGreaterThanOrEqual(load.answered[2] ?? 0);
    await sql.end();
  });

  test("a transaction that lost its connection cannot go on outside a transaction", async () => {
    const { sql } = connect(url, { maxConnections: 1 });
    await sql`create table steps (n int)`;
    const late = Promise.withResolvers<unknown>();

    const transaction = sql.begin(async (tx) => {
      await tx`insert into steps values (1)`;
      await dropAll(admin);
      await sleep(100);
      await sql`select 1`; // takes the connection that the transaction has lost
      await tx`insert into steps values (2)`.catch(late.resolve);
      late.resolve("it went on");
    });

    // 57P01 is what Postgres says when an administrator ends a connection.
    await expect(transaction).rejects.toMatchObject({ code: "CONNECTION_CLOSED", cause: { code: "57P01" } });
    await expect(late.promise).resolves.toMatchObject({ code: "CONNECTION_CLOSED" });
    await expect(sql`select n from steps`).resolves.toHaveLength(0);
    await sql.end();
  });
});

describe.skipIf(native === undefined)("the end of a pool", () => {
  test("does not wait for a connection that was dropped", async () => {
    const { sql } = connect(native ?? "", { maxConnections: 2 });
    const slow = sql`select pg_sleep(5)`.catch((error: unknown) => error);
    const admin = connect(native ?? "", { maxConnections: 1 }).sql;
    await admin`select pg_sleep(0.1)`;

    const ended = sql.end();
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep(5)%'`;

    await ended;
    await expect(slow).resolves.toMatchObject({ code: "CONNECTION_CLOSED" });
    await admin.end();
  });
});
