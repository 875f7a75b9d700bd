import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { queuedJobs } from "../support/factories.ts";
import { aBugDesk } from "./bug-desk.ts";
import type { BugDesk } from "./bug-desk.ts";

let database: TestDatabase;
let desk: BugDesk;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.stop();
});
beforeEach(async () => {
  desk = await aBugDesk(database.db);
});

test("a complete bug report becomes an issue, and the member hears of it", async () => {
  const { ticketId } = await desk.report();
  expect((await desk.reportOf(ticketId)).status).toBe("describing");

  await desk.describe(ticketId);
  expect((await desk.reportOf(ticketId)).status).toBe("filing");
  expect((await queuedJobs(database.db, "file_bug")).map((job) => job.key)).toContain(`file_bug:${ticketId}`);

  await desk.file(ticketId);
  await desk.deliver();

  const [issue] = desk.repository.issues.values();
  expect(issue?.labels).toEqual(["bug", "automated"]);
  expect(issue?.body).toContain("| It should download a file. |");
  expect(issue?.body).toContain("TypeError: rows is undefined");
  expect(await desk.linkOf(ticketId)).toMatchObject({
    status: "issue_created",
    repo: "acme/app",
    issueNumber: 1,
    issueUrl: "https://github.test/acme/app/issues/1",
  });
  expect(await desk.kinds(ticketId)).toContain("github_issue_created");
  expect(desk.texts().at(-1)).toBe(
    "I've filed this as a bug report for the developers: https://github.test/acme/app/issues/1 You'll hear here what becomes of it.",
  );
  const card = await desk.card(ticketId);
  expect(card.text).toContain("acme/app#1, open; labels bug, automated");
  expect(card.buttons).toEqual([
    "Claim",
    "Resolve",
    "Open thread",
    "Open issue #1",
    "Try a fix",
    "Unlink issue",
  ]);
});

test("an issue whose making was answered by a lost connection is not made twice", async () => {
  const { ticketId } = await desk.report();
  await desk.describe(ticketId);
  desk.host.loseAnswer("createIssue");

  await expect(desk.file(ticketId)).rejects.toThrow("cannot be reached");
  await desk.file(ticketId, 2);

  expect(desk.repository.issues.size).toBe(1);
  expect((await desk.linkOf(ticketId))?.issueNumber).toBe(1);
});
