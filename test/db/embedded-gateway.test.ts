import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@firstline/db";
import { openMemory, type MemoryDatabase } from "@firstline/db/embedded";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bind, execute, flush, int32, message, parse, RawClient, sync } from "./embedded-raw-client.ts";

const IDLE_LIMIT_MS = 300;
let memory: MemoryDatabase;

beforeAll(async () => {
  memory = await openMemory(undefined, { idleInTransactionMs: IDLE_LIMIT_MS });
});

afterAll(async () => {
  await memory.stop();
});

describe("connections that share the one backend", () => {
  test("keep prepared statements of the same name apart", async () => {
    const [one, two] = [await RawClient.login(memory.url), await RawClient.login(memory.url)];

    one.send(parse("same", "select 'first'"), sync);
    two.send(parse("same", "select 'second'"), sync);
    await Promise.all([one.until("Z"), two.until("Z")]);
    one.send(bind("same"), execute, sync);
    two.send(bind("same"), execute, sync);

    expect(await one.until("Z")).toContain("D first");
    expect(await two.until("Z")).toContain("D second");
  });

  test("keep their unnamed statements apart, also when another one comes between parse and bind", async () => {
    const [one, two] = [await RawClient.login(memory.url), await RawClient.login(memory.url)];

    one.send(parse("", "select 'mine'"), sync);
    await one.until("Z");
    two.send(parse("", "select 'not mine'"), sync);
    await two.until("Z");
    one.send(bind(""), execute, sync);

    expect(await one.until("Z")).toEqual(["2", "D mine", "C SELECT 1", "Z I"]);
  });

  test("wait for each other's transactions and do not mix them", async () => {
    const [one, two] = [await RawClient.login(memory.url), await RawClient.login(memory.url)];
    await one.query("create table turns (who text)");

    await one.query("begin; insert into turns values ('one')");
    two.send(message("Q", "begin; insert into turns values ('two'); select count(*) from turns"));
    await one.query("insert into turns values ('one'); rollback");

    expect(await two.until("Z")).toContain("D 1");
    expect(await two.query("commit")).toEqual(["C COMMIT", "Z I"]);
  });
});

describe("what a connection sets for itself", () => {
  test("stays its own, and SET LOCAL ends with its transaction", async () => {
    const [one, two] = [await RawClient.login(memory.url), await RawClient.login(memory.url)];

    await one.query("set timezone = 'Asia/Tokyo'");
    await two.query("select set_config('firstline.marker', 'set', false)");
    await two.query("begin; set local work_mem = '9MB'; commit");

    expect(await one.query("show timezone")).toContain("D Asia/Tokyo");
    expect(await one.query("select current_setting('firstline.marker', true) is null")).not.toContain(
      "D set",
    );
    expect(await two.query("show timezone")).toContain("D UTC");
    expect(await two.query("show firstline.marker")).toContain("D set");
    expect(await two.query("show work_mem")).toContain("D 4MB");
  });

  test("decides which notifications it hears, once they are committed", async () => {
    const [listener, other, sender] = [
      await RawClient.login(memory.url),
      await RawClient.login(memory.url),
      await RawClient.login(memory.url),
    ];
    await listener.query("listen news");
    await other.query("listen weather");

    await sender.query("begin; notify news, 'taken back'; rollback");
    await sender.query("notify news, 'kept'; notify weather, 'rain'");

    expect((await listener.until("A")).at(-1)).toContain("news kept");
    expect((await other.until("A")).at(-1)).toContain("weather rain");
    expect(await sender.query("select 'nothing heard'")).not.toContain("A");
  });

  test("is not undone when another connection stops listening to the same channel", async () => {
    const [stays, leaves] = [await RawClient.login(memory.url), await RawClient.login(memory.url)];
    await stays.query("listen shared");
    await leaves.query("listen shared");

    await leaves.query("unlisten shared");
    const reply = await leaves.query("notify shared, 'again'");

    expect(reply).toEqual(["C NOTIFY", "Z I"]);
    expect((await stays.until("A")).at(-1)).toContain("shared again");
  });
});

describe("the wire", () => {
  test("carries pipelined queries and answers them in order", async () => {
    const db = connect(memory.url, { maxConnections: 3 });

    const numbers = await Promise.all(
      Array.from({ length: 300 }, (_, index) => db.sql`select ${index}::int as n`),
    );

    expect(numbers.map((rows) => rows[0]?.["n"])).toEqual(Array.from({ length: 300 }, (_, index) => index));
    await db.close();
  });
});

