import { sweepTickets, UpstreamError } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lostConnection, notAllowed, rateLimited } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { CART_FILES, GOOD_TURNS, runCartTests } from "./cart.ts";
import { fakeWorkbench } from "./fake-workbench.ts";
import type { FakeWorkbench } from "./fake-workbench.ts";
import { aFixWorld } from "./fix-world.ts";
import type { FixWorld } from "./fix-world.ts";

let database: TestDatabase;
let world: FixWorld;
let workbench: FakeWorkbench;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.stop();
});
beforeEach(async () => {
  workbench = fakeWorkbench(CART_FILES, runCartTests);
  world = await aFixWorld(database.db, { workbench });
});

const pulls = () => [...world.host.repository().pulls.values()];
const crash = new Error("the process was killed");

/** An attempt that is proven and waits to be published. */
async function provenFix(): Promise<number> {
  const attemptId = await world.request();
  world.agent.next(...GOOD_TURNS());
  await world.attempt(attemptId);
  return attemptId;
}

describe("a run that is cut off", () => {
  test("is begun again from the start, and makes one pull request", async () => {
    const attemptId = await world.request();
    const [first = {}, second = {}] = GOOD_TURNS();
    world.agent.next(first, second, crash);
    await expect(world.attempt(attemptId)).rejects.toThrow(crash);

    world.agent.next(...GOOD_TURNS());
    await world.attempt(attemptId, { attempt: 2 });
    await world.publish(attemptId);

    expect(await world.read(attemptId)).toMatchObject({ status: "drafted", runs: 2 });
    expect(new Set((await world.steps(attemptId)).map(({ run }) => run))).toEqual(new Set([1, 2]));
    expect(pulls()).toHaveLength(1);
    expect(workbench.copies.open).toBe(0);
  });

  test("gives up after the third time", async () => {
    const attemptId = await world.request();
    await database.db
      .update(schema.fixAttempts)
      .set({ runs: 3, status: "running" })
      .where(eq(schema.fixAttempts.id, attemptId));

    await world.attempt(attemptId);

    expect(await world.read(attemptId)).toMatchObject({ status: "failed" });
    expect(world.agent.requests).toEqual([]);
  });

  test("by the end of its process waits for the next one", async () => {
    const attemptId = await world.request();
    const stop = new AbortController();
    const [first = {}] = GOOD_TURNS();
    world.agent.next(first, (_, signal) => {
      stop.abort();
      signal.throwIfAborted();
      return {};
    });

    await world.attempt(attemptId, { signal: stop.signal });

    expect(await world.read(attemptId)).toMatchObject({ status: "running", finishedAt: null });
    expect(await world.jobs("attempt_fix")).toEqual([`attempt_fix:${attemptId}`]);
    expect(await world.told()).toEqual([]);
    expect(workbench.copies.open).toBe(0);
  });
});

describe("a run that is not the newest any more", () => {
  test("writes nothing over the run that took its place", async () => {
    const attemptId = await world.request();
    const [first = {}, ...rest] = GOOD_TURNS();
    world.agent.next(first, async () => {
      world.agent.next(...rest, ...GOOD_TURNS());
      const turns = world.agent.requests.length;
      // Another process begins the same attempt meanwhile; its turns come after those of this one.
      await database.db
        .update(schema.fixAttempts)
        .set({ runs: 7 })
        .where(eq(schema.fixAttempts.id, attemptId));
      expect(turns).toBe(2);
      return rest[0] ?? {};
    });

    await world.attempt(attemptId);

    expect(await world.read(attemptId)).toMatchObject({ status: "running", runs: 7, patch: null });
    expect(await world.told()).toEqual([]);
  });

  test("does nothing when the attempt has ended", async () => {
    const attemptId = await provenFix();
    const turns = world.agent.requests.length;

    await world.attempt(attemptId);

    expect(world.agent.requests).toHaveLength(turns);
    expect(await world.jobs("publish_fix")).toEqual([`publish_fix:${attemptId}`]);
  });
});

