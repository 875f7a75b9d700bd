import { updateSettings, UpstreamError } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { CART_FILES, finish, mendTotal, runCartTests, TOTAL, writeTest } from "./cart.ts";
import { fakeWorkbench } from "./fake-workbench.ts";
import { aFixWorld } from "./fix-world.ts";
import type { FixWorld } from "./fix-world.ts";

let database: TestDatabase;
let world: FixWorld;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.stop();
});
beforeEach(async () => {
  world = await aFixWorld(database.db, { workbench: fakeWorkbench(CART_FILES, runCartTests) });
});

const look = { calls: [{ name: "read_file", input: { path: TOTAL } }] };
const many = (count: number) => Array.from({ length: count }, () => look);

describe("an attempt ends", () => {
  test("after so many steps", async () => {
    await world.change({ fixSteps: 4 });
    world.agent.next(...many(10));

    const attempt = await world.wholeFix();

    expect(attempt).toMatchObject({ status: "failed" });
    expect(attempt.failure).toMatch(/limit of 4 steps/u);
    expect(world.agent.requests).toHaveLength(4);
  });

  test("in the middle of a turn with more calls than steps are left", async () => {
    await world.change({ fixSteps: 4 });
    world.agent.next({ calls: Array.from({ length: 50 }, () => look.calls[0] ?? writeTest) });

    const attempt = await world.wholeFix();

    expect(attempt.status).toBe("failed");
    expect(await world.steps(attempt.id)).toHaveLength(4);
  });

  test("after so much money", async () => {
    await world.change({ fixCostUsd: 0.03 });
    world.agent.next(...many(10));

    const attempt = await world.wholeFix();

    expect(attempt.failure).toMatch(/limit of 0.03 USD/u);
    expect(world.agent.requests).toHaveLength(3);
  });

  test("after so many minutes", async () => {
    await world.change({ fixMinutes: 5 });
    world.agent.next(look, () => {
      world.desk.ctx.clock.advance(5 * 60_000);
      return look;
    });

    const attempt = await world.wholeFix();

    expect(attempt.failure).toMatch(/limit of 5 minutes/u);
    expect(world.agent.requests).toHaveLength(2);
  });

  test("when the workspace's budget is spent", async () => {
    await updateSettings(world.desk.ctx, {
      workspaceId: world.desk.workspace.id,
      settings: { dailyBudgetUsd: 0.025 },
    });
    world.agent.next(...many(10));

    const attempt = await world.wholeFix();

    expect(attempt).toMatchObject({
      status: "stopped",
      failure: "The workspace's budget for AI models is spent.",
    });
    expect(world.agent.requests).toHaveLength(3);
  });
});

describe("an attempt ends early", () => {
  test("when the issue is closed meanwhile", async () => {
    world.agent.next(look, async () => {
      await world.changeIssue({ state: "closed" });
      return look;
    });

    const attempt = await world.wholeFix();

    expect(attempt).toMatchObject({ status: "stopped", failure: "The issue was closed meanwhile." });
    expect(world.agent.requests).toHaveLength(2);
    expect(await world.told()).toEqual([expect.stringContaining("was stopped")]);
  });

  test("before it begins when GitHub says that the issue is closed", async () => {
    world.host.maintainer.closeIssue("acme/app", world.issue.number, "not_planned");

    const attempt = await world.wholeFix();

    expect(attempt).toMatchObject({ status: "stopped", failure: "The issue is closed." });
    expect(world.agent.requests).toEqual([]);
  });

  test("when the model declines", async () => {
    world.agent.next({ outcome: "refused" });

    expect(await world.wholeFix()).toMatchObject({
      status: "failed",
      failure: "The model declined to work on this.",
    });
  });

  test("when the model only talks", async () => {
    world.agent.next({ text: "Sure!" }, { text: "I will." }, { text: "Soon." });

    expect(await world.wholeFix()).toMatchObject({ status: "failed" });
  });

  test("when the service of the model cannot be reached", async () => {
    const down = (retryable: boolean) =>
      new UpstreamError("anthropic", "Claude is overloaded.", { retryable, retryAfterSeconds: 0 });
    world.agent.next(look, ...Array.from({ length: 5 }, () => down(true)));

    expect(await world.wholeFix()).toMatchObject({ status: "failed", failure: "Claude is overloaded." });
    expect(world.agent.requests).toHaveLength(6);
  });
});

