import { syncIssue } from "@firstline/core";
import type { IssueStateReason } from "@firstline/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lostConnection, rateLimited } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aLab } from "./support.ts";
import type { Lab } from "./support.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

const look = (lab: Lab, issueNumber: number, attempt = 1): Promise<void> =>
  syncIssue(lab.ctx, {
    workspaceId: lab.workspace.id,
    repositoryId: lab.row.id,
    issueNumber,
    attempt,
  });

describe("what the asker hears when the issue is closed", () => {
  const CASES: [IssueStateReason, string | undefined, string][] = [
    ["completed", undefined, "The team has closed the [bug report](URL) as fixed. Does it work for you now?"],
    [
      "completed",
      "a commit",
      "The team has closed the [bug report](URL) as fixed. I'll tell you here when it is released.",
    ],
    [
      "not_planned",
      undefined,
      'The team has decided not to go on with this: the [bug report](URL) was closed as "not planned". If you need a way around it, write here.',
    ],
    ["duplicate", undefined, "The team has closed the [bug report](URL) as a duplicate of another one."],
  ];

  test.each(CASES)("as %s by %s: exactly that", async (reason, by, expected) => {
    const lab = await aLab(database.db);
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    lab.ctx.clock.advance(5_000);
    lab.host.maintainer.closeIssue("acme/app", issue.number, reason, by);

    await look(lab, issue.number);
    await look(lab, issue.number);

    expect(await lab.heard(ticketId)).toEqual([expected.replace("URL", issue.url)]);
  });
});

test("a commit that closes the issue settles the ticket, and only assumes so", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue, "U_MEMBER");
  await lab.click("ticket_ask_person", String(ticketId));
  lab.host.maintainer.closeIssue("acme/app", issue.number, "completed", "c0ffee");

  await look(lab, issue.number);

  const { ticket } = await lab.read(ticketId);
  expect(ticket).toMatchObject({ status: "resolved", resolution: "assumed" });
  expect(await lab.kinds(ticketId)).toEqual(expect.arrayContaining(["github_issue_closed", "resolved"]));
  expect(await lab.issueRow()).toMatchObject({ state: "closed", fixCommit: "c0ffee" });
});

test.each([["not_planned"], ["duplicate"], ["completed"]] as const)(
  "a ticket stays as it was when its issue is closed as %s by hand",
  async (reason) => {
    const lab = await aLab(database.db);
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    const before = (await lab.read(ticketId)).ticket.status;
    lab.host.maintainer.closeIssue("acme/app", issue.number, reason);

    await look(lab, issue.number);

    expect((await lab.read(ticketId)).ticket).toMatchObject({ status: before, resolution: null });
  },
);

test("a ticket whose issue is opened again after the fix is taken back and goes to people", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  lab.host.maintainer.closeIssue("acme/app", issue.number, "completed", "c0ffee");
  await look(lab, issue.number);
  lab.ctx.clock.advance(60_000);
  lab.host.maintainer.reopenIssue("acme/app", issue.number);

  await look(lab, issue.number);

  expect((await lab.read(ticketId)).ticket).toMatchObject({ status: "escalated", resolution: "retracted" });
  expect((await lab.heard(ticketId)).at(-1)).toContain("has been opened again");
  expect(await lab.issueRow()).toMatchObject({ state: "open", fixCommit: null, fixedAt: null });
});

test("news is told once, to every asker in the own thread", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const one = await lab.ticketOn(issue, "U_ONE");
  const other = await lab.ticketOn(issue, "U_OTHER");
  lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");

  await Promise.all([look(lab, issue.number), look(lab, issue.number), look(lab, issue.number)]);

  expect(await lab.heard(one)).toHaveLength(1);
  expect(await lab.heard(other)).toHaveLength(1);
});

test("an issue that was opened again is told to whoever had heard of its end", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  const { maintainer } = lab.host;

  for (const _ of [1, 2]) {
    maintainer.closeIssue("acme/app", issue.number, "not_planned");
    await look(lab, issue.number);
    lab.ctx.clock.advance(120_000);
    maintainer.reopenIssue("acme/app", issue.number);
    await look(lab, issue.number);
    await look(lab, issue.number);
    lab.ctx.clock.advance(120_000);
  }

  const heard = await lab.heard(ticketId);
  expect(heard).toHaveLength(4);
  expect(heard.filter((text) => text.includes("not planned"))).toHaveLength(2);
  expect(heard.filter((text) => text.includes("opened again"))).toHaveLength(2);
});

test("closed and opened again before anybody looked, nothing is said", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");
  lab.host.maintainer.reopenIssue("acme/app", issue.number);

  await look(lab, issue.number);

  expect(await lab.heard(ticketId)).toEqual([]);
});

test("a ticket that was linked to a closed issue hears nothing of the closing", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");
  lab.ctx.clock.advance(3_600_000);
  const ticketId = await lab.ticketOn(issue);

  await look(lab, issue.number, 2);

  expect(await lab.heard(ticketId)).toEqual([]);
});