describe("a copy that cannot be made", () => {
  test("is tried again by the queue without counting as a run, and then given up with a word", async () => {
    const attemptId = await world.request();
    const down = new UpstreamError("git", "The repository could not be cloned.", { retryable: true });
    for (const attempt of [1, 2, 3, 4]) {
      workbench.failNext(down);
      await expect(world.attempt(attemptId, { attempt })).rejects.toThrow(down);
    }
    expect(await world.read(attemptId)).toMatchObject({ status: "waiting", runs: 0 });

    workbench.failNext(down);
    await world.attempt(attemptId, { attempt: 5 });

    expect(await world.read(attemptId)).toMatchObject({ status: "failed" });
    expect(await world.told()).toEqual([expect.stringContaining("could not be cloned")]);
  });

  test("for want of permission is given up at once", async () => {
    const attemptId = await world.request();
    world.host.failNext("cloneAccess", notAllowed());

    await world.attempt(attemptId);

    expect((await world.read(attemptId)).status).toBe("failed");
    expect(await world.told()).toHaveLength(1);
  });
});

describe("a repository that got another name", () => {
  const rename = () => {
    world.host.maintainer.rename("acme/app", "acme/product");
    // Somebody else takes the former one.
    world.host.addRepository({ repo: "acme/app" });
  };

  test("before the attempt is tried all the same", async () => {
    const attemptId = await world.request();
    rename();
    world.agent.next(...GOOD_TURNS());

    await world.attempt(attemptId);

    expect((await world.read(attemptId)).status).toBe("suggested");
    expect(world.host.callsOf("cloneAccess").map(({ repo }) => repo)).toEqual(["acme/product"]);
  });

  test("while the fix was made gets its pull request", async () => {
    const attemptId = await provenFix();
    rename();

    await world.publish(attemptId);

    const attempt = await world.read(attemptId);
    expect(attempt.status).toBe("drafted");
    expect(attempt.prUrl).toContain("/acme/product/pull/");
  });
});

describe("publishing whose job was lost", () => {
  const loseJob = (attemptId: number) =>
    database.db.execute(sql`select graphile_worker.remove_job(${`publish_fix:${attemptId}`})`);
  const sweepLater = () => {
    world.desk.ctx.clock.advance(3 * 60_000);
    return sweepTickets(world.desk.ctx);
  };

  test("happens all the same", async () => {
    const attemptId = await provenFix();
    await loseJob(attemptId);

    await sweepLater();

    expect(await world.jobs("publish_fix")).toEqual([`publish_fix:${attemptId}`]);
  });

  test("is not begun again once it was given up", async () => {
    const attemptId = await provenFix();
    await loseJob(attemptId);
    world.host.failNext("createPull", notAllowed());
    await world.publish(attemptId);

    await sweepLater();

    expect(await world.jobs("publish_fix")).toEqual([]);
  });
});

describe("publishing", () => {
  test.each([
    ["the look for the branch", "findBranch"],
    ["the commit", "commitFiles"],
    ["the pull request", "createPull"],
  ] as const)("makes one pull request when the answer to %s is lost", async (_, method) => {
    const attemptId = await provenFix();
    world.host.loseAnswer(method);
    await expect(world.publish(attemptId)).rejects.toThrow(/cannot be reached/u);

    await world.publish(attemptId, 2);
    await world.publish(attemptId, 3);

    expect(pulls()).toHaveLength(1);
    expect([...world.host.repository().branches.keys()].sort()).toEqual([
      `automated-fix/ticket-${world.ticketId}`,
      "main",
    ]);
    expect(await world.read(attemptId)).toMatchObject({ status: "drafted", prNumber: pulls()[0]?.number });
    expect(await world.told()).toHaveLength(1);
  });

  test("comes back when GitHub asks for patience", async () => {
    const attemptId = await provenFix();
    world.host.failNext("createPull", rateLimited(90));

    await world.publish(attemptId);

    expect((await world.read(attemptId)).status).toBe("suggested");
    expect((await world.jobs("publish_fix")).some((key) => key.startsWith("publish_fix:again:"))).toBe(true);
    await world.publish(attemptId);
    expect(pulls()).toHaveLength(1);
  });

  test("that is refused leaves the suggestion, and tells the agents why", async () => {
    const attemptId = await provenFix();
    world.host.failNext("createPull", notAllowed());

    await world.publish(attemptId);

    const attempt = await world.read(attemptId);
    expect(attempt).toMatchObject({ status: "suggested", confidence: 0.95 });
    expect(attempt.failure).toMatch(/could not be made/u);
    expect(await world.told()).toEqual([expect.stringContaining("GitHub refuses")]);
    expect((await world.link()).suggestedFix).toContain("+++ b/src/total.js");
  });

  test("does not happen once the issue is closed", async () => {
    const attemptId = await provenFix();
    world.host.maintainer.closeIssue("acme/app", world.issue.number);

    await world.publish(attemptId);

    expect(world.host.callsOf("commitFiles")).toEqual([]);
    expect(await world.told()).toEqual([expect.stringContaining("closed meanwhile")]);
  });

  test("gives up with a word when GitHub stays away", async () => {
    const attemptId = await provenFix();
    world.host.failNext("findIssue", lostConnection());

    await world.publish(attemptId, 5);

    expect((await world.read(attemptId)).failure).not.toBeNull();
    expect(await world.told()).toHaveLength(1);
  });
});

