import { expect, test } from "vitest";
import { githubOfTest, hostOf, refOf, WAYS } from "./code-hosts.ts";

const held = githubOfTest();

test.each(WAYS)("an issue is made with its labels, and read again (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  const host = hostOf(github, way);
  const of = refOf(github, way);

  const made = await host.createIssue(of, {
    title: "Cart is empty",
    body: "Steps",
    labels: ["bug", "automated"],
  });

  expect(made).toMatchObject({
    repo: "acme/shop",
    number: 1,
    url: `${github.url}/acme/shop/issues/1`,
    title: "Cart is empty",
    body: "Steps",
    state: "open",
    stateReason: null,
    labels: ["bug", "automated"],
    milestone: null,
    author: way === "app" ? "firstline[bot]" : "firstline-bot",
    closedAt: null,
  });
  expect(await host.findIssue(of, 1)).toEqual(made);
});

test.each(WAYS)(
  "issues are listed by state, label and change, and pull requests are not among them (%s)",
  async (way) => {
    const { github } = held;
    await github.addRepo({ name: "shop" });
    await github.openIssue("acme/shop", { title: "One", labels: ["bug"] });
    await github.openIssue("acme/shop", { title: "Two" });
    await github.closeIssue("acme/shop", 2);
    await github.push("acme/shop", { "a.txt": "a" }, { branch: "change" });
    await github.openPull("acme/shop", { title: "A change", branch: "change" });
    const host = hostOf(github, way);
    const of = refOf(github, way);
    const titles = async (input: Parameters<typeof host.listIssues>[1]) =>
      (await host.listIssues(of, input)).map(({ title }) => title);

    expect(await titles({ state: "all", limit: 10 })).toEqual(["Two", "One"]);
    expect(await titles({ state: "open", limit: 10 })).toEqual(["One"]);
    expect(await titles({ state: "closed", limit: 10 })).toEqual(["Two"]);
    expect(await titles({ state: "all", labels: ["bug"], limit: 10 })).toEqual(["One"]);
    expect(await titles({ state: "all", limit: 1 })).toEqual(["Two"]);
    expect(await titles({ state: "all", since: new Date(Date.now() + 60_000), limit: 10 })).toEqual([]);
    expect(await titles({ state: "all", since: new Date(Date.now() - 60_000), limit: 10 })).toHaveLength(2);
  },
);

test.each(WAYS)("an issue is closed for one of three reasons (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  const host = hostOf(github, way);

  for (const reason of ["completed", "not_planned", "duplicate"] as const) {
    const issue = await github.openIssue("acme/shop", { title: reason });
    await github.closeIssue("acme/shop", issue, reason);
    expect(await host.findIssue(refOf(github, way), issue)).toMatchObject({
      state: "closed",
      stateReason: reason,
      closedAt: expect.any(Date),
    });
  }
});

test.each(WAYS)("labels, milestone and a reopening are seen (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  await github.openIssue("acme/shop", { title: "One", labels: ["bug"] });
  await github.label("acme/shop", 1, ["confirmed"]);
  await github.milestone("acme/shop", 1, "2.0");
  await github.closeIssue("acme/shop", 1, "duplicate");
  await github.reopen("acme/shop", 1);

  const found = await hostOf(github, way).findIssue(refOf(github, way), 1);

  expect(found).toMatchObject({
    labels: ["confirmed"],
    milestone: "2.0",
    state: "open",
    stateReason: "reopened",
    closedAt: null,
  });
});

test.each(WAYS)("a transferred issue is followed to its new place (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  await github.addRepo({ name: "cart" });
  await github.openIssue("acme/cart", { title: "Another" });
  await github.openIssue("acme/shop", { title: "One" });
  await github.transfer("acme/shop", 1, "acme/cart");

  const found = await hostOf(github, way).findIssue(refOf(github, way), 1);

  expect(found).toMatchObject({ repo: "acme/cart", number: 2, title: "One" });
});

test.each(WAYS)(
  "an issue of a renamed repository is found under the old name, and written there (%s)",
  async (way) => {
    const { github } = held;
    await github.addRepo({ name: "shop" });
    await github.openIssue("acme/shop", { title: "One" });
    await github.renameRepo("acme/shop", "store");
    const host = hostOf(github, way);

    expect(await host.findIssue(refOf(github, way), 1)).toMatchObject({ repo: "acme/store", number: 1 });
    expect(await host.createComment(refOf(github, way), 1, "Hello")).toMatchObject({ issueNumber: 1 });
    expect(await github.readComments("acme/store", 1)).toHaveLength(1);
  },
);

