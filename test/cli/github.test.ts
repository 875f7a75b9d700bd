import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connectRepository,
  ensureWorkspace,
  linkAccount,
  listAccounts,
  listRepositories,
  rememberAgent,
  updateRepositorySettings,
} from "@firstline/core";
import type { RepositorySettings } from "@firstline/core";
import { createGithubHost, createWorkbench } from "@firstline/core/adapters";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startGithub } from "../standins/github/index.ts";
import type { Github } from "../standins/github/index.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { runFirstline } from "./run.ts";
import type { Ran } from "./run.ts";

let database: TestDatabase;
let github: Github;
let cwd: string;
let count = 0;
/** A repository and a workspace for each test. */
let repo: string;
let slug: string;

// A machine that does many things at once takes its time to start a process.
vi.setConfig({ testTimeout: 240_000 });

beforeAll(async () => {
  database = await testDatabase();
  github = await startGithub();
  cwd = mkdtempSync(join(tmpdir(), "firstline-github-"));
});
afterAll(async () => {
  await github.stop();
  await database.stop();
  rmSync(cwd, { recursive: true, force: true });
});
beforeEach(async () => {
  count += 1;
  slug = `home-${count}`;
  const files = { "README.md": "# A project\n" };
  repo = (await github.addRepo({ name: `project-${count}`, files })).repo;
});

async function run(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const app = { GITHUB_APP_ID: github.app.id, GITHUB_APP_PRIVATE_KEY: github.app.privateKey };
  const address = { GITHUB_API_URL: github.url, GITHUB_GIT_URL: github.gitUrl };
  return runFirstline(args, {
    cwd,
    env: { DATABASE_URL: database.url, WORKSPACE_SLUG: slug, ...app, ...address, ...env },
  });
}

/** Each run of a command loads everything anew: what only prepares a test is done here. */
async function home(): Promise<{ ctx: ReturnType<typeof aCtx>; workspaceId: number }> {
  const ctx = aCtx();
  const { id } = await ensureWorkspace(ctx, { slug, name: "Home" });
  return { ctx, workspaceId: id };
}

function aCtx() {
  const auth = { kind: "token", token: github.token } as const;
  const host = createGithubHost({ auth, webhookSecret: null, apiUrl: github.url, gitUrl: github.gitUrl });
  const workbench = createWorkbench({ readPaths: [], log: { warn: () => {} } });
  const code = { host, workbench, agent: null, consoleUrl: "http://localhost/console" };
  return { db: database.db, now: () => new Date(), code };
}

async function anAgent(name: string, login: string | null = null): Promise<void> {
  const { ctx, workspaceId } = await home();
  const identity = { platform: "slack", externalId: `U-${name}-${count}`, name } as const;
  const { id: personId } = await ctx.db.transaction((tx) => rememberAgent(tx, workspaceId, identity));
  if (login !== null) await linkAccount(ctx, { workspaceId, personId, login });
}

async function connected(settings: Partial<RepositorySettings> = {}): Promise<void> {
  const { ctx, workspaceId } = await home();
  const { id: repositoryId } = await connectRepository(ctx, { workspaceId, repo });
  await updateRepositorySettings(ctx, { workspaceId, repositoryId, settings });
}

async function doctor(
  env: Record<string, string> = {},
): Promise<{ name: string; ok: boolean; hint: string | null }[]> {
  const { stdout } = await run(["doctor", "--json"], env);
  return JSON.parse(stdout) as { name: string; ok: boolean; hint: string | null }[]; // Our own output.
}

describe("repositories", () => {
  test("are connected, listed and disconnected", async () => {
    const connect = await run(["github", "connect", repo]);
    const list = await run(["github", "list"]);
    const disconnect = await run(["github", "disconnect", repo]);

    expect(connect).toMatchObject({ code: 0, stdout: expect.stringContaining(`${repo} is connected.`) });
    expect(list.stdout).toContain(`${repo}  (public; issues automatic, fixes on_approval)`);
    expect(disconnect.stdout).toContain(`${repo} is used no more.`);
    const { ctx, workspaceId } = await home();
    expect(await listRepositories(ctx, { workspaceId })).toMatchObject([{ repo, enabled: false }]);
  });

  test("that GitHub does not show are said plainly", async () => {
    const { code, stderr } = await run(["github", "connect", "acme/nowhere"]);

    expect(code).toBe(1);
    expect(stderr).toContain("The repository acme/nowhere, or our access to it, was not found.");
    expect(stderr).not.toContain("    at ");
  });

  test("have settings that can be shown and changed", async () => {
    await connected();

    const pairs = ["fixes=off", "testCommand=npm test", "fixThreshold=0.9", "channels=help, bugs", "areas="];
    const set = await run(["github", "set", repo, ...pairs]);
    const wrong = await run(["github", "set", repo, "fixes=always", "speed=3", "fixMinutes=soon"]);

    const lines = ["fixes=off", "fixThreshold=0.9", "channels=help,bugs", "areas=", "testCommand=npm test"];
    for (const line of [...lines, "issuesPerDay=20"]) expect(set.stdout.split("\n")).toContain(line);
    expect(wrong.code).toBe(1);
    for (const word of ["fixes", "speed", "fixMinutes"]) expect(wrong.stderr).toContain(word);
  });

  test("cannot be reached without a token or an App, which is said", async () => {
    const { code, stdout, stderr } = await run(["github", "list"], {
      GITHUB_APP_ID: "",
      GITHUB_APP_PRIVATE_KEY: "",
    });

    expect(code).toBe(1);
    expect(stdout).toContain("No repository is connected.");
    expect(stderr).toContain("set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, or GITHUB_TOKEN");
  });
});

