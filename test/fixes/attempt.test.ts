import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import {
  CART_FILES,
  finish,
  GOOD_TURNS,
  mendTotal,
  NEW_TEST,
  RIGHT,
  runCartTests,
  TOTAL,
  writeTest,
} from "./cart.ts";
import { fakeWorkbench } from "./fake-workbench.ts";
import { aFixWorld, LOGIN, TITLE } from "./fix-world.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.stop();
});

const aCart = (settings: Record<string, unknown> = {}) => {
  const workbench = fakeWorkbench(CART_FILES, runCartTests);
  return aFixWorld(database.db, { workbench, settings }).then((world) => ({ ...world, workbench }));
};

describe("a proven fix", () => {
  test("becomes a draft pull request with its proof, and the agents hear of it", async () => {
    const world = await aCart();
    world.agent.next(...GOOD_TURNS());

    const attempt = await world.wholeFix();

    expect(attempt).toMatchObject({ status: "drafted", confidence: 0.95, runs: 1, approvedLogin: LOGIN });
    expect(attempt.proof.map(({ stage, passed }) => [stage, passed])).toEqual([
      ["before", true],
      ["with_test", false],
      ["with_fix", true],
    ]);
    const fake = world.host.repository();
    const [pull] = [...fake.pulls.values()];
    expect(pull).toMatchObject({
      title: `[Automated Fix] ${TITLE}`,
      headBranch: `automated-fix/ticket-${world.ticketId}`,
      isDraft: true,
    });
    expect(pull?.body).toContain(`Fixes #${world.issue.number}\n`);
    expect(pull?.body).toContain("2 !== 5");
    const commit = fake.commits.get(pull?.headSha ?? "");
    expect(commit?.files.get(TOTAL)).toContain(`${RIGHT};`);
    expect([...(commit?.files.keys() ?? [])]).toContain(NEW_TEST);
    expect(await world.link()).toMatchObject({ status: "pr_drafted", prNumber: pull?.number });
    expect(await world.told()).toEqual([expect.stringContaining("A draft pull request")]);
    expect(await world.desk.kinds(world.ticketId)).toEqual(
      expect.arrayContaining(["github_fix_requested", "github_fix_finished", "github_pr_created"]),
    );
    expect(world.workbench.copies).toEqual({ made: 1, open: 0 });
  });

  test("every step and every call of the model is kept, with what it cost", async () => {
    const world = await aCart();
    world.agent.next(...GOOD_TURNS());

    const attempt = await world.wholeFix();

    const steps = await world.steps(attempt.id);
    expect(steps.map(({ tool }) => tool)).toEqual([
      "list_files",
      "read_file",
      "write_file",
      "run_tests",
      "edit_file",
      "run_tests",
      "finish",
    ]);
    expect(steps[3]?.output).toContain("2 !== 5");
    expect(attempt.costUsd).toBeCloseTo(0.04);
    const calls = await database.db
      .select({ step: schema.modelCalls.step })
      .from(schema.modelCalls)
      .where(eq(schema.modelCalls.workspaceId, world.desk.workspace.id));
    expect(calls).toEqual(Array.from({ length: 4 }, () => ({ step: "fix" })));
  });
});

describe("what is not sure enough", () => {
  test("is shown to agents only, with the change and the reasons", async () => {
    const world = await aCart();
    world.agent.next({ calls: [writeTest, mendTotal] }, { calls: [finish({ confidence: 0.7 })] });

    const attempt = await world.wholeFix();

    expect(attempt).toMatchObject({ status: "suggested", confidence: 0.7 });
    expect(world.host.callsOf("createPull")).toEqual([]);
    const link = await world.link();
    expect(link).toMatchObject({ status: "issue_created", fixConfidence: expect.closeTo(0.7) as number });
    expect(link.suggestedFix).toContain("+  for (let index = 0; index < items.length;");
    expect(await world.told()).toEqual([expect.stringMatching(/70 % sure[\s\S]*Why this sure/u)]);
  });
});

describe("what cannot be proven is not sure enough", () => {
  test("when the tests fail already", async () => {
    const workbench = fakeWorkbench(CART_FILES, () => ({ exitCode: 1, output: "broken" }));
    const world = await aFixWorld(database.db, { workbench });
    world.agent.next({ calls: [writeTest, mendTotal, finish()] });

    const attempt = await world.wholeFix();

    expect(attempt).toMatchObject({ status: "suggested", confidence: 0.6 });
    expect(attempt.limits[0]).toMatch(/fail already without the change/u);
  });

  test("when the repository has no test command", async () => {
    const world = await aCart({ testCommand: "" });
    world.agent.next({ calls: [mendTotal, finish()] });

    const attempt = await world.wholeFix();

    expect(attempt).toMatchObject({ status: "suggested", confidence: 0.6, proof: [] });
    expect(attempt.limits[0]).toMatch(/no test command/u);
    expect(world.workbench.runs).toEqual([]);
  });

  test("when the machine cannot shut commands in, and runs none", async () => {
    const world = await aCart();
    world.workbench.problem = "bubblewrap is not installed.";
    world.agent.next(
      { calls: [writeTest, { name: "run_tests", input: {} }] },
      { calls: [mendTotal, finish()] },
    );

    const attempt = await world.wholeFix();

    expect(attempt.status).toBe("suggested");
    expect(attempt.limits[0]).toContain("bubblewrap is not installed.");
    expect(world.workbench.runs).toEqual([]);
  });

  test("when the new test passes without the change", async () => {
    const world = await aCart();
    const idle = { name: "write_file", input: { path: NEW_TEST, contents: "// nothing\n" } };
    world.agent.next({ calls: [idle, mendTotal, finish()] });

    const attempt = await world.wholeFix();

    expect(attempt.status).toBe("suggested");
    expect(attempt.limits[0]).toMatch(/passes without the change as well/u);
  });
});

describe("the end of an attempt", () => {
  test("is put off once for whoever forgets the test", async () => {
    const world = await aCart();
    world.agent.next(
      { calls: [mendTotal, finish()] },
      { calls: [finish({ limits: ["No test can be written."] })] },
    );

    const attempt = await world.wholeFix();

    expect((await world.steps(attempt.id)).map(({ tool }) => tool)).toEqual([
      "edit_file",
      "finish",
      "finish",
    ]);
    expect(attempt.limits).toEqual([
      "No test was added, so nothing shows that the bug is gone.",
      "No test can be written.",
    ]);
  });

  test("without any change is no fix", async () => {
    const world = await aCart();
    world.agent.next({ calls: [finish({ limits: ["The report names no version."] })] });

    const attempt = await world.wholeFix();

    expect(attempt).toMatchObject({ status: "failed", limits: ["The report names no version."] });
    expect(await world.told()).toEqual([expect.stringContaining("The report names no version.")]);
  });
});
