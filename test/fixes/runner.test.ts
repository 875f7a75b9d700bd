import { requestFix } from "@firstline/core";
import { schema } from "@firstline/db";
import { startWorker } from "@firstline/worker";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aMessageId } from "../support/factories.ts";
import { until } from "../support/world.ts";
import { CART_FILES, GOOD_TURNS, runCartTests } from "./cart.ts";
import { fakeWorkbench } from "./fake-workbench.ts";
import { aFixWorld } from "./fix-world.ts";
import type { FixWorld } from "./fix-world.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.stop();
});

const aWorld = (): Promise<FixWorld> =>
  aFixWorld(database.db, { workbench: fakeWorkbench(CART_FILES, runCartTests) });

const start = (world: FixWorld, fixConcurrency?: number) =>
  startWorker(world.desk.ctx, {
    databaseUrl: database.url,
    ...(fixConcurrency === undefined ? {} : { fixConcurrency }),
  });

const untilStatus = (world: FixWorld, attemptId: number, status: string) =>
  until(`attempt ${attemptId} being ${status}`, async () => {
    const attempt = await world.read(attemptId);
    return attempt.status === status ? attempt : null;
  });

/** A turn of the model that takes as long as the test wants. */
function aPause() {
  const pause = { reached: () => {}, end: () => {} };
  const isReached = new Promise<void>((resolve) => {
    pause.reached = resolve;
  });
  const hasEnded = new Promise<void>((resolve) => {
    pause.end = resolve;
  });
  return { ...pause, isReached, hasEnded };
}

describe("the worker", () => {
  test("tries a fix and publishes it, from the request alone", async () => {
    const world = await aWorld();
    world.agent.next(...GOOD_TURNS());
    const worker = await start(world);

    const attemptId = await world.request();

    const attempt = await untilStatus(world, attemptId, "drafted");
    expect(attempt.prNumber).toBe([...world.host.repository().pulls.keys()][0]);
    await worker.stop();
  });

  test("answers while a fix is being tried", async () => {
    const world = await aWorld();
    const pause = aPause();
    const [first = {}, ...rest] = GOOD_TURNS();
    world.agent.next(
      async () => {
        pause.reached();
        await pause.hasEnded;
        return first;
      },
      ...rest,
    );
    const worker = await start(world, 1);
    const attemptId = await world.request();
    await pause.isReached;

    const asked = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        world.desk.ask({
          messageId: aMessageId(),
          author: { platform: "slack", externalId: `U_${index}`, name: `Member ${index}` },
        }),
      ),
    );
    await database.db.execute(sql`update graphile_worker._private_jobs set run_at = now() where true`);
    await until("all questions being answered", async () => {
      const all = await Promise.all(asked.map(({ ticketId }) => world.desk.read(ticketId)));
      return all.every(({ ticket }) => ticket.status !== "new" && ticket.status !== "analyzing") ? all : null;
    });

    expect((await world.read(attemptId)).status).toBe("running");
    pause.end();
    await untilStatus(world, attemptId, "drafted");
    await worker.stop();
  });
});

describe("a worker", () => {
  test("that may run none leaves attempts to others", async () => {
    const world = await aWorld();
    const none = await start(world, 0);
    const attemptId = await world.request();
    const { ticketId } = await world.desk.ask({ messageId: aMessageId() });
    await database.db.execute(sql`update graphile_worker._private_jobs set run_at = now() where true`);
    await until("the question being answered", async () => {
      const { ticket } = await world.desk.read(ticketId);
      return ticket.status === "new" || ticket.status === "analyzing" ? null : ticket;
    });
    await none.stop();

    expect((await world.read(attemptId)).status).toBe("waiting");
    world.agent.next(...GOOD_TURNS());
    const one = await start(world, 1);
    await untilStatus(world, attemptId, "drafted");
    await one.stop();
  });

  test("that is stopped breaks a run off, and the next one begins it again", async () => {
    const world = await aWorld();
    const pause = aPause();
    world.agent.next(async (_, signal) => {
      pause.reached();
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      throw new Error("aborted");
    });
    const first = await start(world, 1);
    const attemptId = await world.request();
    await pause.isReached;

    await first.stop();

    expect(await world.read(attemptId)).toMatchObject({ status: "running", runs: 1 });
    world.agent.next(...GOOD_TURNS());
    const second = await start(world, 1);
    await database.db.execute(sql`update graphile_worker._private_jobs set run_at = now() where true`);
    expect(await untilStatus(world, attemptId, "drafted")).toMatchObject({ runs: 2 });
    await second.stop();
  });
});

describe("an attempt whose job was lost", () => {
  test("gets one again", async () => {
    const world = await aWorld();
    const { ctx, workspace } = world.desk;
    const { attemptId } = await requestFix(ctx, {
      workspaceId: workspace.id,
      ticketId: world.ticketId,
      by: world.bea,
    });
    await database.db.execute(sql`delete from graphile_worker._private_jobs where true`);
    const long = new Date(ctx.now().getTime() - 3_600_000);
    await database.db
      .update(schema.fixAttempts)
      .set({ updatedAt: long })
      .where(eq(schema.fixAttempts.id, attemptId));
    world.agent.next(...GOOD_TURNS());
    const worker = await start(world, 1);

    await database.db.execute(sql`select graphile_worker.add_job('sweep_tickets', '{}'::json)`);

    expect(await untilStatus(world, attemptId, "drafted")).toMatchObject({ runs: 1 });
    await worker.stop();
  });
});
