import { receiveMessage } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aBugDesk, type BugDesk } from "../github/bug-desk.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";
import { githubOfTest, hostOf } from "./code-hosts.ts";

const held = githubOfTest();
let database: TestDatabase;
let desk: BugDesk;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => database.stop());

/** The desk of the other tests, with its host in memory exchanged for the real adapter. */
beforeEach(async () => {
  const { github } = held;
  const { repo, id } = await github.addRepo({ name: "app" });
  desk = await aBugDesk(database.db);
  const { code } = desk.ctx;
  if (!code) throw new Error("GitHub is not connected.");
  desk.ctx.code = { ...code, host: hostOf(github, "app") };
  const row = { repo, externalId: id, installationId: github.installationOf("acme") };
  const r = schema.githubRepositories;
  await database.db.update(r).set(row).where(eq(r.id, desk.repositoryId));
});

const WAYS_TO_BREAK = [
  ["after the effect", { kind: "cut_after" }],
  ["within the answer", { kind: "cut_within" }],
  ["before the effect", { kind: "cut_before" }],
  ["with a 502", { kind: "status", status: 502 }],
] as const;

test.each(WAYS_TO_BREAK)("an issue whose making broke off %s is there once in the end", async (_, fault) => {
  const { github } = held;
  const { ticketId } = await desk.report();
  await desk.describe(ticketId);
  github.fail({ ...fault, match: /^POST .*\/issues$/u });

  await expect(desk.file(ticketId)).rejects.toMatchObject({ service: "github", retryable: true });
  await desk.file(ticketId, 2);
  await desk.file(ticketId, 3);

  const issues = await github.readIssues("acme/app");
  expect(issues).toHaveLength(1);
  expect(await desk.linkOf(ticketId)).toMatchObject({
    issueNumber: 1,
    issueUrl: `${github.url}/acme/app/issues/1`,
  });
});

test("an issue is found again whose labels were taken off and which was closed before the second try", async () => {
  const { github } = held;
  const { ticketId } = await desk.report();
  await desk.describe(ticketId);
  github.fail({ kind: "cut_after", match: /^POST .*\/issues$/u });
  await expect(desk.file(ticketId)).rejects.toThrow("GitHub");
  await github.label("acme/app", 1, []);
  await github.closeIssue("acme/app", 1, "not_planned");

  await desk.file(ticketId, 2);

  expect(await github.readIssues("acme/app")).toHaveLength(1);
  expect(await desk.linkOf(ticketId)).toMatchObject({ issueNumber: 1 });
});

test.each(WAYS_TO_BREAK)("a comment whose making broke off %s is there once in the end", async (_, fault) => {
  const { github } = held;
  const { ticketId, ts } = await desk.report();
  await desk.describe(ticketId);
  await desk.file(ticketId);
  const more = { threadId: ts, text: "It also happens in Firefox 130 on Windows 11." };
  await receiveMessage(desk.ctx, desk.message(more));
  github.fail({ ...fault, match: /^POST .*\/comments$/u });

  await expect(desk.addEvidence(ticketId)).rejects.toMatchObject({ service: "github", retryable: true });
  await desk.addEvidence(ticketId);
  await desk.addEvidence(ticketId);

  expect(await github.readComments("acme/app", 1)).toHaveLength(1);
});
