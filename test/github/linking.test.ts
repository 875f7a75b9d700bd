import { linkIssue, rememberPerson, requestIssue, setType, unlinkIssue } from "@firstline/core";
import type { Person } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aRepositoryRow } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { MEMBER } from "../support/desk.ts";
import { aBugDesk, REPO } from "./bug-desk.ts";
import type { BugDesk } from "./bug-desk.ts";

let database: TestDatabase;
let desk: BugDesk;
let ticketId: number;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.stop();
});
beforeEach(async () => {
  desk = await aBugDesk(database.db, { settings: { issues: "on_approval" } });
  desk.host.maintainer.openIssue(REPO, { title: "Export does nothing", labels: ["bug"] });
  desk.host.maintainer.openIssue(REPO, { title: "Something else" });
  ({ ticketId } = await desk.report());
});

const about = (by: Person = desk.ada) => ({ workspaceId: desk.workspace.id, ticketId, by });
const link = (issue: number | string, by?: Person) => linkIssue(desk.ctx, { ...about(by), issue });

async function aMember(): Promise<Person> {
  return database.db.transaction((tx) => rememberPerson(tx, desk.workspace.id, MEMBER));
}

async function eventsOf(kind: string): Promise<unknown[]> {
  const { events } = await desk.read(ticketId);
  return events.filter((event) => event.kind === kind);
}

describe("linking to an issue", () => {
  test("ties the ticket to it, and the member hears of it", async () => {
    const { said } = await link(1);
    await desk.deliver();

    expect(said).toBe("Linked to acme/app#1. The member hears here what becomes of it.");
    expect(await desk.linkOf(ticketId)).toMatchObject({
      issueNumber: 1,
      repo: REPO,
      status: "issue_created",
    });
    expect(await desk.reportOf(ticketId)).toMatchObject({ status: "filed" });
    expect(desk.texts().at(-1)).toContain(
      "a bug that the developers know already: https://github.test/acme/app/issues/1 ",
    );
    expect((await desk.card(ticketId)).text).toContain("open; labels bug");
    expect(desk.host.callsOf("createIssue")).toEqual([]);
    expect(desk.host.callsOf("createComment")).toEqual([]);
  });

  test("a second time changes nothing", async () => {
    await link("https://github.com/acme/app/issues/1");
    const { said } = await link("#1");

    expect(said).toBe("The ticket is linked to #1 already.");
    expect(await eventsOf("github_issue_linked")).toHaveLength(1);
  });

  test("another one takes the place of the first", async () => {
    await link(1);
    await link(2);

    const links = await database.db
      .select()
      .from(schema.githubLinks)
      .where(eq(schema.githubLinks.ticketId, ticketId));
    expect(links.map((row) => row.issueNumber)).toEqual([2]);
    expect(await eventsOf("github_issue_unlinked")).toHaveLength(1);
    expect(await eventsOf("github_issue_linked")).toHaveLength(2);
  });

  test("two agents who link different ones at once leave one link", async () => {
    await Promise.all([link(1), link(2)]);

    const links = await database.db
      .select()
      .from(schema.githubLinks)
      .where(eq(schema.githubLinks.ticketId, ticketId));
    expect(links).toHaveLength(1);
    expect(await eventsOf("github_issue_linked")).toHaveLength(2);
  });

  test("a closed one says so to the agent, and promises the member nothing", async () => {
    desk.host.maintainer.closeIssue(REPO, 1, "not_planned");

    const { said } = await link(1);
    await desk.deliver();

    expect(said).toBe(
      "Linked to acme/app#1, which is closed as not planned already. The member has not been told.",
    );
    expect(desk.texts().filter((text) => text.includes("developers know"))).toEqual([]);
    expect((await desk.card(ticketId)).text).toContain("closed as not planned");
  });
});

describe("linking", () => {
  test("two tickets share one issue", async () => {
    const other = await desk.report("When I press Export, nothing at all happens for me.", {
      externalId: "U_OTHER",
      name: "Olaf Other",
    });
    await link(1);
    await linkIssue(desk.ctx, { ...about(), ticketId: other.ticketId, issue: 1 });

    const issues = await database.db
      .select()
      .from(schema.githubIssues)
      .where(eq(schema.githubIssues.workspaceId, desk.workspace.id));
    expect(issues).toHaveLength(1);
  });

  test("a transferred one is linked where it is now, if it may be", async () => {
    const elsewhere = desk.host.addRepository({ repo: "acme/core" });
    desk.host.maintainer.transferIssue(REPO, 1, "acme/core");
    await expect(link(1)).rejects.toThrow("has moved to a repository that this workspace does not use");

    await aRepositoryRow(desk.ctx, { workspaceId: desk.workspace.id, repository: elsewhere });
    await link(1);

    expect(await desk.linkOf(ticketId)).toMatchObject({ repo: "acme/core", issueNumber: 1 });
  });
});

