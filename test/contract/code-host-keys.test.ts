import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { startGithub } from "../standins/github/index.ts";
import { githubOfTest, hostOf, refOf } from "./code-hosts.ts";

const held = githubOfTest();
const ISSUE = { title: "Cart is empty", body: "", labels: ["bug"] };
const READING = /^GET \/repos\/acme\/shop\/issues\/1$/u;

async function addShop() {
  await held.github.addRepo({ name: "shop" });
  await held.github.openIssue("acme/shop", { title: "One" });
}

test("one token serves all calls of an installation, at the same time too", async () => {
  const { github } = held;
  await addShop();
  const host = hostOf(github, "app");
  await Promise.all([1, 1, 1].map((issue) => host.findIssue(refOf(github, "app"), issue)));

  expect(github.count(/access_tokens$/u)).toBe(1);
});

test("a token that is not accepted any more is made anew, once", async () => {
  const { github } = held;
  await addShop();
  const host = hostOf(github, "app");
  await host.findIssue(refOf(github, "app"), 1);
  github.expireTokens();

  const made = await host.createIssue(refOf(github, "app"), ISSUE);

  expect(made.number).toBe(2);
  expect(github.count(/access_tokens$/u)).toBe(2);
  expect(await github.readIssues("acme/shop")).toHaveLength(2);
});

test("a token is made anew before its hour is over", async () => {
  let now = Date.now();
  const github = await startGithub({ now: () => now });
  await github.addRepo({ name: "shop" });
  await github.openIssue("acme/shop", { title: "One" });
  const host = hostOf(github, "app", { now: () => new Date(now) });
  const times: number[] = [];

  for (const minutes of [0, 57, 2, 57]) {
    now += minutes * 60_000;
    await host.findIssue(refOf(github, "app"), 1);
    times.push(github.count(/access_tokens$/u));
  }

  await github.stop();
  expect(times).toEqual([1, 1, 2, 2]);
});

test("fresh tokens that are not accepted either end the call", async () => {
  const { github } = held;
  await addShop();
  github.fail({ kind: "status", status: 401, message: "Bad credentials", match: READING, times: 9 });

  await expect(hostOf(github, "app").findIssue(refOf(github, "app"), 1)).rejects.toMatchObject({
    retryable: false,
    message: "GitHub does not accept the app's id and private key (any more).",
  });
  expect(github.count(READING)).toBe(2);
});

test("a key that is none is named, and never shown", async () => {
  const { github } = held;
  await addShop();
  const host = hostOf(github, "app", {
    privateKey: "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----",
  });

  const error: unknown = await host.listRepositories().catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ retryable: false, message: /GITHUB_APP_PRIVATE_KEY\) cannot be read/u });
  expect(everythingIn(error)).not.toContain("c2VjcmV0");
});

test("the key of another app is not accepted", async () => {
  const { github } = held;
  await addShop();
  const pem = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    type: "pkcs1",
    format: "pem",
  });

  await expect(
    hostOf(github, "app", { privateKey: pem.toString() }).listRepositories(),
  ).rejects.toMatchObject({
    retryable: false,
    message: "GitHub does not accept the app's id and private key (any more).",
  });
});

test("what the app may not do is said in a sentence", async () => {
  const { github } = held;
  await addShop();
  github.grant({ issues: "read", contents: "read", metadata: "read" });
  const host = hostOf(github, "app");

  expect(await host.findIssue(refOf(github, "app"), 1)).not.toBeNull();
  await expect(host.createIssue(refOf(github, "app"), ISSUE)).rejects.toMatchObject({
    retryable: false,
    message: "GitHub refuses: the app may not write issues in acme/shop.",
  });
});

test("a permission that is given is seen at once", async () => {
  const { github } = held;
  await addShop();
  github.grant({ issues: "read", contents: "read", metadata: "read" });
  const host = hostOf(github, "app");
  const before = await host.findRepository(refOf(github, "app"));
  github.grant({
    issues: "write",
    contents: "write",
    metadata: "read",
    pull_requests: "write",
    checks: "read",
  });

  const after = await host.findRepository(refOf(github, "app"));

  expect([before?.may.writeIssues, after?.may.writeIssues]).toEqual([false, true]);
  expect(github.count(/access_tokens$/u)).toBe(3);
  await host.findRepository(refOf(github, "app"));
  expect(github.count(/access_tokens$/u)).toBe(3);
});

test("an installation that is suspended says so", async () => {
  const { github } = held;
  await addShop();
  github.suspend("acme");

  await expect(hostOf(github, "app").findIssue(refOf(github, "app"), 1)).rejects.toMatchObject({
    retryable: false,
    message: "The installation of the GitHub App is suspended.",
  });
});

test("an installation that was made anew is found again, and the old one not asked for any more", async () => {
  const { github } = held;
  await addShop();
  const host = hostOf(github, "app");

  const first = await host.findIssue({ repo: "acme/shop", installationId: 9999 }, 1);
  const second = await host.findIssue({ repo: "acme/shop", installationId: 9999 }, 1);

  expect([first?.title, second?.title]).toEqual(["One", "One"]);
  expect(github.count(/installations\/9999\/access_tokens$/u)).toBe(1);
});

test("checks are read without the permission for statuses", async () => {
  const { github } = held;
  const { head } = await github.addRepo({ name: "shop" });
  await github.setChecks("acme/shop", head, "success");
  github.grant({ checks: "read", metadata: "read" });

  expect(await hostOf(github, "app").readChecks(refOf(github, "app"), head)).toBe("passed");
});

test("a token that GitHub does not know ends the call at once, and is not in the error", async () => {
  const { github } = held;
  await addShop();
  const host = hostOf(github, "token", { token: "ghp_secretsecretsecret" });

  const error: unknown = await host.findIssue(refOf(github, "token"), 1).catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({
    retryable: false,
    message: "GitHub does not accept the token (any more).",
  });
  expect(everythingIn(error)).not.toContain("secretsecret");
  expect(github.count(READING)).toBe(1);
});

test("the token of somebody who may only read cannot change code", async () => {
  const { github } = held;
  const { head } = await github.addRepo({ name: "shop" });
  await github.addUser("reader", "read", "acme/shop");
  const host = hostOf(github, "token", { token: github.tokenOf("reader") });
  const files = [{ path: "a.txt", content: "a", mode: "100644" as const }];

  const made = host.commitFiles(refOf(github, "token"), {
    branch: "fix",
    baseSha: head,
    message: "Fix",
    files,
  });

  await expect(made).rejects.toMatchObject({
    retryable: false,
    message: "GitHub refuses: the token may not write files in acme/shop.",
  });
});

/** Also what loggers would print of it. */
function everythingIn(error: unknown): string {
  const seen: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause)
    seen.push(at.message, at.stack ?? "", JSON.stringify(at));
  return seen.join("\n");
}
