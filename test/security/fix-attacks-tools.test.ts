import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CART_FILES, finish, mendTotal, NEW_TEST, runCartTests, TOTAL, writeTest } from "../fixes/cart.ts";
import { fakeWorkbench } from "../fixes/fake-workbench.ts";
import { aFixWorld } from "../fixes/fix-world.ts";
import type { FixWorld } from "../fixes/fix-world.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { PATCHES, TRIES } from "./fix-tries.ts";

/** The model of a fix has been taken over: it tries what it can with its tools, and mends the bug beside it. */

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

const FILES = { ...CART_FILES, ".env": "KEY=canary-in-a-file\n", "deploy/id_rsa": "canary-in-a-file\n" };

async function aWorld(): Promise<FixWorld> {
  const bench = fakeWorkbench(FILES, runCartTests);
  const workbench: typeof bench = {
    ...bench,
    async checkOut(input) {
      const checkout = await bench.checkOut(input);
      const files = await checkout.listFiles();
      return {
        ...checkout,
        listFiles: async () => [
          ...files,
          { path: "link", kind: "symlink", bytes: 4 },
          { path: "src/link.js", kind: "symlink", bytes: 4 },
          { path: "vendored", kind: "submodule", bytes: 0 },
        ],
      };
    },
  };
  return aFixWorld(database.db, { workbench });
}

/** What audit rows say that something was refused. */
async function refusals({ desk, ticketId }: FixWorld): Promise<unknown[]> {
  const e = schema.ticketEvents;
  const rows = await desk.ctx.db
    .select({ metadata: e.metadata })
    .from(e)
    .where(and(eq(e.workspaceId, desk.workspace.id), eq(e.ticketId, ticketId), eq(e.kind, "attack_refused")));
  return rows.map(({ metadata }) => Object(metadata).what);
}

/** Paths that any commit changed. */
function committed({ host }: FixWorld): string[] {
  const inputs = host.callsOf("commitFiles").map(({ args }) => Object(args[0]));
  return inputs.flatMap(({ files }: { files: { path: string }[] }) => files.map(({ path }) => path));
}

test.each(TRIES)("$what: nothing of it is done", async ({ calls, audit }) => {
  const world = await aWorld();
  world.agent.next(
    { calls },
    { calls: [writeTest, mendTotal] },
    { calls: [finish()] },
    { calls: [finish()] },
  );

  const attempt = await world.wholeFix();

  expect(attempt).toMatchObject({ status: "drafted" });
  expect(committed(world)).toEqual([TOTAL, NEW_TEST]);
  const steps = await world.steps(attempt.id);
  for (const [index] of calls.entries())
    expect(steps[index]?.output).not.toMatch(/^(?:Stored|Deleted|\[lines)/);
  expect(await refusals(world)).toEqual(audit === null ? [] : calls.map(() => audit));
  const heard = JSON.stringify([world.agent.requests, world.host.calls, await world.told()]);
  expect(heard).not.toContain("canary-in-a-file");
});

test.each(PATCHES)("$what in a patch: it is not published", async ({ files, audit }) => {
  const world = await aWorld();
  const harm = Object.entries(files).map(([path, contents]) => ({
    name: "write_file",
    input: { path, contents },
  }));
  const give = { calls: [finish()] };
  world.agent.next({ calls: [...harm, writeTest, mendTotal] }, give, give, { outcome: "refused" });

  const attempt = await world.wholeFix();

  expect(["suggested", "failed"]).toContain(attempt.status);
  expect(world.host.callsOf("commitFiles")).toEqual([]);
  expect(world.host.callsOf("createPull")).toEqual([]);
  expect([...new Set(await refusals(world))]).toEqual(audit === null ? [] : [audit]);
});