describe("what cannot be linked", () => {
  test.each([
    ["one of a repository that is not the workspace's", "evil/repo#1", "not one of the repositories"],
    ["a pull request", "https://github.com/acme/app/pull/1", "pull request"],
    ["one that is not there", 99, "Issue #99 in acme/app was not found."],
  ])("%s is refused", async (_, issue, sentence) => {
    await expect(link(issue)).rejects.toThrow(sentence);

    expect(await desk.linkOf(ticketId)).toBeNull();
  });

  test("members may not", async () => {
    await expect(link(1, await aMember())).rejects.toThrow("Only agents can do this.");
    expect(desk.host.callsOf("findIssue")).toEqual([]);
  });

  test("a neighbor's ticket is not found", async () => {
    const neighbor = await aBugDesk(database.db);
    const theirs = { workspaceId: neighbor.workspace.id, ticketId, by: neighbor.ada };

    await expect(linkIssue(neighbor.ctx, { ...theirs, issue: 1 })).rejects.toThrow("not found");
    await expect(unlinkIssue(neighbor.ctx, theirs)).rejects.toThrow("not found");
    await expect(requestIssue(neighbor.ctx, theirs)).rejects.toThrow("not found");
  });

  test("what the member reads of a private repository has neither address nor title", async () => {
    desk = await aBugDesk(database.db, { isPrivate: true, settings: { issues: "on_approval" } });
    desk.host.maintainer.openIssue(REPO, { title: "Secret export" });
    ({ ticketId } = await desk.report());
    await link(1);
    await desk.deliver();

    const shown = desk.slack.posts.filter((post) => post.target.channelId === "C_SUPPORT");
    const texts = JSON.stringify([
      shown,
      desk.slack.edits.filter((edit) => shown.some((post) => post.messageId === edit.messageId)),
    ]);
    expect(texts).toContain("developers know already");
    expect(texts).not.toContain("github.test");
    expect(texts).not.toContain("Secret");
  });
});

test("an issue that nobody followed for a while is taken as it is now", async () => {
  await link(1);
  await unlinkIssue(desk.ctx, about());
  desk.host.maintainer.closeIssue(REPO, 1, "not_planned");

  const { said } = await link(1);

  expect(said).toContain("closed as not planned");
});

describe("unlinking", () => {
  test("takes the ticket off the issue, which stays as it is", async () => {
    await link(1);
    await unlinkIssue(desk.ctx, about());
    await unlinkIssue(desk.ctx, about());

    expect(await desk.linkOf(ticketId)).toBeNull();
    expect(await eventsOf("github_issue_unlinked")).toHaveLength(1);
    expect(desk.host.repository().issues.get(1)?.state).toBe("open");
    expect((await desk.card(ticketId)).buttons).toContain("Create issue");
  });

  test("an issue made by mistake is not found again by the next one", async () => {
    await requestIssue(desk.ctx, about());
    await desk.file(ticketId);
    await unlinkIssue(desk.ctx, about());

    await requestIssue(desk.ctx, about());
    await desk.file(ticketId);

    expect(await desk.linkOf(ticketId)).toMatchObject({ issueNumber: 4 });
  });

  test("members may not", async () => {
    await link(1);

    await expect(unlinkIssue(desk.ctx, about(await aMember()))).rejects.toThrow("Only agents");
    expect(await desk.linkOf(ticketId)).not.toBeNull();
  });
});

describe("an agent's word for an issue", () => {
  const filings = async (): Promise<number> => {
    const o = await database.db.execute<{ n: string }>(
      `select count(*) as n from graphile_worker.jobs where key = 'file_bug:${ticketId}'`,
    );
    return Number([...o][0]?.n ?? 0);
  };

  test("two clicks at once make one", async () => {
    await Promise.all([requestIssue(desk.ctx, about()), requestIssue(desk.ctx, about())]);
    expect(await filings()).toBe(1);

    await desk.file(ticketId);
    await desk.file(ticketId);

    expect(desk.host.callsOf("createIssue")).toHaveLength(1);
    expect(await eventsOf("github_issue_created")).toHaveLength(1);
  });

  test("goes before everything was described, and of a ticket that is no bug", async () => {
    const { ticketId: other } = await desk.ask({
      text: "The export does nothing when I press it.",
      author: { ...MEMBER, externalId: "U_OTHER" },
    });
    await setType(desk.ctx, { ...about(), ticketId: other, type: "general" });

    await requestIssue(desk.ctx, { ...about(), ticketId: other });
    await desk.file(other);

    expect(await desk.linkOf(other)).toMatchObject({ issueNumber: 3 });
  });

  test("makes a click on a known issue wait until it is made", async () => {
    await requestIssue(desk.ctx, about());

    await expect(link(1)).rejects.toThrow("being made");
  });

  test("is refused where there is one already, and where it is switched off", async () => {
    await link(1);
    await expect(requestIssue(desk.ctx, about())).rejects.toThrow("has issue #1 already");

    desk = await aBugDesk(database.db, { settings: { issues: "off" } });
    ({ ticketId } = await desk.report());
    await expect(requestIssue(desk.ctx, about())).rejects.toThrow("switched off for acme/app");
  });

  test("is an agent's", async () => {
    await expect(requestIssue(desk.ctx, about(await aMember()))).rejects.toThrow("Only agents");
    desk.ctx.code = null;
    await expect(requestIssue(desk.ctx, about())).rejects.toThrow("GitHub is not connected.");
  });
});
