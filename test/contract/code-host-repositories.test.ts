import { expect, test } from "vitest";
import { githubOfTest, hostOf, refOf, WAYS } from "./code-hosts.ts";

const held = githubOfTest();

test.each(WAYS)("all repositories within reach are listed, with what may be done there (%s)", async (way) => {
  const { github } = held;
  const shop = await github.addRepo({ name: "shop" });
  await github.addRepo({ name: "secret", private: true });
  if (way === "app") await github.addRepo({ owner: "elsewhere", name: "other" });

  const all = await hostOf(github, way).listRepositories();

  expect(all.map(({ repo }) => repo).toSorted()).toEqual(["acme/secret", "acme/shop"]);
  expect(all.find(({ repo }) => repo === "acme/shop")).toEqual({
    repo: "acme/shop",
    installationId: way === "app" ? github.installationOf("acme") : null,
    externalId: shop.id,
    url: `${github.url}/acme/shop`,
    defaultBranch: "main",
    isPrivate: false,
    isArchived: false,
    hasIssues: true,
    may: { writeIssues: true, writePulls: true, writeContents: true, readChecks: true },
  });
});

test.each(WAYS)("a repository is found by its name, without knowing its installation (%s)", async (way) => {
  const { github } = held;
  const { id } = await github.addRepo({ name: "shop", private: true });

  const found = await hostOf(github, way).findRepository({ repo: "Acme/Shop" });

  expect(found).toMatchObject({ repo: "acme/shop", externalId: id, isPrivate: true });
});

test.each(WAYS)("a renamed repository is found by its old name (%s)", async (way) => {
  const { github } = held;
  const { id } = await github.addRepo({ name: "shop" });
  await github.renameRepo("acme/shop", "store");

  const found = await hostOf(github, way).findRepository(refOf(github, way));

  expect(found).toMatchObject({ repo: "acme/store", externalId: id });
});

test.each(WAYS)(
  "a repository whose name belongs to another one by now is found by its id (%s)",
  async (way) => {
    const { github } = held;
    const { id } = await github.addRepo({ name: "shop" });
    await github.renameRepo("acme/shop", "store");
    await github.addRepo({ name: "shop" });

    const byId = await hostOf(github, way).findRepository({ repo: "acme/shop", externalId: id });
    const byIdAndInstallation = await hostOf(github, way).findRepository({
      ...refOf(github, way),
      externalId: id,
    });

    expect(byId).toMatchObject({ repo: "acme/store", externalId: id });
    expect(byIdAndInstallation).toMatchObject({ repo: "acme/store", externalId: id });
  },
);

test.each(WAYS)("what is gone or out of reach is not found (%s)", async (way) => {
  const { github } = held;
  const { id } = await github.addRepo({ name: "shop" });
  await github.deleteRepo("acme/shop");
  const host = hostOf(github, way);

  expect(await host.findRepository({ ...refOf(github, way), externalId: id })).toBeNull();
  expect(await host.findRepository({ repo: "elsewhere/unknown" })).toBeNull();
});

test.each(WAYS)("an archived repository says so (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  await github.archiveRepo("acme/shop");

  const found = await hostOf(github, way).findRepository(refOf(github, way));

  expect(found?.isArchived).toBe(true);
});

test.each(WAYS)("everybody's role is told (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop", private: true });
  const host = hostOf(github, way);

  for (const role of ["read", "triage", "write", "maintain", "admin"] as const) {
    await github.addUser("committer", role, "acme/shop");
    expect(await host.readPermission(refOf(github, way), "committer")).toBe(role);
  }
});

test.each(WAYS)("strangers may read what is public, and nothing of what is private (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  await github.addRepo({ name: "secret", private: true });
  const host = hostOf(github, way);

  expect(await host.readPermission(refOf(github, way), "stranger")).toBe("read");
  expect(await host.readPermission(refOf(github, way, "acme/secret"), "stranger")).toBe("none");
  expect(await host.readPermission(refOf(github, way), "nobody-by-that-name")).toBe("none");
});

test.each(WAYS)("a login that cannot be one is never asked for (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });

  expect(await hostOf(github, way).readPermission(refOf(github, way), "../../issues")).toBe("none");
  expect(github.count(/./u)).toBe(0);
});

test("what the app was not granted is seen in the list", async () => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  github.grant({ issues: "write", contents: "read", metadata: "read" });

  const [shop] = await hostOf(github, "app").listRepositories();

  expect(shop?.may).toEqual({
    writeIssues: true,
    writePulls: false,
    writeContents: false,
    readChecks: false,
  });
});

test("an installation that is suspended is left out of the list", async () => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  github.suspend("acme");

  expect(await hostOf(github, "app").listRepositories()).toEqual([]);
});

test("an owner without the app is out of its reach", async () => {
  const { github } = held;
  await github.addRepo({ owner: "elsewhere", name: "other" });
  const host = hostOf(github, "app");
  const of = { repo: "elsewhere/other", installationId: null };

  expect(await host.findRepository(of)).toBeNull();
  await expect(host.createIssue(of, { title: "A", body: "", labels: [] })).rejects.toMatchObject({
    service: "github",
    retryable: false,
    message: expect.stringContaining("it is not installed"),
  });
});
