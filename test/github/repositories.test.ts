import {
  connectRepository,
  disconnectRepository,
  linkAccount,
  listAccounts,
  listRepositories,
  rememberAgent,
  rememberPerson,
  updateRepositorySettings,
} from "@firstline/core";
import type { Ctx, Workspace } from "@firstline/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aCode, fakeHost } from "../support/code.ts";
import type { FakeHost } from "../support/code.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";
import { testCtx } from "../support/fakes.ts";

let database: TestDatabase;
let ctx: Ctx;
let host: FakeHost;
let workspace: Workspace;
let neighbor: Workspace;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  host = fakeHost();
  ctx = { ...testCtx(database.db), code: aCode(host) };
  workspace = await aWorkspace(ctx);
  neighbor = await aWorkspace(ctx);
});

const connect = (repo: string, of = workspace) => connectRepository(ctx, { workspaceId: of.id, repo });
const list = (of = workspace) => listRepositories(ctx, { workspaceId: of.id });

async function aPerson(name: string, of = workspace): Promise<number> {
  const identity = { platform: "slack", externalId: `U-${name}`, name } as const;
  const { id } = await ctx.db.transaction((tx) => rememberPerson(tx, of.id, identity));
  return id;
}

async function anAgent(name: string): Promise<number> {
  const identity = { platform: "slack", externalId: `U-${name}`, name } as const;
  const { id } = await ctx.db.transaction((tx) => rememberAgent(tx, workspace.id, identity));
  return id;
}

test("no label is taken that GitHub would refuse, with every issue that is to have it", async () => {
  host.addRepository({ repo: "acme/app" });
  const of = { workspaceId: workspace.id, repositoryId: (await connect("acme/app")).id };
  const set = (label: string) => updateRepositorySettings(ctx, { ...of, settings: { labels: [label] } });

  await expect(set("x".repeat(51))).rejects.toMatchObject({ code: "invalid", message: /labels/u });
  expect((await set("x".repeat(50))).labels).toHaveLength(1);
});

describe("a repository", () => {
  test("is connected with what the host says of it, and with the default settings", async () => {
    host.addRepository({ repo: "acme/app", isPrivate: true });

    await connect("acme/app");

    expect(await list()).toMatchObject([
      { repo: "acme/app", isPrivate: true, enabled: true, problem: null, settings: { fixes: "on_approval" } },
    ]);
  });

  test("that is connected twice is there once, and keeps its settings", async () => {
    host.addRepository({ repo: "acme/app" });
    const { id: repositoryId } = await connect("acme/app");
    const of = { workspaceId: workspace.id, repositoryId };
    await updateRepositorySettings(ctx, { ...of, settings: { fixes: "off" } });
    await disconnectRepository(ctx, of);

    const again = await connect("acme/app");

    expect(again.id).toBe(repositoryId);
    expect(await list()).toMatchObject([{ enabled: true, settings: { fixes: "off" } }]);
  });

  test("that was renamed is the same one under its new name", async () => {
    host.addRepository({ repo: "acme/app" });
    const { id } = await connect("acme/app");
    host.maintainer.rename("acme/app", "acme/product");

    await connect("acme/product");

    expect(await list()).toMatchObject([{ id, repo: "acme/product" }]);
  });

  test.each(["app", "acme/app/x", "https://github.com/acme/app", "acme /app", ""])(
    "cannot be called %j",
    async (repo) => {
      await expect(connect(repo)).rejects.toMatchObject({ code: "invalid" });
      expect(host.calls).toEqual([]);
    },
  );

  test("that the host does not show is not connected", async () => {
    await expect(connect("acme/secret")).rejects.toMatchObject({ code: "not_found" });
    expect(await list()).toEqual([]);
  });
});

