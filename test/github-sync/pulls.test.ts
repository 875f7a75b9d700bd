import { markReviewed, syncIssue, syncPull } from "@firstline/core";
import type { ChecksState, HostPull } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aLab } from "./support.ts";
import type { Lab } from "./support.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

async function look(lab: Lab, pull: HostPull): Promise<void> {
  const of = { workspaceId: lab.workspace.id, repositoryId: lab.row.id };
  await syncPull(lab.ctx, { ...of, pullNumber: pull.number, attempt: 1 });
  await lab.work();
}

async function aDraft(): Promise<{ lab: Lab; ticketId: number; pull: HostPull }> {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  return { lab, ticketId, pull: await lab.draftFor(issue) };
}

/** The newest commit of the pull request as the host has it. */
const headOf = (lab: Lab, pull: HostPull): string =>
  lab.repository.pulls.get(pull.number)?.headSha ?? pull.headSha;

const READY = "have passed. It waits for a person to review it.";

describe("the checks of a draft", () => {
  test.each<[ChecksState, boolean | null]>([
    ["none", null],
    ["pending", null],
    ["passed", true],
    ["failed", false],
  ])("that are %s make it %s", async (state, expected) => {
    const { lab, ticketId, pull } = await aDraft();
    lab.host.maintainer.setChecks("acme/app", pull.headSha, state);

    await look(lab, pull);

    expect(await lab.linkOf(ticketId)).toMatchObject({ status: "pr_drafted", prChecksPassed: expected });
  });

  test("once passed, the agents are asked once to review it", async () => {
    const { lab, pull } = await aDraft();
    lab.host.maintainer.setChecks("acme/app", pull.headSha, "passed");

    for (const _ of [1, 2, 3]) await look(lab, pull);

    expect((await lab.agentsRead()).filter((text) => text.includes(READY))).toHaveLength(1);
  });

  test("of a newer commit count from then on, and what was reviewed before does not", async () => {
    const { lab, ticketId, pull } = await aDraft();
    lab.host.maintainer.setChecks("acme/app", pull.headSha, "passed");
    lab.host.maintainer.review("acme/app", pull.number, {
      author: "mona",
      verdict: "approved",
      sha: pull.headSha,
    });
    await look(lab, pull);
    const before = await lab.linkOf(ticketId);
    const branch = `automated-fix/ticket-${ticketId}`;

    lab.host.maintainer.forcePush("acme/app", branch, { "src/export.js": "other" });
    await look(lab, pull);
    const pushed = await lab.linkOf(ticketId);
    lab.host.maintainer.setChecks("acme/app", headOf(lab, pull), "passed");
    await look(lab, pull);

    expect(before).toMatchObject({ prChecksPassed: true, humanReviewed: true });
    expect(pushed).toMatchObject({ prChecksPassed: null, humanReviewed: false });
    expect(await lab.linkOf(ticketId)).toMatchObject({ prChecksPassed: true, humanReviewed: false });
    expect((await lab.agentsRead()).filter((text) => text.includes(READY))).toHaveLength(1);
  });
});

describe("a review", () => {
  test.each([
    ["mona", "approved", true],
    ["mona", "changes_requested", true],
    ["mona", "commented", false],
    ["linter[bot]", "approved", false],
  ] as const)("of %s that has %s counts: %s", async (author, verdict, expected) => {
    const { lab, ticketId, pull } = await aDraft();
    lab.host.maintainer.review("acme/app", pull.number, { author, verdict, sha: pull.headSha });

    await look(lab, pull);

    expect((await lab.linkOf(ticketId)).humanReviewed).toBe(expected);
  });

  test("may be said here by an agent, for all tickets of the issue, once", async () => {
    const lab = await aLab(database.db);
    const issue = lab.openIssue();
    const one = await lab.ticketOn(issue);
    const other = await lab.ticketOn(issue);
    await lab.draftFor(issue);
    const [agent] = await database.db
      .insert(schema.people)
      .values({ workspaceId: lab.workspace.id, name: "Bea", role: "agent" })
      .returning();
    const by = { id: agent?.id ?? 0, name: "Bea", role: "agent" as const, avatarUrl: null };
    const review = () => markReviewed(lab.ctx, { workspaceId: lab.workspace.id, ticketId: one, by });

    await review();
    await review();

    expect((await lab.linkOf(other)).humanReviewed).toBe(true);
    const kinds = await lab.kinds(one);
    expect(kinds.filter((kind) => kind === "github_pr_reviewed")).toHaveLength(1);
  });

  test("is not said by members, nor of a ticket without a draft, nor by the neighbor", async () => {
    const { lab, ticketId } = await aDraft();
    const neighbor = await aLab(database.db);
    const bare = await lab.ticketOn(lab.openIssue("Another"));
    const member = { id: 1, name: "Mia", role: "member" as const, avatarUrl: null };
    const agent = { ...member, role: "agent" as const };
    const of = { workspaceId: lab.workspace.id, ticketId };

    await expect(markReviewed(lab.ctx, { ...of, by: member })).rejects.toThrow("Only agents");
    await expect(markReviewed(lab.ctx, { ...of, ticketId: bare, by: agent })).rejects.toThrow(
      "no draft pull request",
    );
    await expect(
      markReviewed(lab.ctx, { ...of, workspaceId: neighbor.workspace.id, by: agent }),
    ).rejects.toThrow("was not found");
  });
});

