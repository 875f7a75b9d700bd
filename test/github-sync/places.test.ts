import { syncIssue, syncRepository } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aRepositoryRow } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aLab } from "./support.ts";
import type { Lab } from "./support.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

async function lookAtIssue(lab: Lab, issueNumber: number): Promise<void> {
  const of = { workspaceId: lab.workspace.id, repositoryId: lab.row.id };
  await syncIssue(lab.ctx, { ...of, issueNumber, attempt: 1 });
  await lab.work();
}

const lookAtRepository = async (lab: Lab): Promise<void> => {
  const of = { workspaceId: lab.workspace.id, repositoryId: lab.row.id };
  await syncRepository(lab.ctx, { ...of, attempt: 1 });
  await lab.work();
};

async function repositoryRow(lab: Lab): Promise<typeof schema.githubRepositories.$inferSelect | undefined> {
  const r = schema.githubRepositories;
  const [row] = await database.db.select().from(r).where(eq(r.id, lab.row.id));
  return row;
}

describe("an issue that is elsewhere", () => {
  test("moved to another repository of the workspace, it is followed there", async () => {
    const lab = await aLab(database.db);
    const engine = lab.host.addRepository({ repo: "acme/engine" });
    const target = await aRepositoryRow(lab.ctx, { workspaceId: lab.workspace.id, repository: engine });
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    const moved = lab.host.maintainer.transferIssue("acme/app", issue.number, "acme/engine");

    await lookAtIssue(lab, issue.number);
    lab.host.maintainer.closeIssue("acme/engine", moved.number, "not_planned");
    await lab.poll();

    expect(await lab.linkOf(ticketId)).toMatchObject({
      repo: "acme/engine",
      repositoryId: target.id,
      issueNumber: moved.number,
      issueUrl: moved.url,
    });
    expect(await lab.heard(ticketId)).toHaveLength(1);
  });

  test("moved onto an issue that other tickets are linked to, all are linked to that one", async () => {
    const lab = await aLab(database.db);
    const engine = lab.host.addRepository({ repo: "acme/engine" });
    const target = await aRepositoryRow(lab.ctx, { workspaceId: lab.workspace.id, repository: engine });
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    const moved = lab.host.maintainer.transferIssue("acme/app", issue.number, "acme/engine");
    const { number, url, title } = moved;
    const [known] = await database.db
      .insert(schema.githubIssues)
      .values({ workspaceId: lab.workspace.id, repositoryId: target.id, number, url, title })
      .returning();

    await lookAtIssue(lab, issue.number);
    await lookAtIssue(lab, issue.number);

    expect(await lab.linkOf(ticketId)).toMatchObject({ repositoryId: target.id, issueId: known?.id });
  });

  test("moved to where we may not look, it is gone, and the agents hear it once", async () => {
    const lab = await aLab(database.db);
    lab.host.addRepository({ repo: "secret/place" });
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    lab.host.maintainer.transferIssue("acme/app", issue.number, "secret/place");

    await lookAtIssue(lab, issue.number);
    await lookAtIssue(lab, issue.number);

    expect((await lab.issueRow()).goneAt).toEqual(lab.ctx.now());
    expect(await lab.heard(ticketId)).toEqual([]);
    expect(await lab.agentsRead()).toEqual([
      `Issue #1 of acme/app was moved to secret/place, which is not connected here. The member of ticket #${ticketId} hears nothing more of it; link another issue if the work goes on.`,
    ]);
  });

  test("deleted, it is gone, and nobody who asked is told", async () => {
    const lab = await aLab(database.db);
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    lab.host.maintainer.deleteIssue("acme/app", issue.number);

    await lookAtIssue(lab, issue.number);

    expect((await lab.issueRow()).goneAt).not.toBeNull();
    expect(await lab.heard(ticketId)).toEqual([]);
    expect((await lab.agentsRead()).join()).toContain("#1 of acme/app is gone: it was deleted, made a");
  });
});

