import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureWorkspace, findMember, rememberPerson } from "@firstline/core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { runFirstline } from "./run.ts";
import type { Ran } from "./run.ts";

let database: TestDatabase;
let cwd: string;
let workspaceId: number;

// A machine that does many things at once takes its time to start a process.
vi.setConfig({ testTimeout: 240_000 });

beforeAll(async () => {
  database = await testDatabase();
  cwd = mkdtempSync(join(tmpdir(), "firstline-member-"));
  const workspace = await ensureWorkspace(database, { slug: "home", name: "Firstline" });
  workspaceId = workspace.id;
  const mia = { externalId: "U_MIA", name: "Mia Member", email: "mia@example.com" };
  const twin = { externalId: "U_TWIN", name: "Mia Twin", email: "mia@example.com" };
  await database.db.transaction(async (tx) => {
    await rememberPerson(tx, workspaceId, { platform: "slack", ...mia });
    await rememberPerson(tx, workspaceId, { platform: "slack", ...twin });
  });
});
afterAll(async () => {
  await database.stop();
  rmSync(cwd, { recursive: true, force: true });
});

const run = (...args: string[]): Promise<Ran> =>
  runFirstline(["member", ...args], { cwd, env: { DATABASE_URL: database.url } });

test("a member is exported, is erased only with --yes, and is unknown afterwards", async () => {
  const { id } = await findMember(database, { workspaceId, member: "slack:U_MIA" });

  const exported = await run("export", "--member", "slack:U_MIA");
  const asked = await run("erase", "--member", "U_MIA");
  const erased = await run("erase", "--member", "U_MIA", "--yes");
  const gone = await run("export", "--member", "U_MIA");
  const again = await run("erase", "--member", String(id), "--yes", "--json");

  expect(JSON.parse(exported.stdout)).toMatchObject({ person: { id, name: "Mia Member" }, tickets: [] });
  expect(asked.code).toBe(1);
  expect(asked.stderr).toContain(
    `This is #${id} Mia Member, mia@example.com, member, slack:U_MIA. Nothing was erased`,
  );
  expect(erased.stdout).toBe(
    `Everything of #${id} is erased: 0 tickets, 0 messages in tickets of others, 0 feedback posts, 0 votes.\n`,
  );
  expect([gone.code, gone.stderr]).toEqual([1, "The member U_MIA was not found.\n"]);
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stdout)).toEqual({ personId: id, tickets: 0, messages: 0, posts: 0, votes: 0 });
});

test("a name that may be several people erases nobody", async () => {
  const { id } = await findMember(database, { workspaceId, member: "U_TWIN" });
  const other = { platform: "discord" as const, externalId: "7000000000000001", name: "Mia" };
  await database.db.transaction((tx) =>
    rememberPerson(tx, workspaceId, { ...other, email: "mia@example.com" }),
  );

  const erased = await run("erase", "--member", "Mia@Example.com", "--yes");

  expect(erased.code).toBe(1);
  expect(erased.stderr).toMatch(new RegExp(`may be several people: ${id}, \\d+\\. Give one of these`, "u"));
});