describe("GitHub accounts", () => {
  test("are given to agents by name, and taken away", async () => {
    await anAgent("Bea");
    const { ctx, workspaceId } = await home();

    const given = await run(["github", "account", "bea", "@committer"]);
    const known = await listAccounts(ctx, { workspaceId });
    const taken = await run(["github", "account", "Bea"]);

    expect(given).toMatchObject({ code: 0, stdout: expect.stringContaining("Bea is committer on GitHub") });
    expect(known).toMatchObject([{ name: "Bea", login: "committer" }]);
    expect(taken.stdout).toContain("Bea has no GitHub account here any more.");
    expect(await listAccounts(ctx, { workspaceId })).toMatchObject([{ name: "Bea", login: null }]);
  });

  test("of nobody, and names that stand for two people, are refused", async () => {
    await anAgent("Dan");
    const { ctx, workspaceId } = await home();
    const identity = { platform: "discord", externalId: `D-${count}`, name: "Dan" } as const;
    await ctx.db.transaction((tx) => rememberAgent(tx, workspaceId, identity));

    const nobody = await run(["github", "account", "Zoe", "zoe"]);
    const two = await run(["github", "account", "Dan", "dan"]);

    expect(nobody.stderr).toContain('An agent called "Zoe"');
    expect(two.stderr).toMatch(/Several people are called "Dan"\. Say which one by id: #\d+, #\d+\./u);
  });
});

describe("the doctor", () => {
  test("is content when everything is there", async () => {
    await connected({ testCommand: "npm test" });
    await github.addUser("committer", "write", repo);
    await anAgent("Eve", "committer");
    await anAgent("Finn", "reader");

    const checks = await doctor({
      GITHUB_WEBHOOK_SECRET: "secret",
      PUBLIC_URL: "https://help.example.com/",
      ANTHROPIC_API_KEY: "sk-ant-1",
      ANTHROPIC_BASE_URL: "http://127.0.0.1:9",
    });

    const about = checks.filter(({ name }) => /GitHub|Repository|Fixes in|written by/u.test(name));
    expect(about.filter(({ ok }) => !ok)).toEqual([]);
    expect(about.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^GitHub App: accepted, \d+ repositories within reach$/u),
      `Repository ${repo}: issues automatic, fixes on approval`,
      "GitHub webhook: https://help.example.com/webhooks/github",
      expect.stringContaining("Fixes: written by claude"),
      `Fixes in ${repo}: committer may approve them`,
    ]);
  });

  test("names what is missing: a model, an approver, tests, an address that can be reached", async () => {
    await connected();

    const checks = await doctor({ GITHUB_WEBHOOK_SECRET: "secret" });

    const hinted = checks.filter(({ hint }) => hint !== null).map(({ name }) => name);
    expect(hinted).toEqual(
      expect.arrayContaining([
        `Repository ${repo}: issues automatic, fixes on approval`,
        expect.stringContaining("GitHub webhook: http://127.0.0.1"),
        "Fixes: no model",
        `Fixes in ${repo}: nobody here may approve them`,
      ]),
    );
  });
});

describe("the doctor, where GitHub refuses,", () => {
  test("says which permissions to tick", async () => {
    await connected();
    const granted = {
      issues: "write",
      contents: "write",
      pull_requests: "write",
      checks: "read",
      statuses: "read",
    };
    github.grant({ issues: "read", metadata: "read", contents: "read" });

    const checks = await doctor();

    github.grant({ ...granted, metadata: "read" });
    expect(checks.find(({ name }) => name.startsWith(`Repository ${repo}`))?.hint).toContain(
      "Issues: read and write; Contents: read and write; Pull requests: read and write; Checks: read-only. Then accept",
    );
  });

  test("says that a token is not accepted, and that no repository is connected", async () => {
    const checks = await doctor({ GITHUB_APP_ID: "", GITHUB_APP_PRIVATE_KEY: "", GITHUB_TOKEN: "ghp_wrong" });

    expect(checks).toContainEqual({
      name: "GitHub token",
      ok: false,
      hint: expect.stringContaining("GitHub"),
    });
    expect(checks).toContainEqual(
      expect.objectContaining({ name: "GitHub: no repository is connected", ok: false }),
    );
  });
});

test("every request was one that GitHub documents", () => {
  expect(github.errors).toEqual([]);
});
