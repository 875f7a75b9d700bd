import { randomUUID } from "node:crypto";
import { pruneEvents, receiveDelivery, takeInDeliveries } from "@firstline/core";
import type { GithubEvent } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
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

const issueEvent = (lab: Lab, number: number): GithubEvent => ({
  kind: "issue",
  externalId: lab.repository.externalId,
  number,
});

const deliver = (lab: Lab, event: GithubEvent, deliveryId: string = randomUUID()): Promise<boolean> =>
  receiveDelivery(lab.ctx, { deliveryId, event });

async function syncJobs(lab: Lab): Promise<string[]> {
  const rows = await database.db.execute<{ key: string }>(sql`
    select key from graphile_worker.jobs
    where key like 'sync_%' and queue_name = ${`github:${lab.row.id}`} order by key`);
  return [...rows].map((row) => row.key.replace(String(lab.row.id), "R"));
}

async function takeInAll(lab: Lab): Promise<void> {
  await takeInDeliveries(lab.ctx);
}

test("a delivery that comes again does nothing", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");

  const first = await deliver(lab, issueEvent(lab, issue.number), "same-delivery");
  await lab.work();
  const again = await deliver(lab, issueEvent(lab, issue.number), "same-delivery");
  await lab.work();

  expect([first, again]).toEqual([true, false]);
  expect(lab.host.callsOf("findIssue")).toHaveLength(1);
  expect(await lab.heard(ticketId)).toHaveLength(1);
});

test.each<[string, (lab: Lab) => GithubEvent]>([
  ["an issue that nobody is linked to", (lab) => issueEvent(lab, 999)],
  ["a repository that is not connected", () => ({ kind: "issue", externalId: 7, number: 1 })],
  [
    "somebody else's pull request",
    (lab) => ({ kind: "pull", externalId: lab.repository.externalId, number: 5 }),
  ],
  [
    "somebody else's commit",
    (lab) => ({ kind: "commit", externalId: lab.repository.externalId, sha: "abc", branch: "main" }),
  ],
  ["a release that no fix waits for", (lab) => ({ kind: "release", externalId: lab.repository.externalId })],
])("a delivery about %s costs no request", async (_, event) => {
  const lab = await aLab(database.db);
  await lab.ticketOn(lab.openIssue());

  await deliver(lab, event(lab));
  await takeInAll(lab);

  expect(await syncJobs(lab)).toEqual([]);
  expect(lab.host.calls).toEqual([]);
});

test("a delivery about a repository that was switched off is left alone", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  await lab.ticketOn(issue);
  await database.db
    .update(schema.githubRepositories)
    .set({ enabled: false })
    .where(eq(schema.githubRepositories.id, lab.row.id));

  await deliver(lab, issueEvent(lab, issue.number));
  await takeInAll(lab);

  expect(await syncJobs(lab)).toEqual([]);
});

test("a delivery reaches each workspace that uses the repository, for its own tickets only", async () => {
  const lab = await aLab(database.db);
  const neighbor = await aLab(database.db);
  const shared = await aRepositoryRow(neighbor.ctx, {
    workspaceId: neighbor.workspace.id,
    repository: lab.repository,
  });
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");

  await deliver(lab, issueEvent(lab, issue.number));
  await lab.work();
  await neighbor.work();

  expect(await lab.heard(ticketId)).toHaveLength(1);
  expect(neighbor.host.calls).toEqual([]);
  expect(shared.externalId).toBe(lab.row.externalId);
});

