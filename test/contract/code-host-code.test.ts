import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CommitFile } from "@firstline/core";
import { describe, expect, test } from "vitest";
import { githubOfTest, hostOf, refOf, WAYS } from "./code-hosts.ts";

const held = githubOfTest();
const BRANCH = "automated-fix/ticket-12";
const FILES: CommitFile[] = [
  { path: "src/cart.ts", content: "export const total = 1;\n", mode: "100644" },
  { path: "old.txt", content: null, mode: "100644" },
];

async function addShop() {
  return held.github.addRepo({
    name: "shop",
    files: { "src/cart.ts": "export const total = 0;\n", "old.txt": "old\n", "run.sh": "#!/bin/sh\n" },
  });
}

test.each(WAYS)("a commit writes, removes and keeps files, and its branch is made (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop();
  const host = hostOf(github, way);

  const { sha } = await host.commitFiles(refOf(github, way), {
    branch: BRANCH,
    baseSha: head,
    message: "Fix the total",
    files: FILES,
  });

  expect(await host.findBranch(refOf(github, way), BRANCH)).toEqual({ sha });
  expect(await github.headOf("acme/shop", BRANCH)).toBe(sha);
  expect(await github.readFile("acme/shop", BRANCH, "src/cart.ts")).toBe("export const total = 1;\n");
  expect(await github.readFile("acme/shop", BRANCH, "run.sh")).toBe("#!/bin/sh\n");
  await expect(github.readFile("acme/shop", BRANCH, "old.txt")).rejects.toThrow("old.txt");
  expect(await github.headOf("acme/shop", "main")).toBe(head);
});

test.each(WAYS)("a second commit takes the place of the first on the same branch (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop();
  const host = hostOf(github, way);
  const of = refOf(github, way);
  const input = { branch: BRANCH, baseSha: head, message: "Fix the total", files: FILES };
  await host.commitFiles(of, input);
  const other = { ...input, files: [{ path: "new.txt", content: "new\n", mode: "100755" as const }] };

  const second = await host.commitFiles(of, other);

  expect(await host.findBranch(of, BRANCH)).toEqual(second);
  expect(await github.readFile("acme/shop", BRANCH, "src/cart.ts")).toBe("export const total = 0;\n");
});

test.each(WAYS)("a draft pull request is opened once, found by its branch, and changed (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop();
  const host = hostOf(github, way);
  const of = refOf(github, way);
  const { sha } = await host.commitFiles(of, {
    branch: BRANCH,
    baseSha: head,
    message: "Fix",
    files: FILES,
  });
  expect(await host.findPull(of, BRANCH)).toBeNull();
  const input = { title: "[Automated Fix] Total", body: "Proof", branch: BRANCH, base: "main" };

  const made = await host.createPull(of, input);
  const again = await host.createPull(of, input);
  const changed = await host.updatePull(of, made.number, { title: "[Automated Fix] Sum", body: "More" });

  expect(made).toMatchObject({
    number: 1,
    url: `${github.url}/acme/shop/pull/1`,
    title: "[Automated Fix] Total",
    body: "Proof",
    state: "open",
    isDraft: true,
    isMerged: false,
    mergeCommit: null,
    headBranch: BRANCH,
    headSha: sha,
    headRepo: "acme/shop",
  });
  expect(again.number).toBe(made.number);
  expect(await github.readPulls("acme/shop")).toHaveLength(1);
  expect(changed).toMatchObject({ title: "[Automated Fix] Sum", body: "More", isDraft: true });
  expect(await host.findPull(of, BRANCH)).toEqual(await host.getPull(of, made.number));
});

test.each(WAYS)("of several pull requests from a branch the newest is found (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop();
  const host = hostOf(github, way);
  const of = refOf(github, way);
  await host.commitFiles(of, { branch: BRANCH, baseSha: head, message: "Fix", files: FILES });
  const first = await host.createPull(of, { title: "One", body: "", branch: BRANCH, base: "main" });
  await github.closePull("acme/shop", first.number);
  const second = await host.createPull(of, { title: "Two", body: "", branch: BRANCH, base: "main" });

  expect(await host.findPull(of, BRANCH)).toMatchObject({ number: second.number, state: "open" });
  expect(await host.getPull(of, first.number)).toMatchObject({ state: "closed", isMerged: false });
  expect(await host.getPull(of, 99)).toBeNull();
});

test.each(WAYS)("a pull request follows what is pushed to its branch, and its merge (%s)", async (way) => {
  const { github } = held;
  await addShop();
  const host = hostOf(github, way);
  const of = refOf(github, way);
  await github.push("acme/shop", { "a.txt": "a" }, { branch: "change" });
  const pull = await github.openPull("acme/shop", { title: "A change", branch: "change" });
  const forced = await github.push("acme/shop", { "b.txt": "b" }, { branch: "change", isForced: true });
  const before = await host.getPull(of, pull);
  const merged = await github.merge("acme/shop", pull);
  await github.deleteBranch("acme/shop", "change");

  expect(before).toMatchObject({ headSha: forced, isMerged: false, mergeCommit: null });
  expect(await host.getPull(of, pull)).toMatchObject({
    state: "closed",
    isMerged: true,
    mergeCommit: merged,
    headSha: forced,
  });
  expect(await host.findBranch(of, "change")).toBeNull();
});

