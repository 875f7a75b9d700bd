import { syncRepository } from "@firstline/core";
import { createGithubHost } from "@firstline/core/adapters";
import type { CodeHost, HostIssue } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGithub } from "../standins/github/index.ts";
import type { Github } from "../standins/github/index.ts";
import { aCode } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { aWeb } from "../web/support.ts";
import type { TestWeb } from "../web/support.ts";
import { draftFor, ticketOn } from "./followed.ts";
import { looking, workThrough } from "./support.ts";
import type { Lab } from "./support.ts";

const SECRET = "a secret of the webhook";

let database: TestDatabase;
let github: Github;
let web: TestWeb;
beforeAll(async () => {
  database = await testDatabase();
  github = await startGithub({ users: ["mona", "sid"] });
  web = await aWeb(database, { webhookSecret: SECRET });
  github.onWebhook(`${web.url}/webhooks/github`, SECRET);
});
afterAll(async () => {
  await web.stop();
  await github.stop();
  await database.stop();
});

type Place = {
  desk: Desk;
  host: CodeHost;
  repo: string;
  row: Lab["row"];
  issue: HostIssue;
  ticketId: number;
  head: string;
  heard(): Promise<string[]>;
  agentsRead(): Promise<string[]>;
  /** Lets everything arrive, and then lets the worker work. */
  follow(): Promise<void>;
};

/** A ticket on an issue of a repository on the stand-in, reached with the real adapter and through the real webhook. */
async function aPlace(name: string): Promise<Place> {
  const { repo, id, head } = await github.addRepo({ name, files: { "src/export.js": "broken\n" } });
  await github.addUser("mona", "write", repo);
  await github.addUser("sid", "read", repo);
  const auth = { kind: "app" as const, appId: github.app.id, privateKey: github.app.privateKey };
  const host = createGithubHost({ auth, webhookSecret: SECRET, apiUrl: github.url, gitUrl: github.gitUrl });
  const desk = await aDesk(database.db);
  // Real time: the stand-in has a clock of its own.
  desk.ctx.now = () => new Date();
  desk.ctx.code = aCode(host);
  const [row] = await database.db
    .insert(schema.githubRepositories)
    .values({ workspaceId: desk.workspace.id, repo, externalId: id, defaultBranch: "main" })
    .returning();
  if (!row) throw new Error("a repository was not stored");
  const number = await github.openIssue(repo, { title: "Export fails", body: "It crashes.", by: "sid" });
  const issue = await host.findIssue({ repo, installationId: null }, number);
  if (!issue) throw new Error("there is no issue");
  const ticketId = await ticketOn(database.db, { desk, row }, issue, "U_MEMBER");
  const look = looking(database.db, { desk, row });
  return {
    desk,
    host,
    repo,
    row,
    issue,
    ticketId,
    head,
    heard: () => look.heard(ticketId),
    agentsRead: () => look.agentsRead(),
    async follow() {
      await github.settled();
      await workThrough(desk);
    },
  };
}

test("from checks to a release, the asker and the agents hear each step once, by webhooks alone", async () => {
  const place = await aPlace("chain");
  const { repo, issue } = place;
  const pull = await draftFor(database.db, { ...place, baseSha: place.head }, issue);

  await github.comment(repo, issue.number, "/reply We see it.", { by: "mona" });
  await github.comment(repo, issue.number, "/reply I am the maintainer.", { by: "sid" });
  await github.setChecks(repo, pull.headSha, "success");
  await place.follow();
  await github.review(repo, pull.number, "APPROVE", { by: "mona" });
  await github.merge(repo, pull.number, { by: "mona" });
  await place.follow();
  await github.release(repo, "v1.4.2");
  await place.follow();
  for (const { id } of github.deliveries) await github.redeliver(id);
  await place.follow();

  expect(await place.heard()).toEqual([
    "From the maintainers:\n\nWe see it.",
    "A fix for this has been merged. I'll tell you here when it is released.",
    expect.stringMatching(/^This is fixed in \[v1\.4\.2\]\(.*\)\. Does it work for you now\?$/u),
  ]);
  const read = await place.agentsRead();
  expect(read.filter((text) => text.includes("waits for a person to review it"))).toHaveLength(1);
  expect(github.deliveries.flatMap((delivery) => delivery.statuses)).not.toContain(500);
  expect(github.errors).toEqual([]);
});

test.each(["not_planned", "duplicate", "completed"] as const)(
  "an issue that is closed as %s is told as that",
  async (reason) => {
    const place = await aPlace(`closed-${reason.replace("_", "-")}`);
    await github.closeIssue(place.repo, place.issue.number, reason, { by: "mona" });

    await place.follow();
    await github.reopen(place.repo, place.issue.number);
    await place.follow();

    const expected = {
      not_planned: 'closed as "not planned"',
      duplicate: "as a duplicate of another one",
      completed: "as fixed. Does it work for you now?",
    };
    expect(await place.heard()).toEqual([
      expect.stringContaining(expected[reason]),
      expect.stringContaining("has been opened again"),
    ]);
    expect(github.errors).toEqual([]);
  },
);

test("renamed, transferred and deleted are followed as GitHub shows them", async () => {
  const place = await aPlace("before");
  const renamed = place.repo.replace("before", "after");

  await github.renameRepo(place.repo, renamed.split("/")[1] ?? "");
  await place.follow();
  await github.closeIssue(renamed, place.issue.number, "not_planned", { by: "mona" });
  await place.follow();
  await github.deleteIssue(renamed, place.issue.number);
  await place.follow();

  expect(await place.heard()).toHaveLength(1);
  const link = await looking(database.db, place).linkOf(place.ticketId);
  expect(link.repo).toBe(renamed);
  expect((await place.agentsRead()).join()).toContain(`of ${renamed} is gone`);
  expect(github.errors).toEqual([]);
});

test("an installation that is suspended is a problem until it is back, and nothing is lost meanwhile", async () => {
  const place = await aPlace("suspended");
  const r = schema.githubRepositories;
  const isIt = eq(r.id, place.row.id);
  const installationId = github.installationOf(place.repo.split("/")[0] ?? "");
  await database.db.update(r).set({ installationId }).where(isIt);
  const look = () =>
    syncRepository(place.desk.ctx, {
      workspaceId: place.desk.workspace.id,
      repositoryId: place.row.id,
      attempt: 1,
    });

  github.suspend("acme", true);
  await look();
  const [suspended] = await database.db.select().from(r).where(isIt);
  github.suspend("acme", false);
  await github.closeIssue(place.repo, place.issue.number, "not_planned", { by: "mona" });
  await look();
  await place.follow();

  expect(suspended?.problem).toMatch(
    /^acme\/suspended cannot be used: .*suspended\.$|^GitHub no longer shows/u,
  );
  expect((await database.db.select().from(r).where(isIt))[0]?.problem).toBeNull();
  expect(await place.heard()).toHaveLength(1);
  expect(await place.agentsRead()).toHaveLength(2);
});