describe("an attempt goes on", () => {
  test("when the model is busy for a moment", async () => {
    const busy = new UpstreamError("anthropic", "Busy.", { retryable: true, retryAfterSeconds: 0 });
    world.agent.next(busy, busy, { calls: [writeTest, mendTotal, finish()] });

    expect((await world.wholeFix()).status).toBe("drafted");
  });

  test("and pays for the turns that broke off", async () => {
    const usage = { model: "m", inputTokens: 9_000, outputTokens: 1, cachedInputTokens: 0, costUsd: 0.05 };
    const cut = new UpstreamError("anthropic", "Cut.", { retryable: true, retryAfterSeconds: 0, usage });
    world.agent.next(cut, cut, { calls: [writeTest, mendTotal, finish()] });

    expect((await world.wholeFix()).costUsd).toBeCloseTo(0.11);
  });

  test("with a shorter conversation each time that it grew too long, as long as that helps", async () => {
    const cut = { outcome: "cut", detail: "The output ended early (max_tokens)." } as const;
    world.agent.next(...many(4), cut, ...many(4), cut, { calls: [writeTest, mendTotal, finish()] });

    expect((await world.wholeFix()).status).toBe("drafted");
  });

  test("with a shorter conversation when it grew too long", async () => {
    world.agent.next(...many(4), { outcome: "cut", detail: "too long" }, (request) => {
      const outputs = request.turns.flatMap((turn) => (turn.role === "tools" ? turn.results : []));
      expect(outputs.filter(({ output }) => output.startsWith("[cut"))).toHaveLength(2);
      return { calls: [writeTest, mendTotal, finish()] };
    });

    expect((await world.wholeFix()).status).toBe("drafted");

    const ended = { outcome: "cut", detail: "The output ended early (max_tokens)." } as const;
    world.agent.next(ended, ended);
    expect((await world.wholeFix()).failure).toBe("The output ended early (max_tokens).");
  });

  test("after a refused call, which is kept and leaves an audit row without a name of a file", async () => {
    const attack = { name: "write_file", input: { path: ".github/workflows/x.yml", contents: "run: env" } };
    const escape = { name: "read_file", input: { path: "../../../etc/passwd" } };
    const slip = { name: "read_file", input: { path: "src/nope.js" } };
    world.agent.next({ calls: [attack, escape, slip] }, { calls: [writeTest, mendTotal, finish()] });

    const attempt = await world.wholeFix();

    expect(attempt.status).toBe("drafted");
    const steps = await world.steps(attempt.id);
    expect(steps.map(({ refused }) => refused)).toEqual([true, true, false, false, false, false]);
    const events = await database.db
      .select({ metadata: schema.ticketEvents.metadata })
      .from(schema.ticketEvents)
      .where(
        and(eq(schema.ticketEvents.ticketId, world.ticketId), eq(schema.ticketEvents.kind, "attack_refused")),
      );
    expect(events.map(({ metadata }) => metadata["what"])).toEqual(["fix_path_forbidden", "fix_path_escape"]);
    expect(JSON.stringify(events)).not.toMatch(/passwd|workflows/u);
    const files = world.host.callsOf("commitFiles").map(({ args }) => JSON.stringify(args));
    expect(files.join("")).not.toContain("workflows");
  });

  test("telling the model when few steps are left", async () => {
    await world.change({ fixSteps: 5 });
    world.agent.next(look, (request) => {
      const newest = request.turns.at(-1);
      expect(newest?.role === "tools" && newest.results[0]?.output).toContain("4 steps are left");
      return { calls: [writeTest, mendTotal, finish()] };
    });

    expect((await world.wholeFix()).status).toBe("drafted");
  });
});