describe("a connection that goes wrong", () => {
  test("leaves nothing of an open transaction behind when its client dies", async () => {
    const [dies, lives] = [await RawClient.login(memory.url), await RawClient.login(memory.url)];
    await lives.query("create table left_behind (n int)");

    await dies.query("begin; insert into left_behind values (1)");
    dies.destroy();

    expect(await lives.query("select count(*) from left_behind")).toContain("D 0");
  });

  test("leaves nothing of a half-sent extended query behind when its client dies", async () => {
    const [dies, lives] = [await RawClient.login(memory.url), await RawClient.login(memory.url)];
    await lives.query("create table half_sent (n int)");

    dies.send(parse("", "insert into half_sent values (1)"), bind(""), execute, flush);
    await dies.until("C");
    dies.destroy();

    expect(await lives.query("select count(*) from half_sent")).toContain("D 0");
  });

  test("is sent away with a clear reason when its transaction stands idle while others wait", async () => {
    const [idle, waits] = [await RawClient.login(memory.url), await RawClient.login(memory.url)];
    await idle.query("begin");

    const started = performance.now();
    expect(await waits.query("select 'my turn'")).toContain("D my turn");

    expect(performance.now() - started).toBeGreaterThan(IDLE_LIMIT_MS / 2);
    const [farewell, end] = await idle.until("Z");
    expect(farewell).toMatch(/25P03.*stood idle for 0.3 seconds.*DATABASE_URL/);
    expect(end).toBe("closed");
  });

  test("may keep its transaction open as long as nobody waits", async () => {
    const alone = await RawClient.login(memory.url);
    await alone.query("begin");

    await sleep(IDLE_LIMIT_MS * 2);

    expect(await alone.query("commit")).toEqual(["C COMMIT", "Z I"]);
  });

  test("gets an error for what one shared backend cannot do, and the server goes on", async () => {
    const client = await RawClient.login(memory.url);
    await client.query("create table copied (n int)");

    expect((await client.query("copy copied from stdin")).join()).toMatch(
      /E .*does not take COPY FROM STDIN/,
    );
    expect((await client.query("discard all")).join()).toMatch(/E .*0A000.*one backend for all/);
    expect((await client.query("deallocate all")).join()).toMatch(/E .*0A000.*one backend for all/);
    expect(await client.query("select 'well'")).toContain("D well");
  });

  test("is refused without the password, with another database, or with nonsense", async () => {
    const guest = await RawClient.connect(memory.url);
    const start = (database: string): Buffer => {
      const body = Buffer.from(`user\0postgres\0database\0${database}\0\0`);
      return Buffer.concat([int32(body.length + 8), int32(196_608), body]);
    };
    guest.send(start("postgres"), message("p", "guess"));
    const stray = await RawClient.connect(memory.url);
    stray.send(start("other"), message("p", new URL(memory.url).password));
    const babbler = await RawClient.login(memory.url);
    babbler.send(Buffer.from("GET / HTTP/1.1\r\n\r\n"));

    expect((await guest.until("E")).at(-1)).toContain("28P01");
    expect((await stray.until("E")).at(-1)).toContain('database "other" does not exist');
    expect((await babbler.until("E")).at(-1)).toContain("08P01");
  });
});

describe("the protocol", () => {
  test("declines encryption and closes on a cancel request", async () => {
    const client = await RawClient.connect(memory.url);
    client.send(int32(8), int32(80_877_103));
    expect(await client.bytes()).toBe("N");

    const canceler = await RawClient.connect(memory.url);
    canceler.send(int32(16), int32(80_877_102), int32(1), int32(0));
    expect(await canceler.bytes()).toBe("closed");
  });

  test("runs several statements of one simple query and stops at the first error", async () => {
    const client = await RawClient.login(memory.url);

    const reply = await client.query("select 1; select 2; select 1/0; select 3");

    expect(reply.filter((one) => one.startsWith("D"))).toEqual(["D 1", "D 2"]);
    expect(reply.at(-2)).toContain("division by zero");
    expect(reply.at(-1)).toBe("Z I");
  });

  test("carries messages of several megabytes both ways", async () => {
    const db = connect(memory.url, { maxConnections: 1 });
    const large = "ä".repeat(3_000_000);

    const [row] = await db.sql`select ${large}::text as text, length(${large}::text) as length`;

    expect(row?.["length"]).toBe(large.length);
    expect(row?.["text"]).toBe(large);
    await db.close();
  });
});

test("has vectors, trigrams, unaccent and full-text search", async () => {
  const db = connect(memory.url, { maxConnections: 1 });
  await db.sql.unsafe("create extension vector; create extension pg_trgm; create extension unaccent");

  const [row] = await db.sql`
    select '[1,0]'::vector <=> '[0,1]'::vector as distance, similarity('firstline', 'firstlin') > 0.5 as alike,
      unaccent('héllo') as plain, to_tsvector('english', 'answering questions') @@ to_tsquery('english', 'answer') as found`;

  expect(row).toEqual({ distance: 1, alike: true, plain: "hello", found: true });
  await db.close();
});

test("a dump opens as a copy that is independent of the original", async () => {
  const original = connect(memory.url, { maxConnections: 1 });
  await original.sql`create table dumped as select 1 as n`;

  const copy = await openMemory(await memory.dump());
  const copied = connect(copy.url, { maxConnections: 1 });
  await copied.sql`insert into dumped values (2)`;

  expect(await copied.sql`select n from dumped`).toHaveLength(2);
  expect(await original.sql`select n from dumped`).toHaveLength(1);
  await copied.close();
  await copy.stop();
  await original.close();
});
