import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { queuedJobs } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aBugDesk, REPO, REPORT } from "./bug-desk.ts";
import type { BugDesk } from "./bug-desk.ts";

const { db } = await fileDatabase();
let desk: BugDesk;

beforeEach(async () => {
  desk = await aBugDesk(db);
});

const issues = () => [...desk.repository.issues.values()];

test("a complete bug report becomes an issue, and the member hears of it", async () => {
  const { ticketId } = await desk.report();
  expect((await desk.reportOf(ticketId)).status).toBe("describing");

  await desk.describe(ticketId);
  expect((await desk.reportOf(ticketId)).status).toBe("filing");
  expect((await queuedJobs(db, "file_bug")).map((job) => job.key)).toContain(`file_bug:${ticketId}`);

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
  expect(card.text).toContain("open; labels bug, automated");
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
  const { ticketId } = await desk.reportToFile();
  desk.host.loseAnswer("createIssue");

  await expect(desk.file(ticketId)).rejects.toThrow("cannot be reached");
  await desk.file(ticketId, 2);

  expect(desk.repository.issues.size).toBe(1);
  expect((await desk.linkOf(ticketId))?.issueNumber).toBe(1);
});

describe("an issue is made once", () => {
  test("when the process dies between GitHub and the database", async () => {
    const { ticketId } = await desk.reportToFile();
    const ctxDb = desk.ctx.db;
    desk.host.beforeCall(({ method }) => {
      if (method === "createIssue") desk.ctx.db = brokenFrom(ctxDb);
    });
    await expect(desk.file(ticketId)).rejects.toThrow("the database went away");
    desk.ctx.db = ctxDb;
    desk.host.beforeCall(null);

    await desk.file(ticketId, 2);

    expect(issues()).toHaveLength(1);
    expect(await desk.linkOf(ticketId)).toMatchObject({ issueNumber: 1 });
  });

  test("also when a maintainer has taken its labels off and closed it meanwhile", async () => {
    const { ticketId } = await desk.reportToFile();
    desk.host.loseAnswer("createIssue");
    await expect(desk.file(ticketId)).rejects.toThrow("cannot be reached");
    desk.host.maintainer.changeIssue(REPO, 1, { labels: [] });
    desk.host.maintainer.closeIssue(REPO, 1, "duplicate");

    await desk.file(ticketId, 2);

    expect(issues()).toHaveLength(1);
    expect((await desk.card(ticketId)).text).toContain("closed as duplicate");
  });

  test("and the member hears of it once", async () => {
    const { ticketId } = await desk.reportToFile();

    await desk.file(ticketId);
    await desk.file(ticketId);
    await desk.describe(ticketId);
    await desk.deliver();

    expect(desk.texts().filter((text) => text.startsWith("I've filed"))).toHaveLength(1);
    expect((await desk.kinds(ticketId)).filter((kind) => kind === "github_issue_created")).toHaveLength(1);
  });
});

test("a stranger's issue with a guessed marker is not taken for ours", async () => {
  const { ticketId } = await desk.reportToFile();
  const { workspaceId } = await desk.reportOf(ticketId);
  const body = `<!-- firstline:issue:${workspaceId}:${ticketId}: -->\n<!-- firstline:issue:${workspaceId}:${ticketId} -->`;
  desk.host.maintainer.openIssue(REPO, { title: "Mine", body, author: "stranger" });

  await desk.file(ticketId);

  expect(await desk.linkOf(ticketId)).toMatchObject({ issueNumber: 2 });
});

test("a copy of our marker made later does not win", async () => {
  const { ticketId } = await desk.reportToFile();
  desk.host.loseAnswer("createIssue");
  await expect(desk.file(ticketId)).rejects.toThrow("cannot be reached");
  desk.host.maintainer.openIssue(REPO, { title: "Copy", body: issues()[0]?.body ?? "", author: "stranger" });

  await desk.file(ticketId, 2);

  expect(await desk.linkOf(ticketId)).toMatchObject({ issueNumber: 1 });
});

test("a private repository's issue is not linked to for the member", async () => {
  desk = await aBugDesk(db, { isPrivate: true });
  const { ticketId } = await desk.reportToFile();

  await desk.file(ticketId);
  await desk.deliver();

  const said = desk.slack.posts.filter((post) => post.target.channelId === "C_SUPPORT");
  expect(said.at(-1)?.reply.markdown).toBe(
    "I've filed this as a bug report for the developers. You'll hear here what becomes of it.",
  );
  expect(JSON.stringify(said)).not.toContain("github.test");
});

test("the first attempt of a fix begins by itself where the repository wants that", async () => {
  desk = await aBugDesk(db, { settings: { fixes: "automatic" } });
  const { ticketId } = await desk.reportToFile();

  await desk.file(ticketId);

  const attempts = await db
    .select()
    .from(schema.fixAttempts)
    .where(eq(schema.fixAttempts.ticketId, ticketId));
  expect(attempts).toMatchObject([{ number: 1, status: "waiting", approvedById: null }]);
});

test("a neighbor's job finds nothing of this workspace", async () => {
  const { ticketId } = await desk.reportToFile();
  const neighbor = await aBugDesk(db);

  await neighbor.file(ticketId);
  await neighbor.describe(ticketId);
  await neighbor.addEvidence(ticketId);

  expect(neighbor.host.calls).toEqual([]);
  expect((await desk.reportOf(ticketId)).status).toBe("filing");
});

test("a flood in a report becomes an issue that GitHub takes", async () => {
  const { ticketId } = await desk.reportToFile(`${REPORT}\n${"All work and no play. ".repeat(1_500)}`);

  await desk.file(ticketId);

  expect(issues()[0]?.body.length).toBeLessThan(65_536);
  expect(issues()[0]?.title.length).toBeLessThanOrEqual(120);
});

/** A database whose transactions fail, as when the process is killed. */
function brokenFrom(db: typeof desk.ctx.db): typeof desk.ctx.db {
  return new Proxy(db, {
    get(target, name, receiver) {
      if (name === "transaction") return () => Promise.reject(new Error("the database went away"));
      // Typed by the proxy itself.
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
}
