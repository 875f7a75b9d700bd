import type { Reply } from "@firstline/core";
import { linkIssue, unlinkIssue } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aCode } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { CART_FILES, finish, GOOD_TURNS, mendTotal, runCartTests, writeTest } from "./cart.ts";
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

/** The card as agents see it now. */
async function card(): Promise<{ fix: string | undefined; buttons: string[] }> {
  const { slack } = world.desk;
  await world.desk.deliver();
  const isCard = (reply: Reply): boolean => reply.title?.startsWith(`#${world.ticketId} `) === true;
  const shown = [...slack.posts, ...slack.edits].map(({ reply }) => reply).findLast(isCard);
  return {
    fix: shown?.fields?.find(({ label }) => label === "Fix")?.value,
    buttons: (shown?.buttons ?? []).flat().map(({ action }) => action),
  };
}

const setLink = (set: Partial<typeof schema.githubLinks.$inferInsert>) =>
  database.db.update(schema.githubLinks).set(set).where(eq(schema.githubLinks.ticketId, world.ticketId));

describe("the card of a ticket", () => {
  test("says where its fix stands, and offers what can be done next", async () => {
    const attemptId = await world.request();
    expect(await card()).toMatchObject({ fix: "Waits for its turn." });
    expect((await card()).buttons).not.toContain("fix_try");

    const [first = {}, ...rest] = GOOD_TURNS();
    world.agent.next(
      async () => {
        expect(await card()).toMatchObject({ fix: "Is being tried now." });
        return first;
      },
      ...rest,
    );
    await world.attempt(attemptId);
    expect((await card()).fix).toMatch(/^Suggested, 95 % sure \(\$0\.04\)\./u);

    await world.publish(attemptId);
    const drafted = await card();
    expect(drafted.fix).toMatch(
      /^Draft pull request #\d+, 95 % sure: its new test fails without the change/u,
    );
    expect(drafted.buttons).toEqual(expect.arrayContaining(["open_link", "fix_try"]));
    expect(drafted.buttons).not.toContain("fix_reviewed");
  });

  test("offers the review once the checks passed, and not twice", async () => {
    world.agent.next(...GOOD_TURNS());
    await world.wholeFix();

    await setLink({ prChecksPassed: true });
    await world.linkTicket();
    world.agent.next({ outcome: "refused" });
    await world.wholeFix();
    expect((await card()).buttons).toContain("fix_reviewed");

    await setLink({ humanReviewed: true });
    world.agent.next({ outcome: "refused" });
    await world.wholeFix();
    expect((await card()).buttons).not.toContain("fix_reviewed");
  });

  test("says why there is none, and offers another try", async () => {
    world.agent.next({ outcome: "refused" });

    await world.wholeFix();

    expect(await card()).toMatchObject({ fix: "None found: The model declined to work on this. ($0.01)" });
    expect((await card()).buttons).toContain("fix_try");
  });

  test("calls nobody with what a model wrote", async () => {
    const summary = "@everyone <!channel> <!here> done";
    world.agent.next({
      calls: [writeTest, mendTotal, finish({ summary, confidence: 0.5, limits: [summary] })],
    });

    await world.wholeFix();

    expect((await world.told()).join("")).not.toMatch(/@everyone|<!channel>|<!here>/u);
  });
});

describe("a repository with automatic fixes", () => {
  const relink = async () => {
    const { ctx, workspace } = world.desk;
    const of = { workspaceId: workspace.id, ticketId: world.ticketId, by: world.bea };
    await unlinkIssue(ctx, of);
    await linkIssue(ctx, { ...of, issue: world.issue.number });
  };
  const attempts = () =>
    database.db
      .select()
      .from(schema.fixAttempts)
      .where(eq(schema.fixAttempts.workspaceId, world.desk.workspace.id));

  test("begins with the first issue of a ticket, once", async () => {
    await world.change({ fixes: "automatic" });

    await relink();
    await relink();

    expect(await attempts()).toMatchObject([{ number: 1, status: "waiting", approvedLogin: null }]);
  });

  test("waits for a word where that is wanted", async () => {
    await relink();

    expect(await attempts()).toEqual([]);
  });

  test("waits for a click where somebody tried to steer the AI", async () => {
    await world.change({ fixes: "automatic" });
    await database.db.insert(schema.ticketEvents).values({
      workspaceId: world.desk.workspace.id,
      ticketId: world.ticketId,
      kind: "attack_refused",
      metadata: { what: "steering" },
      actor: "system",
    });

    await relink();

    expect(await attempts()).toEqual([]);
  });

  test("says on the card, but not aloud, that there is no model for it", async () => {
    await world.change({ fixes: "automatic" });
    await relink();
    world.desk.ctx.code = aCode(world.host, {});

    await world.attempt((await attempts())[0]?.id ?? 0);

    expect((await card()).fix).toMatch(/need a hosted model/u);
    expect(await world.told()).toEqual([]);
  });
});

describe("a ticket that is unlinked meanwhile", () => {
  test("ends the attempt", async () => {
    const { ctx, workspace } = world.desk;
    world.agent.next(async () => {
      await unlinkIssue(ctx, { workspaceId: workspace.id, ticketId: world.ticketId, by: world.bea });
      return { calls: [writeTest] };
    });

    expect(await world.wholeFix()).toMatchObject({
      status: "stopped",
      failure: "No ticket is linked to the issue any more.",
    });
  });
});
