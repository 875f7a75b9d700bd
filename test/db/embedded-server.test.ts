import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { connect } from "@firstline/db";
import { openEmbedded, type Embedded } from "@firstline/db/embedded";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const OWNER = fileURLToPath(new URL("./embedded-owner.ts", import.meta.url));
const MAIN = fileURLToPath(new URL("./main.ts", import.meta.resolve("@firstline/db/embedded")));
const KILL_ROUNDS = 3;

/** A server starts within two seconds, but these tests start ten, perhaps on a machine that is busy with others. */
const PATIENCE_MS = 120_000;

let folder: string;
let processes: ChildProcess[] = [];
let opened: Embedded[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "firstline-embedded-"));
});

afterEach(async () => {
  await Promise.all(opened.map(async (one) => one.stop()));
  opened = [];
  for (const one of processes) one.kill("SIGKILL");
  processes = [];
  await gone(serverPid());
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function serverPid(): number | null {
  try {
    const address: unknown = JSON.parse(readFileSync(join(folder, "server.json"), "utf8"));
    const pid = typeof address === "object" && address !== null && "pid" in address ? address.pid : null;
    return typeof pid === "number" ? pid : null;
  } catch {
    return null; // no server was started in this test
  }
}

/** A server that stays would hold up all tests after it, so it is ended in the end. */
async function gone(pid: number | null): Promise<void> {
  if (pid === null) return;
  const deadline = Date.now() + PATIENCE_MS / 4;
  while (isAlive(pid)) {
    if (Date.now() > deadline) process.kill(pid, "SIGKILL");
    await sleep(50);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Opens the folder from this process, until the end of the test at the latest. */
async function open(): Promise<Embedded> {
  const embedded = await openEmbedded({ dataDir: folder });
  opened.push(embedded);
  return embedded;
}

function startOwner(...more: string[]): { child: ChildProcess; lines: string[]; firstLine: Promise<string> } {
  const child = spawn(process.execPath, [OWNER, folder, ...more], { stdio: ["ignore", "pipe", "inherit"] });
  processes.push(child);
  const lines: string[] = [];
  const first = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    first.resolve(line);
  });
  return { child, lines, firstLine: first.promise };
}

describe("the embedded server after a kill -9", { timeout: PATIENCE_MS }, () => {
  test(`has every row it acknowledged, ${KILL_ROUNDS} times over`, async () => {
    const acknowledged = new Set<number>();
    for (let round = 0; round < KILL_ROUNDS; round += 1) {
      const owner = startOwner("write");
      while (owner.lines.length < 20) await sleep(10);
      await sleep(Math.random() * 300);
      process.kill(serverPid() ?? 0, "SIGKILL");
      owner.child.kill("SIGKILL");
      await once(owner.child, "close");
      for (const line of owner.lines.slice(1)) acknowledged.add(Number(line));
    }

    const embedded = await open();
    const db = connect(embedded.url, { maxConnections: 1 });
    const debits = await db.sql<Array<{ n: number }>>`select n::int from debits`;
    const [unpaired] = await db.sql`select count(*)::int as n from debits full join credits using (n)
      where debits.n is null or credits.n is null`;
    await db.close();
    await embedded.stop();

    const stored = new Set(debits.map(({ n }) => n));
    expect(acknowledged.size).toBeGreaterThan(KILL_ROUNDS * 15);
    expect([...acknowledged].filter((n) => !stored.has(n))).toEqual([]);
    expect(unpaired?.["n"]).toBe(0);
  });

  test("comes back at the same address when only the database process was killed", async () => {
    const embedded = await open();
    const db = connect(embedded.url, { maxConnections: 2 });
    await db.sql`create table survivors as select 1 as n`;
    const first = serverPid();
    await expect(db.sql`select (repeat('[', 15000) || repeat(']', 15000))::jsonb`).rejects.toMatchObject({
      code: "54001",
    });
    expect(serverPid(), "a deep document is an error, not the end").toBe(first);

    process.kill(first ?? 0, "SIGKILL");
    const answer = await retry(() => db.sql`select n from survivors`);

    expect(answer).toHaveLength(1);
    expect(serverPid()).not.toBe(first);
    await db.close();
    await embedded.stop();
    expect(serverPid()).toBeNull();
  });

  test("ends with its parent, and a process that uses the same folder takes over at the same address", async () => {
    const owner = startOwner();
    const url = await owner.firstLine;
    const orphan = serverPid();
    const embedded = await open();
    const db = connect(embedded.url, { maxConnections: 1 });
    await db.sql`select 1 as n`;

    owner.child.kill("SIGKILL");
    await gone(orphan);

    await expect(retry(() => db.sql`select 1 as n`)).resolves.toHaveLength(1);
    expect(embedded.url).toBe(url);
    await db.close();
    await embedded.stop();
    expect(serverPid()).toBeNull();
  });
});

describe("the folder of an embedded server", { timeout: PATIENCE_MS }, () => {
  test("is private, served once to processes that open it at the same moment, and refused to a second server", async () => {
    const [one, two] = [startOwner(), startOwner()];

    const urls = await Promise.all([one.firstLine, two.firstLine]);
    const db = connect(urls[0], { maxConnections: 1 });
    const second = await runServer(folder);

    expect(urls[0]).toBe(urls[1]);
    await expect(db.sql`select 1 as n`).resolves.toHaveLength(1);
    expect(second.code).toBe(1);
    expect(second.complaint).toContain(
      `The database folder ${folder} is already in use by process ${serverPid()}.`,
    );
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "server.json")).mode & 0o777).toBe(0o600);
    await db.close();
  });

  test("is made anew when the first start was cut off before it was complete", async () => {
    rmSync(join(folder, "cluster-is-complete"));
    rmSync(join(folder, "pg", "global"), { recursive: true });

    const embedded = await open();
    const db = connect(embedded.url, { maxConnections: 1 });

    await expect(db.sql`select 1 as n`).resolves.toHaveLength(1);
    await db.close();
    await embedded.stop();
  });

  test("is refused with a sentence when another version of Postgres wrote it", async () => {
    writeFileSync(join(folder, "pg", "PG_VERSION"), "17\n");

    await expect(openEmbedded({ dataDir: folder })).rejects.toThrow(
      /holds data of Postgres 17.*brings Postgres 18/,
    );
  });
});

async function retry<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS / 2;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

async function runServer(dataDir: string): Promise<{ code: unknown; complaint: string }> {
  const child = spawn(process.execPath, [MAIN, dataDir], { stdio: ["ignore", "ignore", "pipe"] });
  processes.push(child);
  let complaint = "";
  child.stderr.on("data", (data: Buffer) => (complaint += data.toString()));
  const [code]: unknown[] = await once(child, "close");
  return { code, complaint };
}