test.each(WAYS)("a deleted issue, one that never was and a pull request are not found (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  await github.openIssue("acme/shop", { title: "One" });
  await github.deleteIssue("acme/shop", 1);
  await github.push("acme/shop", { "a.txt": "a" }, { branch: "change" });
  const pull = await github.openPull("acme/shop", { title: "A change", branch: "change" });
  const host = hostOf(github, way);

  expect(await host.findIssue(refOf(github, way), 1)).toBeNull();
  expect(await host.findIssue(refOf(github, way), 99)).toBeNull();
  expect(await host.findIssue(refOf(github, way), pull)).toBeNull();
});

test.each(WAYS)("comments say whether they are ours (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  await github.openIssue("acme/shop", { title: "One" });
  await github.openIssue("acme/shop", { title: "Two" });
  const host = hostOf(github, way);
  const of = refOf(github, way);
  const made = await host.createComment(of, 1, "More was seen.");
  await github.comment("acme/shop", 2, "/reply thanks", { by: "committer" });

  const all = await host.listComments(of, {});

  expect(made).toMatchObject({ issueNumber: 1, isOurs: true, body: "More was seen." });
  expect(all.map(({ issueNumber, author, isOurs }) => ({ issueNumber, author, isOurs }))).toEqual([
    { issueNumber: 1, author: made.author, isOurs: true },
    { issueNumber: 2, author: "committer", isOurs: false },
  ]);
  expect(await host.listComments(of, { issueNumber: 2 })).toEqual(all.slice(1));
  expect(await host.listComments(of, { since: new Date(Date.now() + 60_000) })).toEqual([]);
});

test.each(WAYS)("more than a hundred comments are all read, oldest first (%s)", async (way) => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  await github.openIssue("acme/shop", { title: "One" });
  for (let at = 0; at < 101; at += 1) await github.comment("acme/shop", 1, `Comment ${at}`);

  const found = await hostOf(github, way).listComments(refOf(github, way), { issueNumber: 1 });

  expect(found.map(({ body }) => body)).toEqual(Array.from({ length: 101 }, (_, at) => `Comment ${at}`));
});

test("what closed an issue: is the commit that says so", async () => {
  const { github } = held;
  const { head } = await github.addRepo({ name: "shop" });
  await github.openIssue("acme/shop", { title: "One" });
  await github.closeIssue("acme/shop", 1, "completed", { commit: head });

  expect(await hostOf(github, "app").findClosingCommit(refOf(github, "app"), 1)).toBe(head);
});

test("what closed an issue: is not known when it is a commit of another repository", async () => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  const { head } = await github.addRepo({ name: "engine" });
  await github.openIssue("acme/shop", { title: "One" });
  await github.closeIssue("acme/shop", 1, "completed", { commit: head, commitRepo: "acme/engine" });

  expect(await hostOf(github, "app").findClosingCommit(refOf(github, "app"), 1)).toBeNull();
});

test("what closed an issue: is the merge of the pull request that fixes it", async () => {
  const { github } = held;
  await github.addRepo({ name: "shop" });
  await github.openIssue("acme/shop", { title: "One" });
  await github.push("acme/shop", { "a.txt": "a" }, { branch: "change" });
  const pull = await github.openPull("acme/shop", {
    title: "A change",
    body: "Fixes #1",
    branch: "change",
  });
  const merged = await github.merge("acme/shop", pull);
  const host = hostOf(github, "app");

  expect(await host.findIssue(refOf(github, "app"), 1)).toMatchObject({ state: "closed" });
  expect(await host.findClosingCommit(refOf(github, "app"), 1)).toBe(merged);
});

test("what closed an issue: is not known when a person closed it, when it is open again, and when it is gone", async () => {
  const { github } = held;
  const { head } = await github.addRepo({ name: "shop" });
  for (const title of ["One", "Two", "Three"]) await github.openIssue("acme/shop", { title });
  await github.closeIssue("acme/shop", 1);
  await github.closeIssue("acme/shop", 2, "completed", { commit: head });
  await github.reopen("acme/shop", 2);
  await github.deleteIssue("acme/shop", 3);
  const host = hostOf(github, "app");
  const of = refOf(github, "app");

  expect(await Promise.all([1, 2, 3].map((issue) => host.findClosingCommit(of, issue)))).toEqual([
    null,
    null,
    null,
  ]);
});