describe("a connected repository", () => {
  test("of one workspace is nothing to another", async () => {
    host.addRepository({ repo: "acme/app" });
    const { id: repositoryId } = await connect("acme/app");
    const of = { workspaceId: neighbor.id, repositoryId };

    await expect(disconnectRepository(ctx, of)).rejects.toMatchObject({ code: "not_found" });
    await expect(updateRepositorySettings(ctx, { ...of, settings: { fixes: "off" } })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await list(neighbor)).toEqual([]);
    expect(await list()).toMatchObject([{ enabled: true, settings: { fixes: "on_approval" } }]);
  });

  test("may be used by two workspaces, each with settings of its own", async () => {
    host.addRepository({ repo: "acme/app" });
    await connect("acme/app");
    const { id: repositoryId } = await connect("acme/app", neighbor);
    await updateRepositorySettings(ctx, {
      workspaceId: neighbor.id,
      repositoryId,
      settings: { fixes: "automatic" },
    });

    expect(await list()).toMatchObject([{ settings: { fixes: "on_approval" } }]);
    expect(await list(neighbor)).toMatchObject([{ settings: { fixes: "automatic" } }]);
  });

  test("takes no settings that make no sense, and then none of them", async () => {
    host.addRepository({ repo: "acme/app" });
    const { id: repositoryId } = await connect("acme/app");
    const wrong = { testCommand: "npm test", fixThreshold: 2 };

    const update = updateRepositorySettings(ctx, {
      workspaceId: workspace.id,
      repositoryId,
      settings: wrong,
    });

    await expect(update).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("fixThreshold"),
    });
    expect(await list()).toMatchObject([{ settings: { testCommand: "", fixThreshold: 0.8 } }]);
  });
});

describe("a GitHub account", () => {
  test("is a person's, can be changed and taken away", async () => {
    const personId = await anAgent("Ada");
    const of = { workspaceId: workspace.id, personId };

    await linkAccount(ctx, { ...of, login: "@ada-lovelace" });
    const first = await listAccounts(ctx, { workspaceId: workspace.id });
    await linkAccount(ctx, { ...of, login: "ada" });
    const second = await listAccounts(ctx, { workspaceId: workspace.id });
    await linkAccount(ctx, { ...of, login: null });
    const third = await listAccounts(ctx, { workspaceId: workspace.id });

    expect([first, second, third].map(([row]) => row?.login)).toEqual(["ada-lovelace", "ada", null]);
  });

  test.each(["octocat", "a", "old--name-", "bea_acme", "A1"])("may be called %s", async (login) => {
    const personId = await anAgent("Ada");

    await linkAccount(ctx, { workspaceId: workspace.id, personId, login });

    expect(await listAccounts(ctx, { workspaceId: workspace.id })).toMatchObject([{ login }]);
  });

  test("belongs to one person only, however it is spelled", async () => {
    const [ada, bob] = [await anAgent("Ada"), await anAgent("Bob")];
    await linkAccount(ctx, { workspaceId: workspace.id, personId: ada, login: "octocat" });

    const taken = linkAccount(ctx, { workspaceId: workspace.id, personId: bob, login: "OctoCat" });

    await expect(taken).rejects.toMatchObject({ code: "conflict" });
  });

  test.each(["", "a b", "-a", "a".repeat(40), "a/b", "ada\n"])("is not called %j", async (login) => {
    const personId = await anAgent("Ada");

    const linked = linkAccount(ctx, { workspaceId: workspace.id, personId, login });

    await expect(linked).rejects.toMatchObject({ code: "invalid" });
  });

  test("cannot be given to a person of another workspace", async () => {
    const personId = await aPerson("Nina", neighbor);

    const linked = linkAccount(ctx, { workspaceId: workspace.id, personId, login: "nina" });

    await expect(linked).rejects.toMatchObject({ code: "not_found" });
  });

  test("is listed for agents, and for members who have one", async () => {
    await anAgent("Ada");
    await aPerson("Mia");
    const sam = await aPerson("Sam");
    await linkAccount(ctx, { workspaceId: workspace.id, personId: sam, login: "sam" });
    await aPerson("Nina", neighbor);

    const accounts = await listAccounts(ctx, { workspaceId: workspace.id });

    expect(accounts.map(({ name, login }) => [name, login])).toEqual([
      ["Ada", null],
      ["Sam", "sam"],
    ]);
  });
});
