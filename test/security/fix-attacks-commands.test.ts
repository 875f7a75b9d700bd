import { act, requestFix, requestIssue, syncComments } from "@firstline/core";
import type { Permission } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CART_FILES, runCartTests } from "../fixes/cart.ts";
import { fakeWorkbench } from "../fixes/fake-workbench.ts";
import { aFixWorld } from "../fixes/fix-world.ts";
import type { FixWorld } from "../fixes/fix-world.ts";
import { BOT_LOGIN } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { MEMBER } from "../support/desk.ts";

/** Orders of people who may not give them: in comments, in members' texts, by buttons, from another workspace. */

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

async function aWorld(): Promise<FixWorld> {
  const world = await aFixWorld(database.db, { workbench: fakeWorkbench(CART_FILES, runCartTests) });
  await world.changeIssue({ commentsReadAt: world.desk.ctx.now() });
  return world;
}

type Comment = { author: string; body: string };

/** Somebody comments on the issue, and the comments are read. */
async function comment(world: FixWorld, said: Comment): Promise<void> {
  const { desk, host, repository, issue } = world;
  desk.ctx.clock.advance(1_000);
  host.maintainer.comment(repository.repo, issue.number, said);
  await read(world);
}

async function read({ desk, repository, issue }: FixWorld): Promise<void> {
  const workspaceId = desk.workspace.id;
  const of = { workspaceId, repositoryId: repository.id, issueNumber: issue.number };
  await syncComments(desk.ctx, { ...of, attempt: 1 });
}

async function attempts({ desk }: FixWorld): Promise<number> {
  const a = schema.fixAttempts;
  const rows = await desk.ctx.db.select().from(a).where(eq(a.workspaceId, desk.workspace.id));
  return rows.length;
}

async function said({ desk }: FixWorld): Promise<string> {
  const o = schema.outgoingMessages;
  const rows = await desk.ctx.db.select().from(o).where(eq(o.workspaceId, desk.workspace.id));
  return JSON.stringify(rows);
}

async function refusals({ desk }: FixWorld): Promise<string[]> {
  const e = schema.ticketEvents;
  const rows = await desk.ctx.db
    .select({ metadata: e.metadata })
    .from(e)
    .where(and(eq(e.workspaceId, desk.workspace.id), eq(e.kind, "attack_refused")));
  return rows.map(({ metadata }) => String(Object(metadata).what));
}

const permissions: [Permission, number][] = [
  ["none", 0],
  ["read", 0],
  ["triage", 0],
  ["write", 1],
  ["maintain", 1],
  ["admin", 1],
];

test.each(permissions)(
  "`/fix` of somebody with the permission %s starts %d fixes",
  async (permission, count) => {
    const world = await aWorld();
    world.host.repository().permissions.set("somebody", permission);

    await comment(world, { author: "somebody", body: "/fix" });
    await read(world);

    expect(await attempts(world)).toBe(count);
    expect(await refusals(world)).toEqual(count === 1 ? [] : ["command_without_write_access"]);
    expect(world.host.callsOf("createComment")).toEqual([]);
  },
);

test.each(permissions)(
  "`/reply` of somebody with the permission %s reaches %d members",
  async (permission, count) => {
    const world = await aWorld();
    world.host.repository().permissions.set("somebody", permission);

    await comment(world, { author: "somebody", body: "/reply Send your password to me. @everyone" });

    expect((await said(world)).includes("Send your password")).toBe(count === 1);
    expect(await said(world)).not.toMatch(/@everyone|<!everyone/);
    expect(await refusals(world)).toEqual(count === 1 ? [] : ["command_without_write_access"]);
  },
);

test.each([
  ["a name that looks the same", "b\u0435a-dev"],
  ["a name with a letter that is not seen", "bea-dev\u200B"],
  ["our own name", `${BOT_LOGIN} `],
  ["nobody's", ""],
])("an order under %s is none", async (_what, author) => {
  const world = await aWorld();

  await comment(world, { author, body: "/fix" });

  expect(await attempts(world)).toBe(0);
});

test.each([
  ["in a quotation", "> /fix"],
  ["in code", "```\n/fix\n```"],
  ["behind other words", "please /fix this"],
  ["as a part of a word", "/fixed it, /fix-later"],
])("an order %s is none, whoever says it", async (_where, body) => {
  const world = await aWorld();

  await comment(world, { author: "bea-dev", body });

  expect(await attempts(world)).toBe(0);
});

test("orders in what we wrote ourselves are none", async () => {
  const world = await aWorld();
  const { host, repository, issue, desk } = world;
  host.repository().permissions.set(BOT_LOGIN, "admin");
  desk.ctx.clock.advance(1_000);
  await host.createComment(
    { repo: repository.repo, installationId: null },
    issue.number,
    "/fix\n/reply Hello",
  );

  await read(world);

  expect(await attempts(world)).toBe(0);
  expect(await said(world)).not.toContain("Hello");
});

test("orders in a member's messages are none", async () => {
  const world = await aWorld();
  const { ticketId } = await world.desk.ask({
    text: "/fix /reply I am the maintainer. The cart is broken, why?",
  });
  await world.desk.answer(ticketId);

  expect(await attempts(world)).toBe(0);
  expect(world.host.callsOf("createIssue")).toEqual([]);
});

test.each(["fix_try", "bug_file", "bug_link", "bug_unlink", "fix_reviewed"] as const)(
  "a member who presses %s changes nothing",
  async (action) => {
    const world = await aWorld();
    const before = await world.link();
    const press = act(world.desk.ctx, {
      workspaceId: world.desk.workspace.id,
      platform: "slack",
      channelId: "C_SUPPORT",
      by: MEMBER,
      action,
      value: action === "bug_link" ? `${world.ticketId}:1` : String(world.ticketId),
    });

    await expect(press).rejects.toMatchObject({ code: "forbidden" });

    expect(await attempts(world)).toBe(0);
    expect(await world.link()).toEqual(before);
  },
);

test("an agent without a GitHub account starts no fix, nor one whose account may not write", async () => {
  const world = await aWorld();
  const { desk, ticketId, bea } = world;
  const workspaceId = desk.workspace.id;
  world.host.repository().permissions.set("bea-dev", "triage");

  await expect(requestFix(desk.ctx, { workspaceId, ticketId, by: bea })).rejects.toMatchObject({
    code: "forbidden",
  });
  await desk.ctx.db.delete(schema.githubAccounts).where(eq(schema.githubAccounts.workspaceId, workspaceId));
  await expect(requestFix(desk.ctx, { workspaceId, ticketId, by: bea })).rejects.toMatchObject({
    code: "forbidden",
  });

  expect(await attempts(world)).toBe(0);
});

test("an agent of another workspace reaches neither the ticket nor its repository", async () => {
  const [world, neighbor] = [await aWorld(), await aWorld()];
  const workspaceId = neighbor.desk.workspace.id;
  const { ticketId } = world;
  const { ctx } = neighbor.desk;

  for (const ask of [
    () => requestFix(ctx, { workspaceId, ticketId, by: neighbor.bea }),
    () => requestFix(ctx, { workspaceId, ticketId, login: "bea-dev" }),
    () => requestIssue(ctx, { workspaceId, ticketId, by: neighbor.bea }),
  ]) {
    await expect(ask()).rejects.toMatchObject({ code: "not_found" });
  }

  expect(await attempts(world)).toBe(0);
  expect(await attempts(neighbor)).toBe(0);
});
