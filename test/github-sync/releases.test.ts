import { answerShipped, syncReleases } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { queuedJobs } from "../support/factories.ts";
import { aLab } from "./support.ts";
import type { Lab } from "./support.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

type Fixed = { lab: Lab; ticketId: number; asker: { id: number; role: "member" } & Person; commit: string };
type Person = { name: string; avatarUrl: null };

/** A ticket whose fix was merged, and whose asker has heard of it. */
async function aMergedFix(options: { isPrivate?: boolean } = {}): Promise<Fixed> {
  const lab = await aLab(database.db, options);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue, "U_MEMBER");
  const pull = await lab.draftFor(issue);
  const commit = lab.host.maintainer.merge("acme/app", pull.number);
  await lab.poll();
  const { ticket } = await lab.read(ticketId);
  lab.ctx.clock.advance(3_600_000);
  return {
    lab,
    ticketId,
    commit,
    asker: { id: ticket.askerId, role: "member", name: "Mia", avatarUrl: null },
  };
}

async function look(lab: Lab, attempt = 1): Promise<void> {
  await syncReleases(lab.ctx, { workspaceId: lab.workspace.id, repositoryId: lab.row.id, attempt });
}

const SHIPPED =
  "This is fixed in [v1.4.2](https://github.test/acme/app/releases/tag/v1.4.2). Does it work for you now?";

test("a release that has the fix is told to the asker, with a question, once", async () => {
  const { lab, ticketId } = await aMergedFix();
  lab.host.maintainer.release("acme/app", "v1.4.2");

  for (const _ of [1, 2]) await look(lab);
  await look(lab, 2);

  expect((await lab.heard(ticketId)).slice(1)).toEqual([SHIPPED]);
  expect(await lab.issueRow()).toMatchObject({ shippedIn: "v1.4.2" });
  expect(await lab.kinds(ticketId)).toContain("github_shipped");
});

test("a release that came out days before its merge was noticed is told all the same", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  const pull = await lab.draftFor(issue);
  const { maintainer } = lab.host;
  lab.ctx.clock.advance(60 * 60_000);
  maintainer.merge("acme/app", pull.number);
  lab.ctx.clock.advance(60 * 60_000);
  maintainer.release("acme/app", "v1.4.2");

  lab.ctx.clock.advance(3 * 24 * 60 * 60_000);
  await lab.poll();

  expect(await lab.heard(ticketId)).toEqual([
    "A fix for this has been merged. I'll tell you here when it is released.",
    SHIPPED,
  ]);
});

test("a release without the fix is no news", async () => {
  const { lab, ticketId } = await aMergedFix();
  const other = lab.host.maintainer.push("acme/app", "maintenance", { "a.txt": "a" });
  const [first] = lab.repository.commits.keys();
  lab.host.maintainer.release("acme/app", "v1.3.9", { sha: first ?? other });

  await look(lab);

  expect(await lab.heard(ticketId)).toHaveLength(1);
  expect((await lab.issueRow()).shippedAt).toBeNull();
});

test("a release before the full one is told once as what it is, and the waiting goes on", async () => {
  const { lab, ticketId } = await aMergedFix();
  const { maintainer } = lab.host;

  maintainer.release("acme/app", "v2.0.0-rc.1", { isPrerelease: true });
  await look(lab);
  lab.ctx.clock.advance(60_000);
  maintainer.release("acme/app", "v2.0.0-rc.2");
  await look(lab);
  lab.ctx.clock.advance(60_000);
  maintainer.release("acme/app", "v2.0.0");
  await look(lab);

  const heard = (await lab.heard(ticketId)).slice(1);
  expect(heard).toHaveLength(2);
  expect(heard[0]).toContain("A fix for this is in the pre-release [v2.0.0-rc.1]");
  expect(heard[1]).toContain("This is fixed in [v2.0.0]");
});

test("a release that was stored before a crash is told by the next try", async () => {
  const { lab, ticketId } = await aMergedFix();
  await database.db
    .update(schema.githubIssues)
    .set({ shippedIn: "v1.4.2", shippedUrl: "https://x.test", shippedAt: lab.ctx.now() })
    .where(eq(schema.githubIssues.workspaceId, lab.workspace.id));

  await look(lab, 2);

  expect(await lab.heard(ticketId)).toHaveLength(2);
});

test("a release of a private repository is named without a link", async () => {
  const { lab, ticketId } = await aMergedFix({ isPrivate: true });
  lab.host.maintainer.release("acme/app", "v1.4.2");

  await look(lab);

  expect((await lab.heard(ticketId)).at(-1)).toBe("This is fixed in v1.4.2. Does it work for you now?");
});

test("a release costs no request while nothing waits for it", async () => {
  const lab = await aLab(database.db);
  await lab.ticketOn(lab.openIssue());

  await look(lab);

  expect(lab.host.calls).toEqual([]);
});

