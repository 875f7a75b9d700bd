import { erasePerson } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { aBugDesk } from "../github/bug-desk.ts";
import type { BugDesk } from "../github/bug-desk.ts";
import { MEMBER } from "../support/desk.ts";
import { queuedJobs } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";
import { findMentions } from "./mentions.ts";
import { idOf } from "./quokka.ts";

const { db } = await fileDatabase();
let desk: BugDesk;

beforeEach(async () => {
  desk = await aBugDesk(db);
});

const QUOKKAS = `When I click Quokka on the billing page, nothing happens. It should open the quokka. I'm on macOS 14.5 with Chrome 126, app version 2.4.1.
\`\`\`
TypeError: quokka is undefined
\`\`\``;

const erase = async () =>
  erasePerson(desk.ctx, { workspaceId: desk.workspace.id, personId: await idOf(desk, MEMBER), by: null });
const mentions = async () => findMentions(db, desk.workspace.id, "quokka");

test("a report that waits for its issue is never filed", async () => {
  const { ticketId } = await desk.reportToFile(QUOKKAS);

  await erase();
  await desk.file(ticketId);

  expect(desk.repository.issues.size).toBe(0);
  expect((await queuedJobs(db, "file_bug")).map(({ key }) => key)).not.toContain(`file_bug:${ticketId}`);
  expect(await desk.reportOf(ticketId)).toMatchObject({ status: "dropped", spec: null, matches: [] });
  expect(await mentions()).toEqual([]);
});

test("of a report that was filed the agents are told where it stands, and nobody hears of it any more", async () => {
  const { ticketId } = await desk.reportToFile(QUOKKAS);
  await desk.file(ticketId);
  await anAttempt(ticketId);
  await desk.deliver();

  await erase();
  await desk.deliver();

  expect(desk.texts().at(-1)).toMatch(
    /^Everything of the member of ticket #\d+ was erased here, but acme\/app#1, or a pull request for it/u,
  );
  expect(await desk.linkOf(ticketId)).toBeNull();
  const [attempt] = await db
    .select()
    .from(schema.fixAttempts)
    .where(eq(schema.fixAttempts.ticketId, ticketId));
  expect(attempt).toMatchObject({ status: "stopped", summary: null, patch: null });
  // GitHub's own title: it follows what the agents do there.
  expect((await mentions()).map((mention) => mention.split(":")[0])).toEqual(["github_issues.title"]);
});

test("an issue that was being made while its reporter was erased is told to the agents", async () => {
  const { ticketId } = await desk.reportToFile(QUOKKAS);
  const { host } = desk;
  const createIssue = host.createIssue.bind(host);
  host.createIssue = async (...input) => {
    const made = await createIssue(...input);
    await erase();
    return made;
  };

  await desk.file(ticketId);
  await desk.deliver();

  expect(desk.texts().join("\n")).toContain("was erased here, but acme/app#1");
  expect(await mentions()).toEqual([]);
});

async function anAttempt(ticketId: number): Promise<void> {
  const link = await desk.linkOf(ticketId);
  const [attempt] = await db
    .insert(schema.fixAttempts)
    .values({
      workspaceId: desk.workspace.id,
      ticketId,
      issueId: link?.issueId ?? 0,
      number: 1,
      status: "suggested",
      summary: "The quokka was undefined.",
      patch: [{ path: "a.js", content: "quokka()", isTest: false, isExecutable: false }],
    })
    .returning();
  const step = { run: 1, position: 1, tool: "read_file", input: "quokka.js", output: "quokka()" };
  await db
    .insert(schema.fixSteps)
    .values({ ...step, workspaceId: desk.workspace.id, attemptId: attempt?.id ?? 0 });
}