test("a try that stored the change and was killed is made good by the next", async () => {
  const lab = await aLab(database.db);
  const issue = lab.openIssue();
  const one = await lab.ticketOn(issue, "U_ONE");
  const other = await lab.ticketOn(issue, "U_OTHER");
  lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");
  await database.sql.unsafe(`
    create or replace function stop_other() returns trigger language plpgsql as $$ begin
      if new.ticket_id = ${other} then raise exception 'killed'; end if; return new; end $$;
    create trigger stop_other before insert on outgoing_messages for each row execute function stop_other()`);

  const killed = look(lab, issue.number);
  await expect(killed).rejects.toThrow("Failed query");
  await database.sql`drop trigger stop_other on outgoing_messages`;
  await look(lab, issue.number, 2);

  expect(await lab.heard(one)).toHaveLength(1);
  expect(await lab.heard(other)).toHaveLength(1);
});

test("the original of a duplicate is named although GitHub asked for patience when it was looked for", async () => {
  const lab = await aLab(database.db);
  lab.openIssue("The original");
  const issue = lab.openIssue();
  const ticketId = await lab.ticketOn(issue);
  lab.host.maintainer.comment("acme/app", issue.number, { author: "mona", body: "Duplicate of #1" });
  lab.host.maintainer.closeIssue("acme/app", issue.number, "duplicate");
  lab.host.failNext("listComments", rateLimited(60));

  await look(lab, issue.number);
  expect(await lab.heard(ticketId)).toEqual([]);
  const of = { workspaceId: lab.workspace.id, repositoryId: lab.row.id, issueNumber: issue.number };
  await syncIssue(lab.ctx, { ...of, attempt: 1, since: lab.ctx.now().toISOString() });

  expect((await lab.heard(ticketId)).join()).toContain("a duplicate of [another one](https://github.test/");
});

describe("words for members", () => {
  test("of a private repository there are no links", async () => {
    const lab = await aLab(database.db, { isPrivate: true });
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    lab.host.maintainer.comment("acme/app", issue.number, { author: "mona", body: "Duplicate of #1" });
    lab.host.maintainer.closeIssue("acme/app", issue.number, "duplicate");

    await look(lab, issue.number);

    expect(await lab.heard(ticketId)).toEqual([
      "The team has closed the bug report as a duplicate of another one.",
    ]);
  });

  test.each([
    ["mona", "a duplicate of [another one](https://github.test/acme/app/issues/1)"],
    ["sid", "a duplicate of another one."],
  ])("what %s calls the original is named where they may write", async (author, expected) => {
    const lab = await aLab(database.db);
    lab.openIssue("The original");
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    lab.host.maintainer.comment("acme/app", issue.number, { author, body: "Duplicate of #1" });
    lab.host.maintainer.closeIssue("acme/app", issue.number, "duplicate");

    await look(lab, issue.number);

    expect((await lab.heard(ticketId)).join()).toContain(expected);
    const offered = (await lab.agentsRead()).filter((text) => text.includes("a duplicate of [#1]"));
    expect(offered).toHaveLength(author === "mona" ? 1 : 0);
  });

  test("labels, titles and milestones are kept, and nobody is told", async () => {
    const lab = await aLab(database.db);
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    lab.host.maintainer.changeIssue("acme/app", issue.number, {
      title: "Export of large files fails",
      labels: ["bug", "export"],
      milestone: "1.5",
    });

    await look(lab, issue.number);

    expect(await lab.issueRow()).toMatchObject({
      title: "Export of large files fails",
      labels: ["bug", "export"],
      milestone: "1.5",
    });
    expect(await lab.heard(ticketId)).toEqual([]);
  });
});

describe("when GitHub does not answer", () => {
  test("the look comes back when GitHub says", async () => {
    const lab = await aLab(database.db);
    const issue = lab.openIssue();
    const ticketId = await lab.ticketOn(issue);
    lab.host.maintainer.closeIssue("acme/app", issue.number, "not_planned");
    lab.host.failNext("findIssue", rateLimited(90));

    await look(lab, issue.number);

    const [job] = await database.sql<{ queue_name: string; run_at: string }[]>`
      select queue_name, run_at from graphile_worker.jobs
      where task_identifier = 'sync_issue' and key like ${"%again%"} and queue_name = ${`github:${lab.row.id}`}`;
    expect(new Date(job?.run_at ?? 0)).toEqual(new Date(lab.ctx.now().getTime() + 90_000));
    expect(await lab.heard(ticketId)).toEqual([]);
  });

  test("in the end the agents hear once that the repository cannot be followed", async () => {
    const lab = await aLab(database.db);
    const issues = [lab.openIssue("One"), lab.openIssue("Two")];
    for (const issue of issues) await lab.ticketOn(issue);

    for (const { number } of issues) {
      lab.host.failNext("findIssue", lostConnection(), lostConnection());
      await expect(look(lab, number, 4)).rejects.toThrow("GitHub cannot be reached");
      await look(lab, number, 5);
    }

    expect(await lab.agentsRead()).toEqual([
      "I could not follow what happens in acme/app: GitHub cannot be reached.",
    ]);
  });
});
