import { rememberPerson, requestFix } from "@firstline/core";
import type { Person } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aCode } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { CART_FILES, runCartTests } from "./cart.ts";
import { fakeWorkbench } from "./fake-workbench.ts";
import { aFixWorld, LOGIN } from "./fix-world.ts";
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

const attempts = () =>
  database.db
    .select()
    .from(schema.fixAttempts)
    .where(eq(schema.fixAttempts.workspaceId, world.desk.workspace.id));
const byLogin = (login: string) =>
  requestFix(world.desk.ctx, { workspaceId: world.desk.workspace.id, ticketId: world.ticketId, login });

describe("who may start a fix", () => {
  test.each(["write", "maintain", "admin"] as const)("an account with %s access", async (permission) => {
    world.host.repository().permissions.set(LOGIN, permission);

    const attemptId = await world.request();

    expect(await attempts()).toMatchObject([
      { id: attemptId, number: 1, status: "waiting", approvedById: world.bea.id, approvedLogin: LOGIN },
    ]);
    expect(await world.jobs("attempt_fix")).toEqual([`attempt_fix:${attemptId}`]);
    expect(await world.desk.kinds(world.ticketId)).toContain("github_fix_requested");
  });

  test.each(["none", "read", "triage"] as const)("not an account with %s access", async (permission) => {
    world.host.repository().permissions.set(LOGIN, permission);

    await expect(world.request()).rejects.toThrow(/somebody who may write to acme\/app/u);
    expect(await attempts()).toEqual([]);
  });

  test("not an agent without a GitHub account", async () => {
    await database.db.delete(schema.githubAccounts).where(eq(schema.githubAccounts.personId, world.bea.id));

    await expect(world.request()).rejects.toThrow(/Your GitHub account is not known here/u);
    expect(world.host.callsOf("readPermission")).toEqual([]);
  });

  test("not a member, whatever their account may do", async () => {
    const { ctx, workspace } = world.desk;
    const mia: Person = await ctx.db.transaction((tx) =>
      rememberPerson(tx, workspace.id, { platform: "slack", externalId: "U_MIA", name: "Mia" }),
    );
    world.host.repository().permissions.set("mia", "admin");
    await ctx.db
      .insert(schema.githubAccounts)
      .values({ workspaceId: workspace.id, personId: mia.id, login: "mia" });

    await expect(
      requestFix(ctx, { workspaceId: workspace.id, ticketId: world.ticketId, by: mia }),
    ).rejects.toThrow(/Only agents/u);
  });

  test("a maintainer by the name of the account alone, and a known one as the person", async () => {
    world.host.repository().permissions.set("carol", "write");

    await byLogin("carol");

    expect(await attempts()).toMatchObject([{ approvedById: null, approvedLogin: "carol" }]);
    await expect(byLogin("mallory")).rejects.toThrow(/mallory may not/u);
  });
});

describe("what can be fixed", () => {
  test("two clicks at once make one attempt", async () => {
    const results = await Promise.allSettled([world.request(), world.request()]);

    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await attempts()).toHaveLength(1);
    expect(await world.jobs("attempt_fix")).toHaveLength(1);
    await expect(world.request()).rejects.toThrow(/being tried already/u);
  });

  test("a ticket without an issue has nothing to fix", async () => {
    await database.db.delete(schema.githubLinks).where(eq(schema.githubLinks.ticketId, world.ticketId));

    await expect(world.request()).rejects.toThrow("There is no issue for this ticket yet.");
  });

  test("a closed or vanished issue is not fixed", async () => {
    await world.changeIssue({ state: "closed" });
    await expect(world.request()).rejects.toThrow(/is closed/u);

    await world.changeIssue({ state: "open", goneAt: new Date() });
    await expect(world.request()).rejects.toThrow(/is gone/u);
  });

  test("a repository that is off, disconnected or in trouble says so", async () => {
    await world.change({ fixes: "off" });
    await expect(world.request()).rejects.toThrow(/switched off for acme\/app/u);

    await world.change({});
    const set = (values: Partial<typeof schema.githubRepositories.$inferInsert>) =>
      database.db
        .update(schema.githubRepositories)
        .set(values)
        .where(eq(schema.githubRepositories.id, world.repository.id));
    await set({ problem: "The app was removed from acme/app." });
    await expect(world.request()).rejects.toThrow("The app was removed from acme/app.");

    await set({ problem: null, enabled: false });
    await expect(world.request()).rejects.toThrow(/disconnected/u);
  });

  test("without a hosted model, or without GitHub, nothing is started", async () => {
    world.desk.ctx.code = aCode(world.host, {});
    await expect(world.request()).rejects.toThrow(/need a hosted model/u);

    world.desk.ctx.code = null;
    await expect(world.request()).rejects.toThrow("GitHub is not connected.");
    expect(await attempts()).toEqual([]);
  });

  test("a merged fix needs no other", async () => {
    await database.db
      .update(schema.githubLinks)
      .set({ status: "pr_merged" })
      .where(eq(schema.githubLinks.ticketId, world.ticketId));

    await expect(world.request()).rejects.toThrow(/merged already/u);
  });

  test("the ticket of a neighbor is not found", async () => {
    const other = await aFixWorld(database.db, { workbench: fakeWorkbench({}, () => ({})) });
    const { ctx, workspace } = other.desk;

    await expect(
      requestFix(ctx, { workspaceId: workspace.id, ticketId: world.ticketId, by: other.bea }),
    ).rejects.toThrow("The ticket was not found.");
  });
});
