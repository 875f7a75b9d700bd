import { expect, test } from "vitest";
import { addShop, githubOfTest, hostOf, refOf, WAYS } from "./code-hosts.ts";

const held = githubOfTest();

test.each(WAYS)("checks and statuses are read as one (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop(github);
  const host = hostOf(github, way);
  const of = refOf(github, way);
  const read = () => host.readChecks(of, head);

  expect(await read()).toBe("none");
  await github.setChecks("acme/shop", head, "pending", "test");
  expect(await read()).toBe("pending");
  await github.setChecks("acme/shop", head, "success", "test");
  expect(await read()).toBe("passed");
  await github.setStatus("acme/shop", head, "pending");
  expect(await read()).toBe("pending");
  await github.setStatus("acme/shop", head, "success");
  expect(await read()).toBe("passed");
  await github.setChecks("acme/shop", head, "failure", "lint");
  expect(await read()).toBe("failed");
  expect(await host.readChecks(of, "0".repeat(40))).toBe("none");
});

test.each(WAYS)("a failure among more than a hundred checks is not missed (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop(github);
  await github.setChecks("acme/shop", head, "failure", "first");
  for (let at = 0; at < 100; at += 1) await github.setChecks("acme/shop", head, "success", `check ${at}`);
  await github.setChecks("acme/shop", head, "failure", "last");

  const host = hostOf(github, way);

  expect(await host.readChecks(refOf(github, way), head)).toBe("failed");
  await github.setChecks("acme/shop", head, "success", "first");
  expect(await host.readChecks(refOf(github, way), head)).toBe("failed");
  await github.setChecks("acme/shop", head, "success", "last");
  expect(await host.readChecks(refOf(github, way), head)).toBe("passed");
});

test.each(WAYS)(
  "releases and bare tags are listed together, the newest first, each once (%s)",
  async (way) => {
    const { github } = held;
    const { head } = await addShop(github);
    await github.pushTag("acme/shop", "v0.9.0", head);
    await github.release("acme/shop", "v1.0.0", { at: head, name: "The first" });
    await github.release("acme/shop", "v1.1.0-rc.1", { at: head, isPrerelease: true });

    const found = await hostOf(github, way).listReleases(refOf(github, way), 10);

    expect(found.map(({ tag, name, isPrerelease }) => ({ tag, name, isPrerelease }))).toEqual([
      { tag: "v1.1.0-rc.1", name: "v1.1.0-rc.1", isPrerelease: true },
      { tag: "v1.0.0", name: "The first", isPrerelease: false },
      { tag: "v0.9.0", name: "v0.9.0", isPrerelease: false },
    ]);
    expect(found[2]?.url).toBe(`${github.url}/acme/shop/releases/tag/v0.9.0`);
    expect(await hostOf(github, way).listReleases(refOf(github, way), 1)).toHaveLength(1);
  },
);

test("of many bare tags the newest versions are the ones that are looked at", async () => {
  const { github } = held;
  const { head } = await addShop(github);
  for (let minor = 0; minor <= 11; minor += 1) await github.pushTag("acme/shop", `v1.${minor}.0`, head);
  const newest = await github.push("acme/shop", { "a.txt": "a" });
  await github.pushTag("acme/shop", "v1.12.0", newest);

  const found = await hostOf(github, "app").listReleases(refOf(github, "app"), 3);

  expect(found.map(({ tag }) => tag).toSorted()).toEqual(["v1.10.0", "v1.11.0", "v1.12.0"]);
  expect(github.count(/\/git\/commits\//u)).toBeLessThanOrEqual(3);
});

test("only a version tells of a bare tag that it is a pre-release", async () => {
  const { github } = held;
  const { head } = await addShop(github);
  for (const tag of ["v2.0.0-20261122", "2026-11-22", "argon2-1.0.0"]) {
    await github.pushTag("acme/shop", tag, head);
  }

  const found = await hostOf(github, "app").listReleases(refOf(github, "app"), 3);

  expect(new Map(found.map(({ tag, isPrerelease }) => [tag, isPrerelease]))).toEqual(
    new Map([
      ["v2.0.0-20261122", true],
      ["2026-11-22", false],
      ["argon2-1.0.0", false],
    ]),
  );
});

test("versions that are named in another way than the many before them are looked at, too", async () => {
  const { github } = held;
  const { head } = await addShop(github);
  for (let minor = 0; minor <= 4; minor += 1) await github.pushTag("acme/shop", `v0.${minor}.0`, head);
  const newest = await github.push("acme/shop", { "a.txt": "a" });
  await github.pushTag("acme/shop", "1.0.0", newest);
  await github.pushTag("acme/shop", "cart-1.0.0", newest);

  const found = await hostOf(github, "app").listReleases(refOf(github, "app"), 3);

  expect(found.map(({ tag }) => tag).toSorted()).toEqual(["1.0.0", "cart-1.0.0", "v0.4.0"]);
});

test.each(WAYS)("what a tag contains is known, and what is not there is not (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop(github);
  const next = await github.push("acme/shop", { "a.txt": "a" });
  const aside = await github.push("acme/shop", { "b.txt": "b" }, { branch: "feature/aside" });
  await github.pushTag("acme/shop", "v1.0.0", head);
  await github.pushTag("acme/shop", "v2.0.0", next);
  const host = hostOf(github, way);
  const contains = (name: string, commit: string) =>
    host.isContained(refOf(github, way), { commit, in: name });

  expect(await contains("v1.0.0", head)).toBe(true);
  expect(await contains("v2.0.0", head)).toBe(true);
  expect(await contains("v1.0.0", next)).toBe(false);
  expect(await contains("main", aside)).toBe(false);
  expect(await contains("feature/aside", next)).toBe(true);
  expect(await contains("v9.9.9", head)).toBeNull();
  expect(await contains("v1.0.0", "0".repeat(40))).toBeNull();
});