test("a release is waited for again when the issue was opened again", async () => {
  const { lab, ticketId } = await aMergedFix();
  lab.host.maintainer.release("acme/app", "v1.4.2");
  await look(lab);
  lab.ctx.clock.advance(3_600_000);
  lab.host.maintainer.reopenIssue("acme/app", 1);
  await lab.poll();
  lab.ctx.clock.advance(3_600_000);
  const commit = lab.host.maintainer.push("acme/app", "main", { "b.txt": "b" });
  lab.host.maintainer.closeIssue("acme/app", 1, "completed", commit);
  await lab.poll();
  lab.ctx.clock.advance(3_600_000);
  lab.host.maintainer.release("acme/app", "v1.4.3");
  await lab.poll();

  const heard = await lab.heard(ticketId);
  expect(heard.map((text) => text.slice(0, 24))).toEqual([
    "A fix for this has been ",
    "This is fixed in [v1.4.2",
    "The [bug report](https:/",
    "The team has closed the ",
    "This is fixed in [v1.4.3",
  ]);
});

test("a yes resolves the ticket as confirmed and asks for a rating; twice is once", async () => {
  const { lab, ticketId, asker } = await aMergedFix();
  lab.host.maintainer.release("acme/app", "v1.4.2");
  await look(lab);
  const yes = { workspaceId: lab.workspace.id, ticketId, by: asker, works: true };

  await answerShipped(lab.ctx, yes);
  await answerShipped(lab.ctx, yes);

  expect((await lab.read(ticketId)).ticket).toMatchObject({ status: "resolved", resolution: "confirmed" });
  expect((await lab.heard(ticketId)).filter((text) => text.includes("How did we do?"))).toHaveLength(1);
});

test("a no gives the ticket to people with the reason, asks what is still seen, and the words go to the issue", async () => {
  const { lab, ticketId, asker } = await aMergedFix();
  lab.host.maintainer.release("acme/app", "v1.4.2");
  await look(lab);
  const no = { workspaceId: lab.workspace.id, ticketId, by: asker, works: false };

  await answerShipped(lab.ctx, no);
  await answerShipped(lab.ctx, no);

  const { ticket } = await lab.read(ticketId);
  expect(ticket).toMatchObject({ status: "escalated", resolution: "retracted" });
  const e = schema.escalations;
  const open = await database.db
    .select()
    .from(e)
    .where(and(eq(e.ticketId, ticketId), eq(e.resolved, false)));
  expect(open.map((row) => row.reason)).toEqual([
    "The fix in v1.4.2 does not work for the asker (issue #1).",
  ]);
  expect((await lab.heard(ticketId)).filter((text) => text.includes("What do you still see?"))).toHaveLength(
    1,
  );
  const jobs = await queuedJobs(database.db, "add_evidence");
  expect(jobs.filter((job) => job.key === `evidence:${ticketId}`)).toHaveLength(1);
});

test("a no after yes counts: it may have failed later", async () => {
  const { lab, ticketId, asker } = await aMergedFix();
  lab.host.maintainer.release("acme/app", "v1.4.2");
  await look(lab);
  const answer = { workspaceId: lab.workspace.id, ticketId, by: asker };

  await answerShipped(lab.ctx, { ...answer, works: true });
  await answerShipped(lab.ctx, { ...answer, works: false });

  expect((await lab.read(ticketId)).ticket).toMatchObject({ status: "escalated", resolution: "retracted" });
});

test("a yes counts after the ticket was closed as quiet", async () => {
  const { lab, ticketId, asker } = await aMergedFix();
  lab.host.maintainer.release("acme/app", "v1.4.2");
  await look(lab);
  await database.db
    .update(schema.tickets)
    .set({ status: "closed", closedAt: lab.ctx.now() })
    .where(eq(schema.tickets.id, ticketId));

  await answerShipped(lab.ctx, { workspaceId: lab.workspace.id, ticketId, by: asker, works: true });

  expect((await lab.read(ticketId)).ticket).toMatchObject({ status: "closed", resolution: "confirmed" });
});

test("the answer is not given by other members, nor for a ticket without an issue", async () => {
  const { lab, ticketId, asker } = await aMergedFix();
  const other = { id: asker.id + 100_000, name: "Sid", role: "member" as const, avatarUrl: null };
  const { ticketId: unlinked } = await lab.ask({ text: "How do I export?", author: STRANGER });
  const { ticket } = await lab.read(unlinked);

  const of = { workspaceId: lab.workspace.id, works: true };
  await expect(answerShipped(lab.ctx, { ...of, ticketId, by: other })).rejects.toThrow("Only the person");
  await expect(
    answerShipped(lab.ctx, { ...of, ticketId: unlinked, by: { ...asker, id: ticket.askerId } }),
  ).rejects.toThrow("no longer linked");
});

test("who said yes to a pre-release is told of the full one and not asked again", async () => {
  const { lab, ticketId, asker } = await aMergedFix();
  lab.host.maintainer.release("acme/app", "v2.0.0-beta.1", { isPrerelease: true });
  await look(lab);
  await answerShipped(lab.ctx, { workspaceId: lab.workspace.id, ticketId, by: asker, works: true });
  lab.ctx.clock.advance(60_000);
  lab.host.maintainer.release("acme/app", "v2.0.0");

  await look(lab);

  expect((await lab.heard(ticketId)).at(-1)).toMatch(/^This is fixed in \[v2\.0\.0\]\([^)]*\)\.$/u);
});

const STRANGER = { platform: "slack" as const, externalId: "U_SID", name: "Sid" };