test.each(WAYS)("reviews are told once a reviewer, by the last verdict (%s)", async (way) => {
  const { github } = held;
  await addShop();
  await github.addUser("committer", "write", "acme/shop");
  const sha = await github.push("acme/shop", { "a.txt": "a" }, { branch: "change" });
  const pull = await github.openPull("acme/shop", { title: "A change", branch: "change" });
  await github.review("acme/shop", pull, "REQUEST_CHANGES", { by: "committer" });
  await github.review("acme/shop", pull, "COMMENT");
  await github.review("acme/shop", pull, "APPROVE", { by: "committer" });
  await github.review("acme/shop", pull, "COMMENT", { by: "committer" });

  expect(await hostOf(github, way).listReviews(refOf(github, way), pull)).toEqual([
    { author: "maintainer", verdict: "commented", sha },
    { author: "committer", verdict: "approved", sha },
  ]);
});

test.each(WAYS)("checks and statuses are read as one (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop();
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
  const { head } = await addShop();
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
    const { head } = await addShop();
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
  const { head } = await addShop();
  for (let minor = 0; minor <= 11; minor += 1) await github.pushTag("acme/shop", `v1.${minor}.0`, head);
  const newest = await github.push("acme/shop", { "a.txt": "a" });
  await github.pushTag("acme/shop", "v1.12.0", newest);

  const found = await hostOf(github, "app").listReleases(refOf(github, "app"), 3);

  expect(found.map(({ tag }) => tag).toSorted()).toEqual(["v1.10.0", "v1.11.0", "v1.12.0"]);
  expect(github.count(/\/git\/commits\//u)).toBeLessThanOrEqual(3);
});

test.each(WAYS)("what a tag contains is known, and what is not there is not (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop();
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

test.each(WAYS)(
  "a commit for a base that GitHub does not know is refused, and nothing is written (%s)",
  async (way) => {
    const { github } = held;
    await addShop();
    const input = { branch: BRANCH, baseSha: "0".repeat(40), message: "Fix", files: FILES };

    const made = hostOf(github, way).commitFiles(refOf(github, way), input);

    await expect(made).rejects.toMatchObject({
      retryable: false,
      message: "The commit that the change was made for is not part of acme/shop (any more).",
    });
    expect(await github.headOf("acme/shop", BRANCH)).toBeNull();
  },
);

describe.each(WAYS)("with %s", (way) => {
  test.each(["../outside", ".git/hooks/post-checkout", "/etc/passwd"])(
    "GitHub takes no file at %s",
    async (path) => {
      const { github } = held;
      const { head } = await addShop();
      const files: CommitFile[] = [{ path, content: "x", mode: "100644" }];

      const made = hostOf(github, way).commitFiles(refOf(github, way), {
        branch: BRANCH,
        baseSha: head,
        message: "Fix",
        files,
      });

      await expect(made).rejects.toMatchObject({ service: "github", retryable: false });
      expect(await github.headOf("acme/shop", BRANCH)).toBeNull();
    },
  );
});

test.each(WAYS)(
  "a private repository can be cloned over http with what is given, and not without (%s)",
  async (way) => {
    const { github } = held;
    await github.addRepo({ name: "secret", private: true, files: { "a.txt": "hello\n" } });
    const host = hostOf(github, way, { gitUrl: github.url });
    const folder = await mkdtemp(join(tmpdir(), "clone-"));

    const { url, authorization } = await host.cloneAccess(refOf(github, way, "acme/secret"));
    await clone(url, join(folder, "in"), authorization);

    expect(url).toBe(`${github.url}/acme/secret.git`);
    expect(await readFile(join(folder, "in", "a.txt"), "utf8")).toBe("hello\n");
    await expect(clone(url, join(folder, "out"), null)).rejects.toThrow(
      /could not read Username|Authentication failed/u,
    );
    await rm(folder, { recursive: true });
  },
);

test.each(WAYS)("a mirror in a folder needs no key (%s)", async (way) => {
  const { github } = held;
  const { git } = await addShop();

  const byPath = await hostOf(github, way).cloneAccess(refOf(github, way));
  const byUrl = await hostOf(github, way, { gitUrl: `file://${github.gitUrl}` }).cloneAccess(
    refOf(github, way),
  );

  expect(byPath).toEqual({ url: git, authorization: null });
  expect(byUrl).toEqual(byPath);
  expect((await stat(byPath.url)).isDirectory()).toBe(true);
});

async function clone(url: string, into: string, authorization: string | null): Promise<void> {
  const header = authorization === null ? [] : ["-c", `http.extraHeader=Authorization: ${authorization}`];
  const env = {
    PATH: process.env["PATH"] ?? "",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    HOME: "/nonexistent",
  };
  await promisify(execFile)("git", [...header, "clone", "--quiet", "--depth", "1", url, into], { env });
}
