import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureWorkspace, findApiKey } from "@firstline/core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { runFirstline } from "./run.ts";
import type { Ran } from "./run.ts";

let database: TestDatabase;
let cwd: string;

// A machine that does many things at once takes its time to start a process.
vi.setConfig({ testTimeout: 240_000 });

beforeAll(async () => {
  database = await testDatabase();
  cwd = mkdtempSync(join(tmpdir(), "firstline-keys-"));
});
afterAll(async () => {
  await database.stop();
  rmSync(cwd, { recursive: true, force: true });
});

const run = (...args: string[]): Promise<Ran> =>
  runFirstline(["keys", ...args], { cwd, env: { DATABASE_URL: database.url } });

test("a key is printed once, works, is listed without its secret, and is useless once revoked", async () => {
  const made = await run(
    "create",
    "--name",
    "Zapier",
    "--scopes",
    "tickets:write, search",
    "--expires",
    "30",
  );
  const token = made.stdout.trim();
  const ctx = { db: database.db, now: () => new Date() };
  const { id: workspaceId } = await ensureWorkspace(ctx, { slug: "home", name: "Firstline" });

  const key = await findApiKey(ctx, { workspaceId, token });
  const listed = await run("list");
  const revoked = await run("revoke", token.slice(0, 12));

  expect(token).toMatch(/^fl_live_[\w-]{43}$/u);
  expect(key).toMatchObject({ name: "Zapier", scopes: ["tickets:write", "search"] });
  expect(listed.stdout).toContain("Zapier");
  expect(listed.stdout).not.toContain(token);
  expect(revoked.code).toBe(0);
  expect(await findApiKey(ctx, { workspaceId, token })).toBeNull();
});

test("a scope that does not exist, and a key that does not, are told", async () => {
  const scope = await run("create", "--name", "X", "--scopes", "everything");
  const key = await run("revoke", "#4711");

  expect([scope.code, key.code]).toEqual([1, 1]);
  expect(scope.stderr).toContain("There is no scope everything.");
  expect(key.stderr).toContain("was not found");
});