describe("a second attempt", () => {
  async function secondFix() {
    world.agent.next(...GOOD_TURNS());
    await world.wholeFix();
    world.agent.next(...GOOD_TURNS());
    return world.wholeFix();
  }

  test("takes the place of the first in its pull request", async () => {
    const second = await secondFix();

    expect(second).toMatchObject({ number: 2, status: "drafted", prNumber: pulls()[0]?.number });
    expect(pulls()).toHaveLength(1);
    expect(pulls()[0]).toMatchObject({ headSha: second.ownSha });
    expect(pulls()[0]?.body).toContain("Attempt 2");
    const fake = world.host.repository();
    expect(fake.commits.get(second.ownSha ?? "")?.parents).toEqual([second.baseSha]);
  });

  test("makes what was known of checks and review of the first void", async () => {
    world.agent.next(...GOOD_TURNS());
    await world.wholeFix();
    await database.db
      .update(schema.githubLinks)
      .set({ prChecksPassed: true, humanReviewed: true })
      .where(eq(schema.githubLinks.ticketId, world.ticketId));
    world.agent.next(...GOOD_TURNS());

    await world.wholeFix();

    expect(await world.link()).toMatchObject({ prChecksPassed: null, humanReviewed: false });
  });

  test("does not overwrite what people pushed", async () => {
    world.agent.next(...GOOD_TURNS());
    const first = await world.wholeFix();
    const theirs = world.host.maintainer.push("acme/app", first.branch ?? "", { "src/more.js": "1" });
    world.agent.next(...GOOD_TURNS());

    const second = await world.wholeFix();

    expect(second.status).toBe("suggested");
    expect(world.host.repository().branches.get(first.branch ?? "")).toBe(theirs);
    expect((await world.told()).at(-1)).toContain("their work is not overwritten");
  });

  test("goes to a new branch when the pull request was closed", async () => {
    world.agent.next(...GOOD_TURNS());
    const first = await world.wholeFix();
    world.host.maintainer.closePull("acme/app", first.prNumber ?? 0);
    world.agent.next(...GOOD_TURNS());

    const second = await world.wholeFix();

    expect(second.branch).toBe(`automated-fix/ticket-${world.ticketId}-2`);
    expect(pulls()).toHaveLength(2);
  });
});

describe("branches and tickets", () => {
  test("a branch that somebody else made is left alone", async () => {
    const name = `automated-fix/ticket-${world.ticketId}`;
    const theirs = world.host.maintainer.push("acme/app", name, { "x.js": "1" });
    world.agent.next(...GOOD_TURNS());

    const attempt = await world.wholeFix();

    expect(attempt.branch).toBe(`${name}-2`);
    expect(world.host.repository().branches.get(name)).toBe(theirs);
  });

  test("all tickets of an issue know of its pull request", async () => {
    const other = await world.linkTicket();
    world.agent.next(...GOOD_TURNS());
    await world.wholeFix();

    expect(pulls()).toHaveLength(1);
    expect(await world.link(other)).toMatchObject({ status: "pr_drafted", prNumber: pulls()[0]?.number });
    expect(await world.desk.kinds(other)).toContain("github_pr_created");
  });
});