test("an issue that is moved while a draft waits is followed to the release of the repository that the draft is in", async () => {
  const lab = await aLab(database.db);
  const engine = lab.host.addRepository({ repo: "acme/engine", externalId: 80_000_000 + lab.row.id });
  await aRepositoryRow(lab.ctx, { workspaceId: lab.workspace.id, repository: engine });
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  const pull = await lab.draftFor(issue);
  lab.host.maintainer.transferIssue("acme/app", issue.number, "acme/engine");
  await lookAtIssue(lab, issue.number);

  lab.host.maintainer.merge("acme/app", pull.number);
  await lab.poll();
  lab.host.maintainer.release("acme/app", "v1.4.2");
  lab.ctx.clock.advance(5 * 60_000);
  await lab.poll();

  expect(await lab.heard(ticketId)).toEqual([
    "A fix for this has been merged. I'll tell you here when it is released.",
    expect.stringContaining("This is fixed in [v1.4.2]"),
  ]);
});

describe("a repository", () => {
  test("that was renamed is followed under its new name", async () => {
    const lab = await aLab(database.db);
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    const pull = await lab.draftFor(issue);
    lab.host.maintainer.rename("acme/app", "acme/product");

    await lookAtRepository(lab);

    expect(await repositoryRow(lab)).toMatchObject({ repo: "acme/product", problem: null });
    const link = await lab.linkOf(ticketId);
    expect(link).toMatchObject({ repo: "acme/product", status: "pr_drafted" });
    expect(link.prUrl).toBe(`https://github.test/acme/product/pull/${pull.number}`);
    expect(await lab.agentsRead()).toEqual([]);
  });

  test("that we may no longer see is a problem that agents hear of once, and its issues are not gone", async () => {
    const lab = await aLab(database.db);
    const issue = lab.openIssue();
    await lab.ticketOn(issue);
    const seen = { ...lab.host };
    Object.assign(lab.host, { findRepository: async () => null, findIssue: async () => null });

    await lookAtIssue(lab, issue.number);
    await lookAtRepository(lab);
    const lost = await repositoryRow(lab);
    Object.assign(lab.host, seen);
    lab.ctx.clock.advance(300_000);
    await lookAtRepository(lab);

    expect(lost?.problem).toContain("GitHub no longer shows us acme/app");
    expect((await lab.issueRow()).goneAt).toBeNull();
    expect((await repositoryRow(lab))?.problem).toBeNull();
    const heard = await lab.agentsRead();
    expect(heard).toHaveLength(2);
    expect(heard[1]).toContain("acme/app can be used again.");
  });

  test.each([
    [{ isArchived: true }, "is archived"],
    [{ hasIssues: false }, "Issues are switched off"],
    [
      { may: { writeIssues: false, writePulls: true, writeContents: true, readChecks: true } },
      "may not write",
    ],
  ])("with %j has a problem with a name", async (change, expected) => {
    const lab = await aLab(database.db);
    Object.assign(lab.repository, change);

    await lookAtRepository(lab);

    expect((await repositoryRow(lab))?.problem).toContain(expected);
    expect((await lab.agentsRead()).join()).toContain(expected);
  });

  test("whose name somebody else has taken is not mistaken for ours", async () => {
    const lab = await aLab(database.db);
    Object.assign(lab.repository, { externalId: 99_000_000 + lab.row.id });

    await lookAtRepository(lab);

    expect((await repositoryRow(lab))?.problem).toContain("no longer shows us");
  });
});

describe("a repository with another name or owner", () => {
  test("is asked under its new name for what closed an issue, before the name is stored", async () => {
    const lab = await aLab(database.db);
    const issue = lab.openIssue();
    await lab.ticketOn(issue);
    lab.host.maintainer.closeIssue("acme/app", issue.number, "completed", "c0ffee");
    lab.host.maintainer.rename("acme/app", "acme/product");

    await lookAtIssue(lab, issue.number);

    expect(lab.host.callsOf("findClosingCommit").map(({ repo }) => repo)).toEqual(["acme/product"]);
    expect(await repositoryRow(lab)).toMatchObject({ repo: "acme/product" });
  });

  test("is found where another installation of the app is", async () => {
    const lab = await aLab(database.db);
    const r = schema.githubRepositories;
    await database.db.update(r).set({ installationId: 7 }).where(eq(r.id, lab.row.id));
    const moved = { ...lab.repository, repo: "globex/app", installationId: 8 };
    // What one installation may see, another may not.
    lab.host.findRepository = async ({ installationId }) => (installationId === 7 ? null : moved);

    await lookAtRepository(lab);

    expect(await repositoryRow(lab)).toMatchObject({ repo: "globex/app", installationId: 8, problem: null });
    expect(await lab.agentsRead()).toEqual([]);
  });
});
