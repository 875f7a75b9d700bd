import { pollRepositories } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aRepositoryRow, lostConnection } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aLab } from "./support.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

test("the poll finds everything without a single webhook", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  const pull = await lab.draftFor(issue);
  const { maintainer } = lab.host;
  const later = (): void => lab.ctx.clock.advance(5 * 60_000);

  await lab.poll();
  later();
  maintainer.comment("acme/app", issue.number, { author: "mona", body: "/reply We see it." });
  maintainer.setChecks("acme/app", pull.headSha, "passed");
  await lab.poll();
  later();
  maintainer.merge("acme/app", pull.number);
  await lab.poll();
  later();
  maintainer.release("acme/app", "v1.4.2");
  await lab.poll();
  later();
  await lab.poll();

  expect(await lab.heard(ticketId)).toEqual([
    "From the maintainers:\n\nWe see it.",
    "A fix for this has been merged. I'll tell you here when it is released.",
    "This is fixed in [v1.4.2](https://github.test/acme/app/releases/tag/v1.4.2). Does it work for you now?",
  ]);
  expect((await lab.agentsRead()).join()).toContain("It waits for a person to review it.");
});

test("the poll misses no answer among more comments than it reads at once", async () => {
  const lab = await aLab(database.db);
  const noise = lab.openIssue("Something else");
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  await lab.poll();
  for (let minute = 0; minute < 1000; minute += 1) {
    lab.ctx.clock.advance(60_000);
    lab.host.maintainer.comment("acme/app", noise.number, { author: "sid", body: "Me too." });
  }
  lab.host.maintainer.comment("acme/app", issue.number, { author: "mona", body: "/reply We see it." });

  for (const _ of [1, 2]) {
    lab.ctx.clock.advance(5 * 60_000);
    await lab.poll();
  }

  expect(await lab.heard(ticketId)).toEqual(["From the maintainers:\n\nWe see it."]);
});

test("the poll reads nothing of the time when nothing of ours was going on", async () => {
  const lab = await aLab(database.db);
  lab.ctx.clock.advance(90 * 86_400_000);
  await lab.poll();
  await lab.ticketOn(lab.openIssue());
  lab.ctx.clock.advance(5 * 60_000);

  await lab.poll();

  const asked = lab.host.calls.find((call) => call.method === "listComments");
  expect(JSON.stringify(asked)).toContain(new Date(lab.ctx.now().getTime() - 7 * 60_000).toISOString());
});

test("the poll asks nothing of a repository in which nothing of ours is going on", async () => {
  const lab = await aLab(database.db);
  lab.openIssue();

  await lab.poll();

  expect(lab.host.calls).toEqual([]);
});

test("the poll costs two requests where nothing has changed", async () => {
  const lab = await aLab(database.db);
  await lab.ticketOn(lab.openIssue());
  lab.ctx.clock.advance(5 * 60_000);
  await lab.poll();
  lab.ctx.clock.advance(5 * 60_000);
  const before = lab.host.calls.length;

  await lab.poll();

  expect(lab.host.calls.slice(before).map((call) => call.method)).toEqual(["listIssues", "listComments"]);
});

test("the poll of a repository that cannot be reached keeps no other waiting, and looks again from where it was", async () => {
  const lab = await aLab(database.db);
  const engine = lab.host.addRepository({ repo: "acme/engine", externalId: 90_000_000 + lab.row.id });
  await aRepositoryRow(lab.ctx, { workspaceId: lab.workspace.id, repository: engine });
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  await lab.poll();
  lab.ctx.clock.advance(5 * 60_000);
  lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");
  lab.host.failNext("listIssues", lostConnection());

  await lab.poll();
  const missed = await lab.heard(ticketId);
  lab.ctx.clock.advance(5 * 60_000);
  await lab.poll();

  expect(missed).toEqual([]);
  expect(await lab.heard(ticketId)).toHaveLength(1);
});

test("the poll after a month away is the first of its day", async () => {
  const lab = await aLab(database.db);
  await lab.ticketOn(lab.openIssue());
  lab.ctx.clock.advance(5 * 60_000);
  await lab.poll();
  lab.host.maintainer.rename("acme/app", "acme/product");

  lab.ctx.clock.advance(monthFrom(lab.ctx.now()));
  await lab.poll();

  const r = schema.githubRepositories;
  const [row] = await database.db.select().from(r).where(eq(r.id, lab.row.id));
  expect(row?.repo).toBe("acme/product");
});

/** Milliseconds until the same day of the next month. */
function monthFrom(at: Date): number {
  const then = new Date(at);
  then.setUTCMonth(then.getUTCMonth() + 1);
  return then.getTime() - at.getTime();
}

test("the poll finds once a day what a maintainer said to us when the job for it was lost", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  lab.ctx.clock.advance(5 * 60_000);
  await lab.poll();
  lab.host.maintainer.comment("acme/app", issue.number, { author: "mona", body: "/reply We see it." });
  lab.ctx.clock.advance(4 * 60_000);
  await pollRepositories(lab.ctx);
  await database.db.execute(
    sql`select graphile_worker.remove_job(${`sync_comments:${lab.row.id}:${issue.number}`})`,
  );
  lab.ctx.clock.advance(86_400_000);

  await lab.poll();

  expect(await lab.heard(ticketId)).toEqual(["From the maintainers:\n\nWe see it."]);
});

test("the poll finds once a day what is on no list: an issue that was deleted", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  await lab.ticketOn(issue);
  await lab.poll();
  lab.host.maintainer.deleteIssue("acme/app", issue.number);
  lab.ctx.clock.advance(5 * 60_000);
  await lab.poll();
  const sameDay = (await lab.issueRow()).goneAt;
  lab.ctx.clock.advance(86_400_000);

  await lab.poll();

  expect(sameDay).toBeNull();
  expect((await lab.issueRow()).goneAt).not.toBeNull();
});
