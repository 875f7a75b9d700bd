import { describeBug, fileBug } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aCode, aRepositoryRow, fakeHost } from "../support/code.ts";
import type { FakeHost } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { signIn } from "./console-session.ts";
import type { ConsoleSession } from "./console-session.ts";
import { aWeb, openConversation } from "./support.ts";
import type { TestWeb } from "./support.ts";

const REPO = "acme/app";
const BUG =
  "Bug: the export is empty.\n\nSteps:\n1. Open Billing\n2. Click Export\n\nExpected: a file with rows.\nActual: an empty file, and the error `TypeError: rows is undefined` in the console.\nApp 2.4.1 on macOS 14.5";

let database: TestDatabase;
let host: FakeHost;
let web: TestWeb;
let neighbor: TestWeb;
let session: ConsoleSession;

beforeAll(async () => {
  database = await testDatabase();
  host = fakeHost(() => new Date());
  web = await aWeb(database, { code: aCode(host) });
  neighbor = await aWeb(database, { code: aCode(fakeHost(() => new Date())) });
  await aRepositoryRow(web.ctx, {
    workspaceId: web.workspace.id,
    repository: host.addRepository({ repo: REPO }),
  });
  session = await signIn(web);
});
afterAll(async () => {
  await web.stop();
  await neighbor.stop();
  await database.stop();
});

const pageOf = ({ ticketId }: { ticketId: number }): string => `/console/tickets/${ticketId}`;
const read = async (path: string): Promise<string> => (await session.show(path)).text();

/** A bug ticket whose issue has been made. */
async function filedBug(): Promise<{ ticketId: number }> {
  const { ticketId } = await openConversation(web, BUG);
  await session.submit(pageOf({ ticketId }), { do: "code", press: `bug_file:${ticketId}` });
  const of = { workspaceId: web.workspace.id, ticketId, attempt: 1, since: new Date().toISOString() };
  await describeBug(web.ctx, of);
  await fileBug(web.ctx, { ...of, personId: null });
  return { ticketId };
}

async function linkOf(ticketId: number) {
  const l = schema.githubLinks;
  const [link] = await database.db.select().from(l).where(eq(l.ticketId, ticketId));
  return link ?? null;
}

test("a bug's issue is shown with its link, and can be taken off and linked again by its number", async () => {
  const bug = await filedBug();
  const link = await linkOf(bug.ticketId);

  const before = await read(pageOf(bug));
  await session.submit(pageOf(bug), { do: "code", press: `bug_unlink:${bug.ticketId}` });
  const without = await read(pageOf(bug));
  await session.submit(pageOf(bug), { do: "link", issue: String(link?.issueNumber) });

  expect(before).toContain("Bug and fix");
  expect(before).toContain(String(link?.issueUrl));
  expect(without).not.toContain(`Open issue #${link?.issueNumber}`);
  expect(await read(pageOf(bug))).toContain(`Open issue #${link?.issueNumber}`);
});

test("a repository that cannot be used now hides neither the issue nor its unlinking, and offers no other", async () => {
  const bug = await filedBug();
  const link = await linkOf(bug.ticketId);
  const r = schema.githubRepositories;
  const say = (problem: string | null) =>
    database.db.update(r).set({ problem }).where(eq(r.workspaceId, web.workspace.id));

  await say("The app was removed from it.");
  const page = await read(pageOf(bug));
  await say(null);

  expect(page).toContain("Bug and fix");
  expect(page).toContain(String(link?.issueUrl));
  expect(page).toContain("Unlink issue");
  expect(page).not.toContain("Link another issue");
});

test("without a usable repository a bug that has no issue has no such part", async () => {
  const { ticketId } = await openConversation(neighbor, BUG);
  const theirs = await signIn(neighbor);
  await theirs.submit(pageOf({ ticketId }), { do: "type", type: "bug" });

  const page = await (await theirs.show(pageOf({ ticketId }))).text();

  expect(page).toMatch(/<option value="bug" selected/u);
  expect(page).not.toContain("Bug and fix");
});

test("a question that is no bug has no such part", async () => {
  const opened = await openConversation(web, "How do I change my name?");

  expect(await read(pageOf(opened))).not.toContain("Bug and fix");
});

test.each([
  ["a button that there is not", { do: "code", press: "drop_tables:1" }],
  ["a button without a ticket", { do: "code", press: "bug_file:" }],
  ["no issue at all", { do: "link", issue: "everything" }],
  ["an issue of somebody else's repository", { do: "link", issue: "https://github.com/other/repo/issues/1" }],
])("%s is refused with a sentence and changes nothing", async (_, fields) => {
  const bug = await filedBug();
  const before = await linkOf(bug.ticketId);

  const response = await session.submit(pageOf(bug), fields);

  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  expect(await response.text()).toMatch(/\w+ [\s\S]*\./u);
  expect(await linkOf(bug.ticketId)).toEqual(before);
});

test("another workspace's ticket is out of reach of a button", async () => {
  const theirs = await openConversation(neighbor, BUG);
  const mine = await filedBug();

  const response = await session.submit(pageOf(mine), { do: "code", press: `bug_file:${theirs.ticketId}` });

  expect(response.status).toBe(404);
  expect(await linkOf(theirs.ticketId)).toBeNull();
});

test("an attempt's page shows what the model did, and nothing of it becomes HTML", async () => {
  const bug = await filedBug();
  const link = await linkOf(bug.ticketId);
  const workspaceId = web.workspace.id;
  const [attempt] = await database.db
    .insert(schema.fixAttempts)
    .values({
      workspaceId,
      ticketId: bug.ticketId,
      issueId: link?.issueId ?? 0,
      number: 1,
      status: "suggested",
      confidence: 0.62,
      summary: "The rows are **read** first.",
      limits: ["Large files were not tried."],
      proof: [{ stage: "with_test", passed: false, seconds: 1.2, output: "<script>alert(1)</script>" }],
      approvedLogin: "bea",
    })
    .returning();
  const attemptId = attempt?.id ?? 0;
  await database.db.insert(schema.fixSteps).values({
    workspaceId,
    attemptId,
    run: 1,
    position: 1,
    tool: "read_file",
    input: '{"path":"<img src=x onerror=alert(1)>"}',
    output: "Refused: it leaves the repository.",
    refused: true,
  });

  const page = await read(`/console/fixes/${attemptId}`);

  expect(page).toContain("62 % sure");
  expect(page).toContain("<strong>read</strong>");
  expect(page).toContain("Large files were not tried.");
  expect(page).toContain("With the new test alone: failed");
  expect(page).toContain("read_file");
  expect(page).not.toMatch(/<script>alert|<img src=x/u);
  expect(await read(pageOf(bug))).toContain(`/console/fixes/${attemptId}`);
  const stranger = await signIn(neighbor);
  expect((await stranger.show(`/console/fixes/${attemptId}`)).status).toBe(404);
});