test.each([1, 2, 3, 4, 5])("a delivery in any order gives the same, try %i", async (seed) => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  const pull = await lab.draftFor(issue);
  lab.host.maintainer.setChecks("acme/app", pull.headSha, "passed");
  lab.host.maintainer.merge("acme/app", pull.number);
  lab.ctx.clock.advance(1000);
  lab.host.maintainer.release("acme/app", "v1.4.2");
  const { externalId } = lab.repository;
  const events: GithubEvent[] = [
    issueEvent(lab, issue.number),
    { kind: "pull", externalId, number: pull.number },
    { kind: "commit", externalId, sha: pull.headSha, branch: null },
    { kind: "release", externalId },
    { kind: "repository", externalId },
  ];
  const shuffled = [...events, ...events].toSorted((a, b) => order(a, seed) - order(b, seed));

  for (const event of shuffled) {
    await deliver(lab, event);
    await lab.work();
  }

  const heard = await lab.heard(ticketId);
  expect(heard.at(-1)).toContain("This is fixed in [v1.4.2]");
  expect(heard.filter((text) => text.includes("This is fixed"))).toHaveLength(1);
  expect(heard.length).toBeLessThanOrEqual(2);
  expect((await lab.linkOf(ticketId)).status).toBe("pr_merged");
});

const order = (event: GithubEvent, seed: number): number =>
  (JSON.stringify(event).length * 7919 * seed + event.kind.charCodeAt(0) * seed * seed) % 101;

test("a burst of 1,000 deliveries is taken in whole, each once, and asks for one look at each thing", async () => {
  const lab = await aLab(database.db);
  const issues = [lab.openIssue("One"), lab.openIssue("Two"), lab.openIssue("Three")];
  const tickets: number[] = [];
  for (const issue of issues) tickets.push(await lab.ticketOn(issue));
  for (const issue of issues) lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");
  const burst = randomUUID();

  let taken = 0;
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let index = next++; index < 1000; index = next++) {
      const { number } = issues[index % issues.length] ?? { number: 0 };
      if (await deliver(lab, issueEvent(lab, number), `${burst}-${index % 900}`)) taken += 1;
    }
  };
  await Promise.all(Array.from({ length: 10 }, caller));
  await takeInAll(lab);

  expect(taken).toBe(900);
  expect(await syncJobs(lab)).toEqual(["sync_issue:R:1", "sync_issue:R:2", "sync_issue:R:3"]);
  await lab.work();
  expect(lab.host.callsOf("findIssue")).toHaveLength(3);
  for (const ticketId of tickets) expect(await lab.heard(ticketId)).toHaveLength(1);
  const left = await database.db
    .select()
    .from(schema.githubDeliveries)
    .where(sql`processed_at is null`);
  expect(left).toEqual([]);
});

test("a change while a look is running is looked at by another", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  await deliver(lab, issueEvent(lab, issue.number));
  await takeInAll(lab);
  await database.sql`
    update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a worker'
    where key = ${`sync_issue:${lab.row.id}:${issue.number}`}`;
  lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");

  await deliver(lab, issueEvent(lab, issue.number));
  await takeInAll(lab);

  const [waiting] = await database.sql<{ count: string }[]>`
    select count(*) from graphile_worker.jobs
    where task_identifier = 'sync_issue' and queue_name = ${`github:${lab.row.id}`}`;
  expect(Number(waiting?.count)).toBe(2);
  expect(await lab.heard(ticketId)).toEqual([]);
});

test("deliveries are forgotten after a month", async () => {
  const lab = await aLab(database.db);
  await deliver(lab, issueEvent(lab, 1), "an old one");
  await deliver(lab, issueEvent(lab, 1), "a newer one");
  const d = schema.githubDeliveries;
  const old = new Date(lab.ctx.now().getTime() - 31 * 86_400_000);
  await database.db.update(d).set({ createdAt: old }).where(eq(d.deliveryId, "an old one"));

  await pruneEvents(lab.ctx);

  const left = await database.db
    .select({ id: d.deliveryId })
    .from(d)
    .where(inArray(d.deliveryId, ["an old one", "a newer one"]));
  expect(left).toEqual([{ id: "a newer one" }]);
});

test("the poll takes in a delivery whose job was lost", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  await deliver(lab, issueEvent(lab, issue.number));
  await database.sql`delete from graphile_worker._private_jobs where key = 'take_in_deliveries'`;
  lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");
  lab.ctx.clock.advance(61_000);

  await lab.poll();

  expect(await lab.heard(ticketId)).toHaveLength(1);
});
