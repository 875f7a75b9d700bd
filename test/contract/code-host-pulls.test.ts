import { expect, test } from "vitest";
import { addShop, BRANCH, FIX, githubOfTest, hostOf, refOf, WAYS } from "./code-hosts.ts";

const held = githubOfTest();

test.each(WAYS)("a draft pull request is opened once, found by its branch, and changed (%s)", async (way) => {
  const { github } = held;
  const { head } = await addShop(github);
  const host = hostOf(github, way);
  const of = refOf(github, way);
  const { sha } = await host.commitFiles(of, {
    branch: BRANCH,
    baseSha: head,
    message: "Fix",
    files: FIX,
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
  const { head } = await addShop(github);
  const host = hostOf(github, way);
  const of = refOf(github, way);
  await host.commitFiles(of, { branch: BRANCH, baseSha: head, message: "Fix", files: FIX });
  const first = await host.createPull(of, { title: "One", body: "", branch: BRANCH, base: "main" });
  await github.closePull("acme/shop", first.number);
  const second = await host.createPull(of, { title: "Two", body: "", branch: BRANCH, base: "main" });

  expect(await host.findPull(of, BRANCH)).toMatchObject({ number: second.number, state: "open" });
  expect(await host.getPull(of, first.number)).toMatchObject({ state: "closed", isMerged: false });
  expect(await host.getPull(of, 99)).toBeNull();
});

test.each(WAYS)("a pull request follows what is pushed to its branch, and its merge (%s)", async (way) => {
  const { github } = held;
  await addShop(github);
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
    mergedAt: expect.any(Date),
    headSha: forced,
  });
  expect(await host.findBranch(of, "change")).toBeNull();
});

test.each(WAYS)("reviews are told once a reviewer, by the last verdict (%s)", async (way) => {
  const { github } = held;
  await addShop(github);
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
