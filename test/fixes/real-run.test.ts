import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { CART_FILES, finish, GOOD_TURNS, mendTotal, NEW_TEST, writeTest } from "./cart.ts";
import { aFixWorld } from "./fix-world.ts";
import type { FixWorld } from "./fix-world.ts";
import { Bench, findProblem } from "./workbench.ts";

const problem = await findProblem();

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.stop();
});

async function aRealCart(bench: Bench, settings: Record<string, unknown> = {}): Promise<FixWorld> {
  const entries = Object.entries(CART_FILES).map(([path, content]) => ({ path, content }));
  const repository = bench.repository(entries);
  return aFixWorld(database.db, { workbench: bench.workbench, cloneUrl: repository.path, settings });
}

// The reason is printed by findProblem.
describe.skipIf(problem !== null)("with a real clone and real processes", () => {
  test("a real bug is proven by a test that fails and then passes", async () => {
    using bench = new Bench();
    const world = await aRealCart(bench);
    world.agent.next(...GOOD_TURNS());

    const attempt = await world.wholeFix();

    expect(attempt).toMatchObject({ status: "drafted", confidence: 0.95, limits: [expect.any(String)] });
    expect(attempt.proof.map(({ passed }) => passed)).toEqual([true, false, true]);
    expect(attempt.proof[1]?.output).toMatch(/2 !== 5/u);
    const [pull] = [...world.host.repository().pulls.values()];
    expect(pull?.body).toContain("| with the changed tests alone | fail |");
    expect(bench.copies()).toEqual([]);
  });

  test("a set-up that is needed runs before the tests in every copy", async () => {
    using bench = new Bench();
    const world = await aRealCart(bench, {
      setupCommand: "echo ok > ready.txt",
      testCommand: "test -f ready.txt && node --test",
    });
    world.agent.next(...GOOD_TURNS());

    expect((await world.wholeFix()).status).toBe("drafted");
  });
});

describe.skipIf(problem !== null)("with code that means harm", () => {
  test("a fix that reaches for the network or for secrets proves nothing", async () => {
    using bench = new Bench();
    process.env["FIRSTLINE_TEST_SECRET"] = "s3cr3t-value-7431";
    const world = await aRealCart(bench);
    const spy = {
      name: "write_file",
      input: {
        path: NEW_TEST,
        contents: [
          'import { test } from "node:test";',
          'import { readFileSync } from "node:fs";',
          'test("spy", async () => {',
          "  console.log(JSON.stringify(process.env));",
          '  for (const path of ["/etc/shadow", "/proc/1/environ", "/root/.ssh/id_rsa"]) {',
          "    try { console.log(readFileSync(path, 'utf8')); } catch (error) { console.log(error.code); }",
          "  }",
          '  await fetch("https://example.com/");',
          "});",
          "",
        ].join("\n"),
      },
    };
    world.agent.next({ calls: [spy, mendTotal, { name: "run_tests", input: {} }, finish()] });

    const attempt = await world.wholeFix();

    delete process.env["FIRSTLINE_TEST_SECRET"];
    expect(attempt.status).toBe("suggested");
    const everything = JSON.stringify([attempt, await world.steps(attempt.id), await world.told()]);
    expect(everything).not.toContain("s3cr3t-value-7431");
    expect(everything).toContain("ENOENT");
  });

  test("tests that never end are ended, and prove nothing", async () => {
    using bench = new Bench();
    const world = await aRealCart(bench, { fixMemoryMb: 200 });
    const hog = {
      name: "write_file",
      input: {
        path: NEW_TEST,
        contents: "const kept = [];\nfor (;;) kept.push(new Uint8Array(1e7).fill(1));\n",
      },
    };
    world.agent.next({ calls: [hog, mendTotal, finish()] });

    const attempt = await world.wholeFix();

    expect(attempt.status).toBe("suggested");
    expect(attempt.proof.map(({ stage, passed }) => [stage, passed])).toEqual([
      ["before", true],
      ["with_test", false],
      ["with_fix", false],
    ]);
    expect(attempt.limits[0]).toMatch(/ended before it was done/u);
  });
});

describe.skipIf(problem !== null)("with a clone that is deleted afterwards", () => {
  test("the end of the process ends the run and deletes the copy", async () => {
    using bench = new Bench();
    const world = await aRealCart(bench);
    const stop = new AbortController();
    const sleeper = {
      name: "write_file",
      input: { path: NEW_TEST, contents: "setInterval(() => {}, 1000);\n" },
    };
    world.agent.next({ calls: [sleeper] }, () => {
      setTimeout(() => stop.abort(), 1500);
      return { calls: [{ name: "run_tests", input: {} }] };
    });
    const attemptId = await world.request();

    await world.attempt(attemptId, { signal: stop.signal });

    expect(await world.read(attemptId)).toMatchObject({ status: "running", finishedAt: null });
    expect(await world.jobs("attempt_fix")).toEqual([`attempt_fix:${attemptId}`]);
    expect(bench.copies()).toEqual([]);
  });

  test("an executable stays one", async () => {
    using bench = new Bench();
    const entries = Object.entries(CART_FILES).map(([path, content]) => ({ path, content }));
    const tool = { path: "run.sh", content: "#!/bin/sh\nexit 1\n", mode: "100755" as const };
    const repository = bench.repository([...entries, tool]);
    const world = await aFixWorld(database.db, { workbench: bench.workbench, cloneUrl: repository.path });
    const edit = { name: "edit_file", input: { path: "run.sh", old: "exit 1", new: "exit 0" } };
    world.agent.next({ calls: [writeTest, mendTotal, edit, finish()] });

    await world.wholeFix();

    const [commit] = world.host.callsOf("commitFiles");
    expect(commit?.args[0]).toMatchObject({
      baseSha: repository.sha,
      files: [{ path: "run.sh", mode: "100755" }, { mode: "100644" }, { mode: "100644" }],
    });
  });
});