test("a draft is merged: every asker hears it once, and the tickets are settled", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const tickets = [await lab.ticketOn(issue), await lab.ticketOn(issue)];
  const pull = await lab.draftFor(issue);
  const commit = lab.host.maintainer.merge("acme/app", pull.number);

  await look(lab, pull);
  await look(lab, pull);

  for (const ticketId of tickets) {
    expect(await lab.heard(ticketId)).toEqual([
      "A fix for this has been merged. I'll tell you here when it is released.",
    ]);
    expect((await lab.read(ticketId)).ticket).toMatchObject({ status: "resolved", resolution: "assumed" });
    expect(await lab.kinds(ticketId)).toContain("github_pr_merged");
    expect((await lab.linkOf(ticketId)).status).toBe("pr_merged");
  }
  expect(await lab.issueRow()).toMatchObject({ fixCommit: commit, state: "closed" });
});

test("the closing of the issue by the merge is not told as well, whichever is seen first", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  const pull = await lab.draftFor(issue);
  lab.host.maintainer.merge("acme/app", pull.number);

  const of = { workspaceId: lab.workspace.id, repositoryId: lab.row.id };
  await syncIssue(lab.ctx, { ...of, issueNumber: issue.number, attempt: 1 });
  await look(lab, pull);

  expect(await lab.heard(ticketId)).toHaveLength(1);
  expect((await lab.heard(ticketId))[0]).toContain("A fix for this has been merged.");
});

test.each(["closePull", "deleteBranch"] as const)(
  "a draft that ends by %s is rejected, and the agents hear it",
  async (how) => {
    const { lab, ticketId, pull } = await aDraft();
    if (how === "closePull") lab.host.maintainer.closePull("acme/app", pull.number);
    else lab.host.maintainer.deleteBranch("acme/app", `automated-fix/ticket-${ticketId}`);

    await look(lab, pull);
    await look(lab, pull);

    expect((await lab.linkOf(ticketId)).status).toBe("pr_rejected");
    expect(await lab.heard(ticketId)).toEqual([]);
    const told = (await lab.agentsRead()).filter((text) => text.includes("closed without being merged"));
    expect(told).toHaveLength(1);
  },
);

test("a merge that is looked at again after the issue was reopened does not count anew", async () => {
  const { lab, ticketId, pull } = await aDraft();
  lab.host.maintainer.merge("acme/app", pull.number);
  await look(lab, pull);
  lab.ctx.clock.advance(120_000);
  lab.host.maintainer.reopenIssue("acme/app", 1);
  await lab.poll();

  await look(lab, pull);

  expect(await lab.issueRow()).toMatchObject({ state: "open", fixCommit: null });
  expect((await lab.heard(ticketId)).at(-1)).toContain("opened again");
});

test("somebody else's pull request is looked at by nobody", async () => {
  const lab = await aLab(database.db);
  await lab.ticketOn(lab.openIssue());

  const of = { workspaceId: lab.workspace.id, repositoryId: lab.row.id };
  await syncPull(lab.ctx, { ...of, pullNumber: 77, attempt: 1 });

  expect(lab.host.calls).toEqual([]);
  const attempts = await database.db
    .select()
    .from(schema.fixAttempts)
    .where(eq(schema.fixAttempts.workspaceId, lab.workspace.id));
  expect(attempts).toEqual([]);
});
