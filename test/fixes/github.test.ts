import { attemptFix, publishFix, requestFix } from "@firstline/core";
import { createGithubHost } from "@firstline/core/adapters";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGithub } from "../standins/github/index.ts";
import type { Github } from "../standins/github/index.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { CART_FILES, GOOD_TURNS, NEW_TEST_TEXT, NEW_TEST, RIGHT, TOTAL } from "./cart.ts";
import { aFixWorld, LOGIN, TITLE } from "./fix-world.ts";
import type { FixWorld } from "./fix-world.ts";
import { Bench, findProblem } from "./workbench.ts";

const problem = await findProblem();

let database: TestDatabase;
let github: Github;
beforeAll(async () => {
  database = await testDatabase();
  github = await startGithub({ users: [LOGIN] });
});
afterAll(async () => {
  await github.stop();
  await database.stop();
});

type Real = { world: FixWorld; repo: string; number: number; fix: () => Promise<number> };

/** The world of the other tests, with its host in memory exchanged for the real adapter. */
async function aRealWorld(bench: Bench, name: string): Promise<Real> {
  const { repo, id } = await github.addRepo({ name, files: CART_FILES });
  await github.addUser(LOGIN, "write", repo);
  const number = await github.openIssue(repo, { title: TITLE, body: "Error: 2 !== 5", by: "reader" });
  const world = await aFixWorld(database.db, { workbench: bench.workbench });
  const { ctx, workspace } = world.desk;
  if (!ctx.code) throw new Error("GitHub is not connected");
  const auth = { kind: "app" as const, appId: github.app.id, privateKey: github.app.privateKey };
  const host = createGithubHost({ auth, webhookSecret: null, apiUrl: github.url, gitUrl: github.gitUrl });
  ctx.code = { ...ctx.code, host };
  await database.db
    .update(schema.githubRepositories)
    .set({ repo, externalId: id })
    .where(eq(schema.githubRepositories.id, world.repository.id));
  await world.changeIssue({ number });
  const workspaceId = workspace.id;
  return {
    world,
    repo,
    number,
    async fix() {
      world.agent.next(...GOOD_TURNS());
      const { attemptId } = await requestFix(ctx, { workspaceId, ticketId: world.ticketId, by: world.bea });
      await attemptFix(ctx, { workspaceId, attemptId, signal: new AbortController().signal, attempt: 1 });
      await publishFix(ctx, { workspaceId, attemptId, attempt: 1 });
      return attemptId;
    },
  };
}

// The reason is printed by findProblem.
describe.skipIf(problem !== null)("over GitHub's own API", () => {
  test("one commit on the default branch becomes a draft that closes the issue when it is merged", async () => {
    using bench = new Bench();
    const { world, repo, number, fix } = await aRealWorld(bench, "cart");
    const main = await github.headOf(repo, "main");

    const attempt = await world.read(await fix());

    expect(attempt).toMatchObject({ status: "drafted", baseSha: main });
    const branch = `automated-fix/ticket-${world.ticketId}`;
    expect(await github.headOf(repo, branch)).toBe(attempt.ownSha);
    expect(await github.readFile(repo, branch, NEW_TEST)).toBe(NEW_TEST_TEXT);
    expect(await github.readFile(repo, branch, TOTAL)).toContain(`${RIGHT};`);
    expect(await github.readFile(repo, branch, ".github/workflows/test.yml")).toBe("on: push\n");
    expect(await github.readPulls(repo)).toMatchObject([
      { number: attempt.prNumber, title: `[Automated Fix] ${TITLE}`, draft: true },
    ]);
    await github.merge(repo, attempt.prNumber ?? 0, { by: "maintainer" });
    expect(await github.readIssue(repo, number)).toMatchObject({ state: "closed" });
  });

  test("a second attempt replaces the commit and the text of the same pull request", async () => {
    using bench = new Bench();
    const { world, repo, fix } = await aRealWorld(bench, "cart-again");
    const first = await world.read(await fix());

    const second = await world.read(await fix());

    expect(second).toMatchObject({ status: "drafted", prNumber: first.prNumber });
    const pulls = await github.readPulls(repo);
    expect(pulls).toHaveLength(1);
    expect(pulls[0]?.body).toContain("Attempt 2");
    expect(await github.headOf(repo, second.branch ?? "")).toBe(second.ownSha);
  });

  test("somebody without write access starts nothing", async () => {
    using bench = new Bench();
    const { world, repo, fix } = await aRealWorld(bench, "cart-closed");
    await github.addUser(LOGIN, "read", repo);

    await expect(fix()).rejects.toThrow(/may not/u);
    expect(await github.readPulls(repo)).toEqual([]);
    expect(world.agent.requests).toEqual([]);
  });

  test("nothing of this was outside GitHub's OpenAPI", () => {
    expect(github.requests.length).toBeGreaterThan(0);
    expect(github.errors).toEqual([]);
  });
});
